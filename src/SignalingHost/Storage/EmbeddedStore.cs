using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using SignalingHost.Startup;

namespace SignalingHost.Storage;

/// <summary>The store inside the process: one SQLite file in the data directory, brought to this program's version when it is opened.</summary>
internal sealed class EmbeddedStore : Store
{
    private const int MostKeptReaders = 16;

    private readonly string _file;
    private readonly string _connectionString;
    private readonly ConcurrentBag<StoreSession> _readers = [];

    // Stays open for the life of the process, so that the write-ahead log is not folded at every request. Only whoever has the
    // turn to write may use it.
    private readonly StoreSession _writer;
    private readonly LogFolding _folding;

    private EmbeddedStore(string file, string connectionString, StoreSession writer)
    {
        _file = file;
        _connectionString = connectionString;
        _writer = writer;
        _folding = new LogFolding(Connect(connectionString), WhileNobodyWrites);
    }

    public override string Place => _file;

    // Asking for the right to write at the beginning, not at the first write, cannot end in a deadlock of two readers.
    protected override string Begin => "BEGIN IMMEDIATE";

    public static EmbeddedStore Open(DataDirectory data, TimeProvider clock) => Open(data, clock, Migrations.Steps);

    public static EmbeddedStore Open(DataDirectory data, TimeProvider clock, IReadOnlyList<string> steps)
    {
        var file = data.PathOf("conference.db");

        // The provider's pool looks for forgotten connections every few minutes, and ends the process when it finds some. Readers are kept here instead.
        var connectionString = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, Pooling = false }.ToString();
        SqliteConnection? connection = null;
        try
        {
            data.MakePrivate(file);
            connection = Connect(connectionString);

            // Readers and the one writer do not wait for each other; a crash loses at most the last commits and never the file.
            // The writer never folds the log: that waits for the disk, and is done beside it.
            Execute(connection, $"PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = {LogFolding.MostFrames * 4096};");
            Migrations.Apply(connection, steps, file, bytes: "BLOB", clock.GetUtcNow());
            return new EmbeddedStore(file, connectionString, new StoreSession(connection, keepsStatements: true))
            {
                NodeId = Guid.Parse((string)Scalar(connection, "SELECT id FROM node")!),
            };
        }
        catch (SqliteException broken)
        {
            connection?.Dispose();
            throw new StartRefusal($"The store {file} cannot be opened ({broken.Message.TrimEnd('.')}): restore it from a backup, or move it away to begin anew.");
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    public override DbConnection OpenConnection() => Connect(_connectionString);

    public override void Dispose()
    {
        _folding.Dispose();
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        _writer.Dispose();
        EndTurns();
    }

    protected override ValueTask<StoreSession> RentAsync(SessionUse use)
    {
        if (use == SessionUse.Write)
            return ValueTask.FromResult(_writer);
        return ValueTask.FromResult(_readers.TryTake(out var reader) ? reader : new StoreSession(Connect(_connectionString), keepsStatements: true));
    }

    protected override ValueTask ReturnAsync(StoreSession session, SessionUse use, bool intact)
    {
        if (use == SessionUse.Write)
            return ValueTask.CompletedTask;
        if (_readers.Count >= MostKeptReaders)
            return session.DisposeAsync();

        _readers.Add(session);
        return ValueTask.CompletedTask;
    }

    protected override void Committed() => _folding.Note();

    protected override string Describe(DbException broken) => $"SQLite error {(broken as SqliteException)?.SqliteErrorCode}";

    private static SqliteConnection Connect(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        Execute(connection, "PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16384; PRAGMA mmap_size = 268435456;");
        return connection;
    }
}
