using System.Text;
using System.Text.RegularExpressions;
using Protocols.Sip;
using Protocols.Sip.Digest;

namespace Protocols.Tests.Sip.Digest;

public sealed class DigestTests : IRandomBytes
{
    private const string Realm = "conf.example.org";

    private readonly Random _random = new(7);
    private readonly SipWriter _writer = new();
    private Instant _now = Instant.Zero;

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);

    // RFC 7616 §3.9.1: Mufasa's two proofs.
    [TestCase(DigestAlgorithm.Md5, "8ca523f5e9506fed4657c9700eebdbec")]
    [TestCase(DigestAlgorithm.Sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_RFCs_own_example_comes_out(DigestAlgorithm algorithm, string expected)
    {
        var secret = DigestHash.Secret(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");
        Span<byte> proof = stackalloc byte[DigestHash.MaxLength];
        var length = DigestHash.Proof(
            algorithm, Encoding.ASCII.GetBytes(secret), "GET"u8, "/dir/index.html"u8, "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"u8,
            "00000001"u8, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"u8, proof);

        Assert.That(Encoding.ASCII.GetString(proof[..length]), Is.EqualTo(expected));
    }

    [TestCase(DigestAlgorithms.All, "SHA-256")]
    [TestCase(DigestAlgorithms.Sha256, "SHA-256")]
    [TestCase(DigestAlgorithms.Md5, "MD5")]
    public void A_client_takes_the_strongest_challenge_and_is_accepted(DigestAlgorithms offered, string taken)
    {
        var server = Server();
        var client = new DigestClient("1001", "s3cret", this);
        Assert.That(Take(client, Challenge(server, offered)), Is.True);

        var header = Answer(client);

        Assert.That(header, Does.Contain($"algorithm={taken}").And.Contain("nc=00000001"));
        Assert.That(Check(server, header, "s3cret"), Is.EqualTo(DigestVerdict.Accepted));
        Assert.That(Check(server, Answer(client), "s3cret"), Is.EqualTo(DigestVerdict.Accepted), "the same nonce, counted on");
    }

    [Test]
    public void Two_challenges_stand_with_SHA_256_first()
    {
        var challenges = Challenge(Server(), DigestAlgorithms.All);
        Assert.That(
            challenges.IndexOf("SHA-256", StringComparison.Ordinal),
            Is.GreaterThan(0).And.LessThan(challenges.IndexOf("algorithm=MD5", StringComparison.Ordinal)));
    }

    [Test]
    public void A_wrong_password_is_wrong_and_is_not_tried_twice()
    {
        var server = Server();
        var client = new DigestClient("1001", "guess", this);
        Take(client, Challenge(server, DigestAlgorithms.All));

        Assert.That(Check(server, Answer(client), "s3cret"), Is.EqualTo(DigestVerdict.Wrong));
        Assert.That(Take(client, Challenge(server, DigestAlgorithms.All)), Is.False);
    }

    [Test]
    public void A_proof_is_good_once()
    {
        var server = Server();
        var client = new DigestClient("1001", "s3cret", this);
        Take(client, Challenge(server, DigestAlgorithms.All));
        var header = Answer(client);

        Assert.That(Check(server, header, "s3cret"), Is.EqualTo(DigestVerdict.Accepted));
        Assert.That(Check(server, header, "s3cret"), Is.EqualTo(DigestVerdict.Replayed));
    }

    [Test]
    public void Counts_may_come_out_of_order_but_not_from_far_back()
    {
        var server = Server();
        var client = new DigestClient("1001", "s3cret", this);
        Take(client, Challenge(server, DigestAlgorithms.All));
        var headers = Enumerable.Range(0, 80).Select(_ => Answer(client)).ToList();

        Assert.That(Check(server, headers[70], "s3cret"), Is.EqualTo(DigestVerdict.Accepted));
        Assert.That(Check(server, headers[69], "s3cret"), Is.EqualTo(DigestVerdict.Accepted));
        Assert.That(Check(server, headers[69], "s3cret"), Is.EqualTo(DigestVerdict.Replayed));
        Assert.That(Check(server, headers[2], "s3cret"), Is.EqualTo(DigestVerdict.Replayed));
    }

    [Test]
    public void An_old_nonce_is_stale_and_the_client_answers_the_new_one()
    {
        var server = Server();
        var client = new DigestClient("1001", "s3cret", this);
        Take(client, Challenge(server, DigestAlgorithms.All));
        _now += TimeSpan.FromHours(1);

        Assert.That(Check(server, Answer(client), "s3cret"), Is.EqualTo(DigestVerdict.Stale));
        Assert.That(Take(client, Challenge(server, DigestAlgorithms.All, stale: true)), Is.True);
        Assert.That(Check(server, Answer(client), "s3cret"), Is.EqualTo(DigestVerdict.Accepted));
    }

    [Test]
    public void A_nonce_of_a_server_that_was_started_anew_is_stale()
    {
        var client = new DigestClient("1001", "s3cret", this);
        Take(client, Challenge(Server(), DigestAlgorithms.All));

        Assert.That(Check(Server(), Answer(client), "s3cret"), Is.EqualTo(DigestVerdict.Stale));
    }

    [Test]
    public void Without_a_count_each_nonce_is_good_for_one_request()
    {
        var server = Server();
        var client = new DigestClient("1001", "s3cret", this);
        Take(client, Challenge(server, DigestAlgorithms.Md5).Replace(", qop=\"auth\"", "", StringComparison.Ordinal));
        var header = Answer(client);

        Assert.That(header, Does.Not.Contain("qop").And.Not.Contain("nc="));
        Assert.That(Check(server, header, "s3cret"), Is.EqualTo(DigestVerdict.Accepted));
        Assert.That(Check(server, header, "s3cret"), Is.EqualTo(DigestVerdict.Replayed));
    }

    [Test]
    public void Forgetting_bounds_memory_and_lets_nothing_in_twice()
    {
        var server = Server(maxRemembered: 8);
        var accepted = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            _now += TimeSpan.FromSeconds(1);
            var client = new DigestClient("1001", "s3cret", this);
            Take(client, Challenge(server, DigestAlgorithms.All));
            accepted.Add(Answer(client));
            Assert.That(Check(server, accepted[^1], "s3cret"), Is.EqualTo(DigestVerdict.Accepted));
        }

        Assert.That(server.Remembered, Is.EqualTo(8));
        foreach (var header in accepted)
            Assert.That(Check(server, header, "s3cret"), Is.Not.EqualTo(DigestVerdict.Accepted));
    }

    [TestCase("Digest username=\"a\"")]
    [TestCase("Basic YTpi")]
    [TestCase("Digest")]
    [TestCase("")]
    [TestCase("NoOneKnowsThisScheme opaque-data=here")]
    public void What_is_no_digest_is_no_credential(string value)
    {
        Assert.That(DigestCredentials.TryParse(Encoding.ASCII.GetBytes(value), out _), Is.False);
    }

    [Test]
    public void A_challenge_to_a_proxy_is_answered_to_the_proxy()
    {
        var server = Server();
        _writer.Response(407, "Proxy Authentication Required");
        server.WriteChallenges(_writer, SipHeader.ProxyAuthenticate, DigestAlgorithms.All, stale: false, _now);
        var challenges = SipSamples.Text(_writer.Written)["SIP/2.0 407 Proxy Authentication Required\r\n".Length..];
        var client = new DigestClient("trunk", "s3cret", this);

        Assert.That(Take(client, challenges, 407), Is.True);
        Assert.That(Line(client), Does.StartWith("Proxy-Authorization: Digest "));
    }

    private DigestServer Server(int maxRemembered = 100) => new(new() { Realm = Realm, MaxRemembered = maxRemembered }, this);

    private string Challenge(DigestServer server, DigestAlgorithms algorithms, bool stale = false)
    {
        _writer.Response(401, "Unauthorized");
        server.WriteChallenges(_writer, SipHeader.WwwAuthenticate, algorithms, stale, _now);
        return SipSamples.Text(_writer.Written)["SIP/2.0 401 Unauthorized\r\n".Length..];
    }

    private static bool Take(DigestClient client, string challenges, int status = 401)
    {
        var text = $"""
            SIP/2.0 {status} Who Are You
            Via: SIP/2.0/UDP x;branch=z9hG4bK1
            From: <sip:a@b>;tag=1
            To: <sip:a@b>;tag=2
            Call-ID: 1
            CSeq: 1 REGISTER
            {challenges.Trim()}


            """;
        Assert.That(SipSamples.Parse(SipSamples.Crlf(text), out var message), Is.EqualTo(SipRefusal.None));
        return client.TryTake(message);
    }

    private string Answer(DigestClient client) => Regex.Replace(Line(client), "^[A-Za-z-]+: ", "", RegexOptions.None, TimeSpan.FromSeconds(1));

    private string Line(DigestClient client)
    {
        var writer = new SipWriter();
        writer.Request("REGISTER"u8, "sip:conf.example.org"u8);
        client.Write(writer, "REGISTER"u8, "sip:conf.example.org"u8);
        return SipSamples.Text(writer.Written).Split("\r\n")[1];
    }

    private DigestVerdict Check(DigestServer server, string header, string password)
    {
        Assert.That(DigestCredentials.TryParse(Encoding.ASCII.GetBytes(header), out var credentials), Is.True);
        var secret = DigestHash.Secret(credentials.Algorithm, credentials.UserText, Realm, password);
        return server.Check(credentials, "REGISTER"u8, secret, _now);
    }
}
