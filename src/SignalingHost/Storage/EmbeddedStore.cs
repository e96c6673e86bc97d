using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SignalingHost.Health;
using SignalingHost.Startup;

namespace SignalingHost.Storage;

/// <summary>
/// The store inside the process: one SQLite file in the data directory. Opened once, brought to this program's version, and
/// then asked for connections, which are cheap and belong to whoever opened them.
/// </summary>
internal sealed class EmbeddedStore : IReadinessCheck, IDisposable
{
    private readonly string _connectionString;

    // One connection stays open for the life of the process, so that the write-ahead log is not folded at every request.
    private readonly SqliteConnection _kept;

    private EmbeddedStore(string connectionString, SqliteConnection kept)
    {
        _connectionString = connectionString;
        _kept = kept;
    }

    /// <summary>This installation's name for itself, made once and kept: the same after every restart.</summary>
    public Guid NodeId { get; private set; }

    public string Name => "store";

    public static EmbeddedStore Open(DataDirectory data, TimeProvider clock)
    {
        var file = data.PathOf("conference.db");
        var connectionString = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true }.ToString();
        var kept = new SqliteConnection(connectionString);
        try
        {
            var store = new EmbeddedStore(connectionString, kept);
            data.MakePrivate(file);
            kept.Open();
            store.Migrate(file, clock.GetUtcNow());
            return store;
        }
        catch (SqliteException broken)
        {
            kept.Dispose();
            throw new StartRefusal($"The store {file} cannot be opened ({broken.Message.TrimEnd('.')}): restore it from a backup, or move it away to begin anew.");
        }
        catch
        {
            kept.Dispose();
            throw;
        }
    }

    /// <summary>A connection of one's own; dispose it after use. The provider keeps closed ones for the next.</summary>
    public DbConnection OpenConnection() => Connect();

    public Readiness Check()
    {
        try
        {
            using var connection = Connect();
            return new Readiness(Convert.ToInt64(Scalar(connection, "SELECT count(*) FROM node"), CultureInfo.InvariantCulture) == 1, "");
        }
        catch (SqliteException broken)
        {
            return new Readiness(false, $"SQLite error {broken.SqliteErrorCode}");
        }
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _kept.Dispose();
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        Execute(connection, "PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
        return connection;
    }

    private void Migrate(string file, DateTimeOffset now)
    {
        // Readers and the one writer do not wait for each other; a crash loses at most the last commits and never the file.
        Execute(_kept, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
        Execute(_kept, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL);");

        var version = Convert.ToInt32(Scalar(_kept, "SELECT coalesce(max(version), 0) FROM schema_version"), CultureInfo.InvariantCulture);
        if (version > Migrations.Steps.Count)
            throw new StartRefusal($"The store {file} was written by a newer version of this program (schema {version}, this one knows {Migrations.Steps.Count}): start that version, or restore an older backup.");

        for (; version < Migrations.Steps.Count; version++)
            Apply(version + 1, Migrations.Steps[version], now);

        Execute(_kept, "INSERT OR IGNORE INTO node VALUES (1, $id, $now)", ("$id", Guid.NewGuid().ToString()), ("$now", Text(now)));
        NodeId = Guid.Parse((string)Scalar(_kept, "SELECT id FROM node")!);
    }

    // A step and the note that it was taken stand or fall together.
    private void Apply(int version, string step, DateTimeOffset now)
    {
        using var transaction = _kept.BeginTransaction();
        Execute(_kept, step);
        Execute(_kept, "INSERT INTO schema_version VALUES ($version, $now)", ("$version", version), ("$now", Text(now)));
        transaction.Commit();
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(connection, sql);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
