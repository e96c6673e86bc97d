using SignalingHost.Storage;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Storage;

/// <summary>An empty store in either database, and opened again as often as asked.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly Database _database;
    private readonly string _directory = "";
    private readonly string _connectionString = "";

    private DataDirectory? _data;

    public TestStore(Database database, IReadOnlyList<string>? steps = null)
    {
        _database = database;
        if (database == Database.Postgres)
            _connectionString = PostgresServer.NewDatabase();
        else
            _directory = ServerProcess.TemporaryDirectory();
        Store = Open(steps);
    }

    public Store Store { get; private set; }

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero));

    /// <summary>Closes and opens it, as a restart does, perhaps with other steps.</summary>
    public void Reopen(IReadOnlyList<string>? steps = null)
    {
        Close();
        Store = Open(steps);
    }

    public void Dispose()
    {
        Close();
        if (_directory.Length > 0)
            Directory.Delete(_directory, recursive: true);
    }

    private Store Open(IReadOnlyList<string>? steps)
    {
        steps ??= Migrations.Steps;
        if (_database == Database.Postgres)
            return PostgresStore.Open(_connectionString, Clock, steps);

        Assert.That(SystemSqlite.TryLoad(out var problem), Is.True, problem);
        Assert.That(DataDirectory.TryOpen(_directory, out _data, out problem), Is.True, problem);
        return EmbeddedStore.Open(_data!, Clock, steps);
    }

    private void Close()
    {
        Store.Dispose();
        _data?.Dispose();
    }
}
