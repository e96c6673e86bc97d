using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SignalingHost.Startup;
using SignalingHost.Storage;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Storage;

/// <summary>The store in the data directory: made, kept, and refused where it is not ours to use.</summary>
public sealed class EmbeddedStoreTests
{
    private string _path = "";
    private DataDirectory _data = null!;

    [SetUp]
    public void Begin()
    {
        Assert.That(SystemSqlite.TryLoad(out var problem), Is.True, problem);
        _path = ServerProcess.TemporaryDirectory();
        Assert.That(DataDirectory.TryOpen(_path, out _data!, out problem), Is.True, problem);
    }

    [TearDown]
    public void End()
    {
        _data.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Test]
    public void A_node_keeps_its_name()
    {
        Guid first;
        using (var store = Open())
            first = store.NodeId;

        using var again = Open();

        Assert.That(first, Is.Not.EqualTo(Guid.Empty));
        Assert.That(again.NodeId, Is.EqualTo(first));
    }

    [Test]
    public void It_is_ready_writes_ahead_and_notes_its_version()
    {
        using var store = Open();
        using var connection = store.OpenConnection();

        Assert.That(store.Check().IsReady, Is.True);
        Assert.That(Ask(connection, "PRAGMA journal_mode"), Is.EqualTo("wal"));
        Assert.That(Ask(connection, "SELECT max(version) FROM schema_version"), Is.EqualTo((long)Migrations.Steps.Count));
    }

    [Test]
    public void A_forgotten_connection_does_not_end_the_program()
    {
        using var store = Open();
        for (var i = 0; i < 10; i++)
            Forget(store);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        // What the provider's own timer does every few minutes, where nobody catches what is thrown.
        Assert.That(SqliteConnection.ClearAllPools, Throws.Nothing);
    }

    [Test]
    public void Only_its_user_may_read_it()
    {
        using var store = Open();

        foreach (var file in Directory.GetFiles(_path, "conference.db*"))
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
    }

    [Test]
    public void A_store_of_a_newer_program_is_left_alone()
    {
        using (var store = Open())
        using (var connection = store.OpenConnection())
            Ask(connection, "INSERT INTO schema_version VALUES (999, 'later')");

        Assert.That(Open, Throws.TypeOf<StartRefusal>().With.Message.Contains("was written by a newer version of this program (schema 999"));
    }

    [Test]
    public void A_file_that_is_no_store_is_named()
    {
        File.WriteAllText(_data.PathOf("conference.db"), new string('x', 4096));

        Assert.That(Open, Throws.TypeOf<StartRefusal>().With.Message.Contains("conference.db cannot be opened"));
    }

    [Test]
    public void The_directory_has_one_holder_at_a_time()
    {
        Assert.That(DataDirectory.TryOpen(_path, out _, out var problem), Is.False);
        Assert.That(problem, Does.Contain("which another running server uses"));
    }

    private EmbeddedStore Open() => EmbeddedStore.Open(_data, TimeProvider.System);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(EmbeddedStore store) => _ = store.OpenConnection();

    private static object? Ask(System.Data.Common.DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
