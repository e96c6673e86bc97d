using Microsoft.Data.Sqlite;

namespace SignalingHost.Storage;

/// <summary>
/// Folds SQLite's write-ahead log into its file, on a thread and a connection of its own: committing appends to the log and waits for
/// no disk. While people pause for a moment the log begins anew by itself. Where they never do it would grow for ever, so from
/// <see cref="MostFrames"/> on writers wait while the last few pages are folded, after all the others have been; no more than once
/// in as many pages.
/// </summary>
internal sealed class LogFolding : IDisposable
{
    /// <summary>128 MB of pages of 4 KB: some ten seconds of as much writing as there can be.</summary>
    internal const int MostFrames = 32_768;

    // So few that folding them is one write and two flushes.
    private const int FewFrames = 512;
    private const int MostRounds = 8;

    // The longest that a commit stays in the log alone.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly SqliteConnection _connection;
    private readonly Action<Action> _whileNobodyWrites;
    private readonly int _mostFrames;
    private readonly int _commitsToFold;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private int _commits;
    private volatile bool _stops;

    /// <param name="whileNobodyWrites">Runs what it is given while no transaction that writes is under way.</param>
    public LogFolding(SqliteConnection connection, Action<Action> whileNobodyWrites, int mostFrames = MostFrames, int commitsToFold = 1_000)
    {
        _connection = connection;
        _whileNobodyWrites = whileNobodyWrites;
        _mostFrames = mostFrames;
        _commitsToFold = commitsToFold;
        _thread = new Thread(Run) { Name = "store log", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Something has been committed.</summary>
    public void Note()
    {
        if (Interlocked.Increment(ref _commits) == _commitsToFold)
            _wake.Set();
    }

    public void Dispose()
    {
        if (_stops)
            return;

        _stops = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
        _connection.Dispose();
    }

    private void Run()
    {
        while (!_stops)
        {
            _wake.WaitOne(LongestWait);
            if (!_stops && Interlocked.Exchange(ref _commits, 0) > 0)
                Fold();
        }
    }

    private void Fold()
    {
        try
        {
            var (frames, folded) = Checkpoint();
            if (frames < _mostFrames)
                return;

            for (var round = 0; frames - folded > FewFrames && round < MostRounds; round++)
                (frames, folded) = Checkpoint();

            // With all of it folded, the next one who writes begins the log anew. A reader may still be looking at it; then the next time.
            _whileNobodyWrites(() => Checkpoint());
        }
        catch (SqliteException)
        {
            // A disk that fails, or is full, fails whoever commits too, and he says so; here it is tried again with the next commits.
        }
    }

    /// <summary>How many pages the log has, and how many of them are in the file now. Waits for nobody.</summary>
    private (long Frames, long Folded) Checkpoint()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        using var row = command.ExecuteReader();
        return row.Read() ? (row.GetInt64(1), row.GetInt64(2)) : (0, 0);
    }
}
