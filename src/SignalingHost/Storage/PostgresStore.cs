using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;
using SignalingHost.Startup;

namespace SignalingHost.Storage;

/// <summary>
/// The store in a PostgreSQL server, for installations that have one. While the server runs it holds an advisory lock, so that no
/// second one takes the same meetings for its own.
/// </summary>
internal sealed class PostgresStore : Store
{
    // Any number will do that nobody else in the same database takes: "conf" in ASCII.
    private const long LockKey = 0x636F6E66;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _lockHolder;

    private PostgresStore(NpgsqlDataSource source, NpgsqlConnection lockHolder, string place)
    {
        _source = source;
        _lockHolder = lockHolder;
        Place = place;
    }

    public override string Place { get; }

    protected override string Begin => "BEGIN";

    public static PostgresStore Open(string connectionString, TimeProvider clock) => Open(connectionString, clock, Migrations.Steps);

    public static PostgresStore Open(string connectionString, TimeProvider clock, IReadOnlyList<string> steps)
    {
        if (!TryRead(connectionString, out var settings, out var problem))
            throw new StartRefusal(problem);

        var place = $"PostgreSQL {settings.Host}/{settings.Database}";
        var source = NpgsqlDataSource.Create(settings);
        NpgsqlConnection? holder = null;
        try
        {
            holder = source.OpenConnection();
            TakeLock(holder, settings.Database);
            Migrations.Apply(holder, steps, place, bytes: "BYTEA", clock.GetUtcNow());
            return new PostgresStore(source, holder, place) { NodeId = Guid.Parse((string)Scalar(holder, "SELECT id FROM node")!) };
        }
        catch (NpgsqlException refused)
        {
            holder?.Dispose();
            source.Dispose();
            throw new StartRefusal($"Data:ConnectionString names the database '{settings.Database}' at '{settings.Host}', which cannot be used ({Reason(refused)}): start that server, or correct host, user, password and database.");
        }
        catch
        {
            holder?.Dispose();
            source.Dispose();
            throw;
        }
    }

    // The database notices a moment late that a server has gone, so the next one waits a little for its place.
    private static void TakeLock(NpgsqlConnection holder, string? database)
    {
        try
        {
            Execute(holder, $"SET lock_timeout = '3s'; SELECT pg_advisory_lock({LockKey}); SET lock_timeout = 0");
        }
        catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StartRefusal($"Data:ConnectionString names the database '{database}', which another running server uses: stop that one, or give this one a database of its own.");
        }
    }

    /// <summary>Reads a connection string; what is wrong with it is one sentence, which never holds the password.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out NpgsqlConnectionStringBuilder? settings, [NotNullWhen(false)] out string? problem)
    {
        settings = null;
        problem = "Data:ConnectionString cannot be read: write it as Host=db.example.org;Username=conference;Password=…;Database=conference, or leave it empty for the embedded store.";
        try
        {
            settings = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            return false;
        }

        if (string.IsNullOrEmpty(settings.Host) || string.IsNullOrEmpty(settings.Database))
        {
            settings = null;
            problem = "Data:ConnectionString lacks Host or Database: write it as Host=db.example.org;Username=conference;Password=…;Database=conference.";
            return false;
        }

        settings.ApplicationName ??= "conference";

        // Statements that come again are prepared by the driver, for each connection.
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = 200;
            settings.AutoPrepareMinUsages = 2;
        }

        problem = null;
        return true;
    }

    public override DbConnection OpenConnection() => _source.OpenConnection();

    public override void Dispose()
    {
        _lockHolder.Dispose();
        _source.Dispose();
        EndTurns();
    }

    protected override async ValueTask<StoreSession> RentAsync(SessionUse use) => new(await _source.OpenConnectionAsync(), keepsStatements: false);

    protected override ValueTask ReturnAsync(StoreSession session, SessionUse use, bool intact) => session.DisposeAsync();

    protected override string Describe(DbException broken) => broken is PostgresException { SqlState: var state } ? $"PostgreSQL error {state}" : "PostgreSQL does not answer";

    // The server's own sentence says what is wrong; the driver's, when it gets no connection, says which address refused.
    private static string Reason(NpgsqlException refused) => (refused is PostgresException server ? server.MessageText : refused.Message).ReplaceLineEndings(" ").TrimEnd('.');
}
