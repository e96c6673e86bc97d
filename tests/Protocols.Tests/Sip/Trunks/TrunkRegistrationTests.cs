using Protocols.Sip.Trunks;

namespace Protocols.Tests.Sip.Trunks;

/// <summary>We register with trunks that do not know our address, and stay registered.</summary>
public sealed class TrunkRegistrationTests
{
    private const string Md5 = "401 WWW-Authenticate: Digest realm=\"op\", nonce=\"n1\", qop=\"auth\"";

    [Test]
    public void A_registration_is_proved_and_renewed_before_it_lapses()
    {
        var world = World((_, text) => Proves(text) ? "200 Expires: 120" : Md5);
        world.Run(1);

        Assert.That(world.ToldOfA, Is.EqualTo(new[] { "a Registered 200" }));
        var proof = world.Last("REGISTER sip:op.example.net SIP/2.0");
        Assert.That(proof, Does.Contain("To: <sip:+86571@op.example.net>\r\n").And.Contain("Contact: <sip:+86571@192.0.2.9:5060>").And.Contain("Expires: 300").And.Contain("nc=00000001"));

        world.Run(599);
        Assert.That(world.Count("192.0.2.101 REGISTER"), Is.InRange(7, 9), "two at first, then every 84 to 96 s, each with its proof at once");
        Assert.That(world.Last("REGISTER"), Does.Contain("nc=0000000"));
        Assert.That(world.ToldOfA, Has.Count.EqualTo(1));
    }

    [TestCase("MD5")]
    [TestCase("SHA-256")]
    public void Both_digests_are_spoken_and_the_stronger_one_is_chosen(string algorithm)
    {
        var world = World((_, text) => Proves(text) ? "200" : algorithm == "MD5"
            ? Md5
            : "407 Proxy-Authenticate: Digest realm=\"op\", nonce=\"n1\", qop=\"auth\", algorithm=MD5\r\nProxy-Authenticate: Digest realm=\"op\", nonce=\"n1\", qop=\"auth\", algorithm=SHA-256");
        world.Run(1);

        Assert.That(world.Last("REGISTER"), Does.Contain($"algorithm={algorithm}").And.Contain(algorithm == "MD5" ? "\r\nAuthorization: " : "\r\nProxy-Authorization: "));
        Assert.That(world.ToldOfA, Is.EqualTo(new[] { "a Registered 200" }));
    }

    [Test]
    public void A_nonce_that_grew_old_is_replaced_without_a_word()
    {
        var nonce = 0;
        var world = World((_, text) => text.Contains($"nonce=\"n{nonce}\"", StringComparison.Ordinal)
            ? "200 Expires: 60"
            : $"401 WWW-Authenticate: Digest realm=\"op\", nonce=\"n{++nonce}\", qop=\"auth\", stale=true");
        world.Run(1);
        for (var i = 0; i < 10; i++)
        {
            nonce++;
            world.Run(60);
        }

        Assert.That(world.ToldOfA, Is.EqualTo(new[] { "a Registered 200" }));
    }

    [Test]
    public void Who_wants_longer_registrations_gets_them()
    {
        var world = World((_, text) => text.Contains("Expires: 1800", StringComparison.Ordinal) ? "200" : "423 Min-Expires: 1800");
        world.Run(3_600);

        Assert.That(world.ToldOfA, Is.EqualTo(new[] { "a Registered 200" }));
        Assert.That(world.Count("192.0.2.101 REGISTER"), Is.InRange(4, 5), "423 once, then every 21 to 24 minutes");
    }

    [TestCase("423")]
    [TestCase("423 Min-Expires: 1")]
    [TestCase("423 Min-Expires: 4294967295")]
    [TestCase("401")]
    [TestCase(Md5)]
    [TestCase("401 WWW-Authenticate: Digest realm=\"op\", nonce=\"n1\", stale=true")]
    [TestCase("401 WWW-Authenticate: Digest realm=\"op\", nonce=\"n1\", algorithm=ROT13")]
    [TestCase("403")]
    [TestCase("404")]
    [TestCase("302 Contact: <sip:elsewhere.example.net>")]
    [TestCase("500")]
    [TestCase("699")]
    public void Who_refuses_is_left_alone_longer_and_longer(string answer)
    {
        var world = World((_, _) => answer);
        world.Run(4 * 3_600);

        Assert.That(world.ToldOfA, Is.EqualTo(new[] { $"a Refused {answer[..3]}" }));
        Assert.That(world.Wire, Has.Count.LessThanOrEqualTo(4 * 14), "30 s, 1, 2, 4, 8, 16, then every 30 min; at most four requests each time");
        Assert.That(world.User.Transactions, Is.LessThan(3));
    }

