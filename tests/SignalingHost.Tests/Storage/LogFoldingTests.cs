using Microsoft.Data.Sqlite;
using SignalingHost.Storage;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Storage;

/// <summary>SQLite's log is folded beside those who write, and does not grow for ever though they never pause.</summary>
public sealed class LogFoldingTests
{
    private readonly Lock _turn = new();

    private string _directory = "";
    private SqliteConnection _writer = null!;
    private volatile bool _isFolded;

    [SetUp]
    public void Begin()
    {
        Assert.That(SystemSqlite.TryLoad(out var problem), Is.True, problem);
        _directory = ServerProcess.TemporaryDirectory();
        _isFolded = false;
        _writer = Connect();
        Execute(_writer, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)");
    }

    [TearDown]
    public void End()
    {
        _writer.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Test]
    public void The_log_of_one_who_never_pauses_begins_anew_when_it_has_grown_long()
    {
        const int most = 200;
        using var folding = new LogFolding(Connect(), WhileNobodyWrites, most, commitsToFold: 20);
        var written = 0;
        while (!_isFolded && written < 100_000)
            Write(folding, written++);
        Write(folding, written++);

        // Two pages and more for each commit, were it not begun anew.
        Assert.That(written, Is.GreaterThan(most / 4));
        Assert.That(Ask("PRAGMA wal_checkpoint(PASSIVE)", column: 1), Is.LessThan(most / 4));
        Assert.That(Ask("SELECT count(*) FROM note"), Is.EqualTo(written));
    }

    [Test]
    public void Whoever_reads_for_long_is_waited_for_by_nobody()
    {
        using var reader = Connect();
        using var folding = new LogFolding(Connect(), WhileNobodyWrites, mostFrames: 50, commitsToFold: 10);
        Write(folding, 0);
        Execute(reader, "BEGIN; SELECT count(*) FROM note");
        for (var i = 1; i <= 500; i++)
            Write(folding, i);

        using var command = reader.CreateCommand();
        command.CommandText = "SELECT count(*) FROM note";
        Assert.That(command.ExecuteScalar(), Is.EqualTo(1L), "he sees what he saw");
        Assert.That(Ask("SELECT count(*) FROM note"), Is.EqualTo(501));
    }

    private void WhileNobodyWrites(Action work)
    {
        lock (_turn)
        {
            work();
            _isFolded = true;
        }
    }

    private void Write(LogFolding folding, int number)
    {
        lock (_turn)
            Execute(_writer, $"INSERT INTO note VALUES ({number}, '{new string('x', 3_000)}')");
        folding.Note();
    }

    private long Ask(string sql, int column = 0)
    {
        using var command = _writer.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        return row.Read() ? row.GetInt64(column) : 0;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_directory, "log.db")}");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
