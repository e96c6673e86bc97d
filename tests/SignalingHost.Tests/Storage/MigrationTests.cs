using SignalingHost.Storage;

namespace SignalingHost.Tests.Storage;

/// <summary>Every way to this program's version, from nothing and from each version before it.</summary>
[TestFixture(Database.Embedded)]
[TestFixture(Database.Postgres)]
public sealed class MigrationTests(Database database)
{
    private static IEnumerable<int> EarlierVersions => Enumerable.Range(1, Migrations.Steps.Count - 1);

    [Test]
    public async Task From_nothing_all_steps_are_taken_and_noted()
    {
        using var test = new TestStore(database);

        Assert.That(await VersionsAsync(test.Store), Is.EqualTo(Enumerable.Range(1, Migrations.Steps.Count).Select(n => (long)n)));
    }

    [TestCaseSource(nameof(EarlierVersions))]
    public async Task From_an_earlier_version_the_rest_is_taken_and_the_node_keeps_its_name(int version)
    {
        using var test = new TestStore(database, [.. Migrations.Steps.Take(version)]);
        var node = test.Store.NodeId;

        test.Reopen();

        Assert.That(await VersionsAsync(test.Store), Has.Count.EqualTo(Migrations.Steps.Count));
        Assert.That(test.Store.NodeId, Is.EqualTo(node));
    }

    [Test]
    public async Task A_step_that_fails_is_not_half_taken()
    {
        using var test = new TestStore(database);

        Assert.That(() => test.Reopen([.. Migrations.Steps, "CREATE TABLE one (id INTEGER); CREATE TABLE one (id INTEGER);"]), Throws.TypeOf<Startup.StartRefusal>());
        test.Reopen();

        Assert.That(await VersionsAsync(test.Store), Has.Count.EqualTo(Migrations.Steps.Count));
        await test.Store.WriteAsync(session => session.ExecuteAsync($"CREATE TABLE one (id INTEGER)"));
    }

    private static Task<List<long>> VersionsAsync(Store store) =>
        store.ReadAsync(session => session.ListAsync($"SELECT version FROM schema_version ORDER BY version", row => Convert.ToInt64(row.GetValue(0))));
}