    [Test]
    public void A_password_that_is_put_right_at_the_other_side_is_found_to_be()
    {
        var world = World((_, text) => Proves(text) ? "403" : Md5);
        world.Run(600);
        world.Operator = (_, text) => Proves(text) ? "200" : Md5;
        world.Run(1_800);

        Assert.That(world.ToldOfA, Is.EqualTo(new[] { "a Refused 403", "a Registered 200" }));
    }

    [TestCase("")]
    [TestCase("503")]
    public void When_its_server_is_gone_the_next_one_is_registered_with(string answer)
    {
        var world = World((server, _) => server == "192.0.2.101" ? answer : "200", "192.0.2.101", "192.0.2.102;priority=1");
        world.Run(20);

        Assert.That(world.Told, Does.Contain("192.0.2.101 Down").And.Contain("a Registered 200"));
        Assert.That(world.Trunks.RegistrationOf(world.Trunks.All[0]), Is.EqualTo(RegistrationState.Registered));
        Assert.That(world.Wire.Last(), Does.StartWith("192.0.2.102"));
    }

    [Test]
    public void When_all_are_gone_the_registration_lapses_and_comes_back_with_them()
    {
        var world = World((_, _) => "200 Expires: 60");
        world.Run(10);
        world.Operator = (_, _) => "";
        world.Run(600);
        Assert.That(world.ToldOfA, Is.EqualTo(new[] { "a Registered 200", "a Trying 408" }));
        Assert.That(world.Wire, Has.Count.LessThan(100));

        world.Operator = (_, _) => "200";
        world.Run(130);
        Assert.That(world.ToldOfA.Last(), Is.EqualTo("a Registered 200"));
    }

    [Test]
    public void A_connection_that_ended_is_opened_again_by_registering_anew()
    {
        var world = World((_, _) => "200 Expires: 3600", "192.0.2.101;transport=tcp");
        world.Run(10);
        var server = world.Trunks.Servers[0];
        world.Trunks.FlowGone(server.Flow with { Connection = 9 }, world.Now);
        world.Run(2);

        Assert.That(world.Count("192.0.2.101 REGISTER"), Is.EqualTo(2));
    }

    [Test]
    public void Who_leaves_says_so()
    {
        var world = World((_, _) => "200");
        world.Run(10);
        world.Trunks.Leave(world.Now);
        world.Run(600);

        Assert.That(world.Last("REGISTER"), Does.Contain("Expires: 0\r\n"));
        Assert.That(world.Count("192.0.2.101 REGISTER"), Is.EqualTo(2));
        Assert.That(world.User.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [TestCase("200 Contact: <sip:+86571@192.0.2.9>;expires=90, <sip:other@192.0.2.10>;expires=9\r\nExpires: 600", 90)]
    [TestCase("200 Contact: <sip:other@192.0.2.10>;expires=9\r\nExpires: 600", 600)]
    [TestCase("200 Contact: nonsense", 300)]
    [TestCase("200 Expires: 0", 20)]
    [TestCase("200 Expires: 4294967295", 86_400)]
    public void The_time_that_is_granted_is_the_one_that_counts(string answer, int seconds)
    {
        var world = World((_, _) => answer);
        world.Run(seconds * 0.69);
        Assert.That(world.Count("192.0.2.101 REGISTER"), Is.EqualTo(1));

        world.Run(seconds * 0.12);
        Assert.That(world.Count("192.0.2.101 REGISTER"), Is.EqualTo(2));
    }

    private static bool Proves(string text) => text.Contains("uthorization: Digest", StringComparison.Ordinal);

    private static TrunkWorld World(Func<string, string, string> answers, params string[] hosts)
    {
        var trunk = TrunkWorld.Trunk("a", hosts.Length > 0 ? hosts : ["192.0.2.101"]) with
        {
            Domain = "op.example.net",
            User = "+86571",
            Password = new("secret"),
            Registers = true,
            ProbeEvery = TimeSpan.Zero,
        };
        return new TrunkWorld(trunk) { Operator = answers }.Serve();
    }
}
