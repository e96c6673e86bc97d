using Protocols.Sip.Trunks;

namespace Protocols.Tests.Sip.Trunks;

/// <summary>Servers are asked by OPTIONS whether they are there, and rest when they are not.</summary>
public sealed class TrunkHealthTests
{
    [TestCase("200")]
    [TestCase("404")]
    [TestCase("405")]
    [TestCase("501")]
    [TestCase("401 WWW-Authenticate: Digest realm=\"x\", nonce=\"1\"")]
    [TestCase("500")]
    public void Any_answer_but_that_of_a_server_that_cannot_serve_shows_that_it_is_there(string answer)
    {
        var world = World(answer);
        world.Run(300);

        Assert.That(world.Told, Is.EqualTo(new[] { "192.0.2.101 Up" }));
        Assert.That(world.Count("192.0.2.101 OPTIONS"), Is.InRange(9, 12), "every 30 s, a tenth more or less");
    }

    [TestCase("503")]
    [TestCase("408")]
    [TestCase("")]
    public void Who_cannot_serve_or_says_nothing_is_down_and_asked_more_and_more_rarely(string answer)
    {
        var world = World(answer);
        world.Run(10);
        Assert.That(world.Told, Is.EqualTo(new[] { "192.0.2.101 Down" }));

        world.Run(3_590);
        Assert.That(world.Texts.Select(CallSequence).Distinct().Count(), Is.InRange(28, 36), "5, 10, 20, 40, 80, then every 120 s");
        Assert.That(world.Told, Has.Count.EqualTo(1));

        world.Operator = (_, _) => "200";
        world.Run(125);
        Assert.That(world.Told.Last(), Is.EqualTo("192.0.2.101 Up"));

        world.Run(35);
        Assert.That(world.Trunks.Servers[0].Health, Is.EqualTo(TrunkHealth.Up));

        static string CallSequence(string text) => text.Split("\r\n").First(line => line.StartsWith("CSeq", StringComparison.Ordinal));
    }

    [TestCase(60, 55, 70)]
    [TestCase(4_000_000_000, 590, 620)]
    public void Who_asks_to_be_left_alone_is_so_within_reason(long seconds, double notBefore, double before)
    {
        var world = World($"503 Retry-After: {seconds}");
        world.Run(notBefore);
        Assert.That(world.Count("192.0.2.101 OPTIONS"), Is.EqualTo(1));

        world.Run(before - notBefore);
        Assert.That(world.Count("192.0.2.101 OPTIONS"), Is.EqualTo(2));
    }

    [Test]
    public void One_lost_datagram_is_not_a_dead_server()
    {
        var lost = 0;
        var world = World("200");
        world.Operator = (_, _) => lost++ % 3 == 2 ? "200" : "";
        world.Run(300);

        Assert.That(world.Told, Is.EqualTo(new[] { "192.0.2.101 Up" }));
    }

    [Test]
    public void Without_probes_nobody_is_asked()
    {
        var world = new TrunkWorld(TrunkWorld.Trunk("a", "192.0.2.101") with { ProbeEvery = TimeSpan.Zero }).Serve();
        world.Run(600);

        Assert.That(world.Wire, Is.Empty);
        Assert.That(world.User.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void An_address_that_a_name_no_longer_has_is_forgotten_and_a_new_one_is_asked()
    {
        var world = World("200");
        world.Run(5);
        var trunk = world.Trunks.All[0];
        world.Trunks.Locate(trunk, trunk.Hosts[0], [TransportAddress.FromIPv4(0xC0000277, 5060)], world.Now);
        world.Wire.Clear();
        world.Run(100);

        Assert.That(world.Wire.Distinct(), Is.EqualTo(new[] { "192.0.2.119 OPTIONS" }));
        Assert.That(world.Trunks.Servers, Has.Count.EqualTo(1));
    }

    private static TrunkWorld World(string answer) => new TrunkWorld(TrunkWorld.Trunk("a", "192.0.2.101")) { Operator = (_, _) => answer }.Serve();
}
