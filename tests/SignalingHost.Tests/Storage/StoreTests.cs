using SignalingHost.Startup;
using SignalingHost.Storage;

namespace SignalingHost.Tests.Storage;

/// <summary>What the store promises whoever writes into it, in both databases.</summary>
[TestFixture(Database.Embedded)]
[TestFixture(Database.Postgres)]
public sealed class StoreTests(Database database)
{
    private const string Notes = "CREATE TABLE note (id BIGINT PRIMARY KEY, text TEXT, flag INTEGER NOT NULL, at BIGINT, bytes BYTES);";

    private static readonly string[] Steps = [.. Migrations.Steps, Notes];

    private TestStore _test = null!;

    private Store Store => _test.Store;

    [SetUp]
    public void Begin() => _test = new TestStore(database, Steps);

    [TearDown]
    public void End() => _test.Dispose();

    [Test]
    public async Task Values_come_back_as_they_went_in()
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);
        byte[] bytes = [0, 1, 255];
        await Store.WriteAsync(session => session.ExecuteAsync($"INSERT INTO note VALUES ({7L}, {"O'Brien; DROP TABLE note; --"}, {true}, {at}, {bytes})"));
        await Store.WriteAsync(session => session.ExecuteAsync($"INSERT INTO note (id, text, flag) VALUES ({9L}, {"a\0b"}, {false})"));
        await Store.WriteAsync(session => session.ExecuteAsync($"INSERT INTO note VALUES ({8L}, {(string?)null}, {false}, {(DateTimeOffset?)null}, {(byte[]?)null})"));

        var rows = await Store.ReadAsync(session => session.ListAsync(
            $"SELECT id, text, flag, at, bytes FROM note ORDER BY id",
            row => (row.GetInt64(0), row.TextOrNull(1), row.Flag(2), row.MomentOrNull(3), row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4))));

        Assert.That(rows[0], Is.EqualTo((7L, "O'Brien; DROP TABLE note; --", true, (DateTimeOffset?)at, bytes)).Using<byte[]>((a, b) => a.SequenceEqual(b)));
        Assert.That(rows[1], Is.EqualTo((8L, (string?)null, false, (DateTimeOffset?)null, (byte[]?)null)));
        Assert.That(rows[2].Item2, Is.EqualTo("a\uFFFDb"), "a zero is in no text of PostgreSQL");
    }

    [Test]
    public async Task A_write_that_throws_leaves_nothing_behind_and_hinders_nobody()
    {
        Assert.That(
            () => Store.WriteAsync(async session =>
            {
                await InsertAsync(session, 1);
                throw new InvalidOperationException("half way");
            }),
            Throws.InvalidOperationException.With.Message.EqualTo("half way"));
        Assert.That(() => Store.WriteAsync(session => session.ExecuteAsync($"INSERT INTO nowhere VALUES (1)")), Throws.InstanceOf<System.Data.Common.DbException>());

        await Store.WriteAsync(session => InsertAsync(session, 2));
        Assert.That(await CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task Writers_at_the_same_time_do_not_lose_each_others_work()
    {
        await Store.WriteAsync(session => InsertAsync(session, 0));

        // Each reads and writes what it has read plus one: any two side by side would lose one.
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => Store.WriteAsync(async session =>
        {
            var before = await session.NumberAsync($"SELECT at FROM note WHERE id = {0L}");
            await session.ExecuteAsync($"UPDATE note SET at = {before + 1} WHERE id = {0L}");
        }))));

        Assert.That(await Store.ReadAsync(session => session.NumberAsync($"SELECT at FROM note WHERE id = {0L}")), Is.EqualTo(40));
    }

    [Test]
    public async Task Readers_do_not_wait_for_a_writer()
    {
        await Store.WriteAsync(async session =>
        {
            await InsertAsync(session, 1);
            Assert.That(await CountAsync(), Is.Zero);
        });

        Assert.That(await CountAsync(), Is.EqualTo(1));
    }

    [TestCase(0, 10, false, 0, 10)]
    [TestCase(20, 10, false, 20, 5)]
    [TestCase(25, 10, false, 25, 0)]
    [TestCase(25, 10, true, 20, 5)]
    [TestCase(999, 5, true, 20, 5)]
    public async Task A_page_knows_where_it_lies(int offset, int limit, bool lastAgain, int begins, int rows)
    {
        await Store.WriteAsync(async session =>
        {
            for (var i = 0; i < 25; i++)
                await InsertAsync(session, i);
        });

        var found = await Store.ReadAsync(session => session.FindAsync("id", $"FROM note", "id", new Slice(offset, limit, lastAgain ? PastTheEnd.LastPage : PastTheEnd.Nothing), row => row.GetInt64(0)));

        Assert.That((found.Total, found.Offset, found.Rows.Count), Is.EqualTo((25, begins, rows)));
        Assert.That(found.Rows.FirstOrDefault(begins), Is.EqualTo(begins));
    }

    [Test]
    public async Task Searching_takes_signs_as_they_are()
    {
        await Store.WriteAsync(async session =>
        {
            foreach (var (i, text) in new[] { "100%", "1000", "a_b", "axb", @"c\d" }.Index())
                await session.ExecuteAsync($"INSERT INTO note (id, text, flag) VALUES ({(long)i}, {text}, {false})");
        });

        Assert.That(await SoughtAsync("0%"), Is.EqualTo(new[] { "100%" }));
        Assert.That(await SoughtAsync("A_B"), Is.EqualTo(new[] { "a_b" }));
        Assert.That(await SoughtAsync(@"\"), Is.EqualTo(new[] { @"c\d" }));

        Task<List<string>> SoughtAsync(string text) => Store.ReadAsync(session =>
            session.ListAsync($"SELECT text FROM note WHERE text LIKE {Sql.Anywhere(text)} ESCAPE '\\'", row => row.GetString(0)));
    }

    [Test]
    public async Task What_was_written_is_there_after_a_restart()
    {
        var node = Store.NodeId;
        await Store.WriteAsync(session => InsertAsync(session, 1));

        _test.Reopen(Steps);

        Assert.That(await CountAsync(), Is.EqualTo(1));
        Assert.That(Store.NodeId, Is.EqualTo(node).And.Not.EqualTo(Guid.Empty));
        Assert.That(Store.Check().IsReady, Is.True);
    }

    [Test]
    public void A_store_of_a_newer_program_is_left_alone() =>
        Assert.That(() => _test.Reopen(Migrations.Steps), Throws.TypeOf<StartRefusal>().With.Message.Contains("was written by a newer version of this program"));

    private static Task<int> InsertAsync(StoreSession session, long id) => session.ExecuteAsync($"INSERT INTO note (id, flag, at) VALUES ({id}, {false}, {0L})");

    private Task<long> CountAsync() => Store.ReadAsync(session => session.NumberAsync($"SELECT count(*) FROM note"));
}
