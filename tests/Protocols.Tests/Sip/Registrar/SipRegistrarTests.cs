using System.Text;
using Protocols.Sip;
using Protocols.Sip.Calls;
using Protocols.Sip.Digest;
using Protocols.Sip.Registrar;
using Protocols.Sip.Transactions;

namespace Protocols.Tests.Sip.Registrar;

/// <summary>Terminals register as they do: asked who they are, renewed, moved, locked out.</summary>
public sealed class SipRegistrarTests : ISipCallOutput, ISipAccounts, IRegistrarOutput, IRandomBytes
{
    private const string Realm = "meeting.local";
    private const string Number = "+99111000000000001";

    private readonly Dictionary<string, SipAccount> _accounts = new(StringComparer.Ordinal);
    private readonly List<string> _told = [];
    private readonly List<string> _sent = [];
    private readonly Dictionary<string, int> _wrong = [];
    private readonly Random _random = new(3);
    private SipUserAgent _server = null!;
    private SipRegistrar _registrar = null!;
    private Instant _now;
    private SipFlow _flow;
    private int _sequence;
    private bool _isLooking;

    [SetUp]
    public void A_server_with_two_accounts()
    {
        _accounts.Clear();
        _told.Clear();
        _sent.Clear();
        _wrong.Clear();
        _isLooking = false;
        _sequence = 0;
        _now = Instant.Zero + TimeSpan.FromHours(1);
        _flow = new(SipTransport.Tls, TransportAddress.FromIPv4(0xC0000201, 40_000), 7);
        Add(Number, "room1", "s3cret");
        Add("+99111000000000002", "room2", "s3cret");
        _registrar = new(new() { Realm = Realm }, this, this, this);
        _server = new(new() { Host = "192.0.2.9" }, this, this, _registrar);
    }

    [TestCase("SHA-256", Number)]
    [TestCase("MD5", Number)]
    [TestCase("SHA-256", "room1")]
    [TestCase("MD5", "room1")]
    public void A_terminal_registers_with_either_algorithm_as_its_number_or_login(string algorithm, string user)
    {
        var answer = Register(user: user, algorithm: algorithm);

        Assert.That(_sent[0], Does.StartWith("SIP/2.0 401 ").And.Contain("algorithm=SHA-256").And.Contain("algorithm=MD5"));
        Assert.That(answer, Does.StartWith("SIP/2.0 200 ").And.Contain("Contact: <sip:room1@192.0.2.200:5060;transport=tls>;expires=300"));
        Assert.That(_told, Is.EqualTo(new[] { $"{Number} registered" }));
        Assert.That(_registrar.TryFindWay(Number, out var way, out var contact), Is.True);
        Assert.That((way, contact), Is.EqualTo((_flow, "sip:room1@192.0.2.200:5060;transport=tls")));
    }

    [Test]
    public void An_account_from_before_SHA_256_is_asked_for_MD5_alone()
    {
        _accounts[Number] = _accounts[Number] with
        {
            OfNumber = _accounts[Number].OfNumber with { Sha256 = "" },
            OfLogin = _accounts[Number].OfLogin with { Sha256 = "" },
        };
        Assert.That(Register(algorithm: "MD5"), Does.StartWith("SIP/2.0 200 "));
        Assert.That(_sent[0], Does.Not.Contain("SHA-256"));
    }

    [Test]
    public void Who_comes_back_without_a_proof_is_asked_for_MD5_alone_from_then_on()
    {
        Send(Text(""));
        Send(Text(""));
        Assert.That(_sent[0], Does.Contain("algorithm=SHA-256").And.Contain("algorithm=MD5"));
        Assert.That(_sent[1], Does.Contain("algorithm=MD5").And.Not.Contain("SHA-256"));
        Assert.That(Register(algorithm: "MD5"), Does.StartWith("SIP/2.0 200 "));

        Send(Text(""));
        Assert.That(_sent.Last(), Does.Contain("algorithm=MD5").And.Not.Contain("SHA-256"));
    }

    [Test]
    public void Who_proves_himself_each_time_he_is_asked_goes_on_being_asked_for_both()
    {
        for (var i = 0; i < 3; i++)
        {
            Register(algorithm: "MD5");
            Assert.That(_sent[^2], Does.Contain("algorithm=SHA-256").And.Contain("algorithm=MD5"));
        }
    }

    [Test]
    public void A_request_that_is_only_repeated_says_nothing_of_its_sender()
    {
        _flow = _flow with { Transport = SipTransport.Udp };
        var request = Text("");
        Send(request);
        Send(request);
        Assert.That(_sent[1], Does.Contain("algorithm=SHA-256"));
    }

    [Test]
    public void An_algorithm_that_the_operator_does_not_allow_is_neither_asked_for_nor_taken()
    {
        _registrar = new(new() { Realm = Realm, Algorithms = [DigestAlgorithm.Sha256] }, this, this, this);
        _server = new(new() { Host = "192.0.2.9" }, this, this, _registrar);
        Assert.That(Register(), Does.StartWith("SIP/2.0 200 "));
        Assert.That(_sent[0], Does.Not.Contain("MD5"));
    }

    [TestCase(30, "423", 0)]
    [TestCase(60, "200", 60)]
    [TestCase(300, "200", 300)]
    [TestCase(3600, "200", 300)]
    public void Registrations_last_between_one_minute_and_five(int asked, string status, int granted)
    {
        var answer = Register(expires: asked);

        Assert.That(answer, Does.StartWith($"SIP/2.0 {status} ").And.Contain(granted == 0 ? "Min-Expires: 60" : $"expires={granted}"));
    }

    [Test]
    public void A_binding_ends_when_it_is_not_renewed_and_lives_when_it_is()
    {
        Register();
        Pass(200);
        Register();
        Pass(200);
        Assert.That(_registrar.Count, Is.EqualTo(1));

        Pass(101);
        Assert.That(_registrar.Count, Is.Zero);
        Assert.That(_told.Last(), Is.EqualTo($"{Number} gone"));
        Assert.That(_registrar.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void A_terminal_whose_address_changed_has_one_binding()
    {
        Register();
        _flow = _flow with { Connection = 8, Remote = TransportAddress.FromIPv4(0xC0000202, 41_000) };
        var answer = Register(contact: "<sip:room1@10.0.0.5:5060;transport=tls>");

        Assert.That(answer.Split("Contact:"), Has.Length.EqualTo(2));
        _registrar.TryFindWay(Number, out var way, out _);
        Assert.That(way, Is.EqualTo(_flow));
    }

    [Test]
    public void A_device_that_says_which_it_is_replaces_its_own_binding_only()
    {
        Register(contact: "<sip:room1@10.0.0.5>;+sip.instance=\"<urn:uuid:1>\"", callId: "a");
        Register(contact: "<sip:room1@10.0.0.6>;+sip.instance=\"<urn:uuid:2>\"", callId: "b");
        var answer = Register(contact: "<sip:room1@10.0.0.7>;+sip.instance=\"<urn:uuid:1>\"", callId: "c");

        Assert.That(answer, Does.Contain("10.0.0.6").And.Contain("10.0.0.7").And.Not.Contain("10.0.0.5"));
    }

    [Test]
    public void Signing_off_by_one_contact_or_by_a_star_ends_it()
    {
        Register();
        Assert.That(Register(expires: 0), Does.StartWith("SIP/2.0 200 ").And.Not.Contain("Contact"));
        Assert.That(_registrar.Count, Is.Zero);

        Register();
        Register(contact: "*", expires: 0);
        Assert.That(_registrar.Count, Is.Zero);
    }

    [Test]
    public void Several_accounts_share_a_connection_and_go_with_it()
    {
        Register();
        Register(number: "+99111000000000002", user: "room2", callId: "other");
        Assert.That(_registrar.Count, Is.EqualTo(2));

        _registrar.FlowGone(_flow);
        Assert.That(_registrar.Count, Is.Zero);
    }

    [Test]
    public void A_wrong_password_is_403_and_too_many_lock_with_a_reason_that_says_so()
    {
        for (var i = 0; i < 5; i++)
            Assert.That(Register(password: "guess"), Does.StartWith("SIP/2.0 403 Wrong Number Or Password"));

        var answer = Register();
        Assert.That(answer, Does.StartWith("SIP/2.0 403 Locked After Wrong Passwords").And.Contain("Retry-After: 900").And.Contain("Warning: 399 "));
        Assert.That(_told, Is.EqualTo(Enumerable.Repeat($"{Number} WrongPassword", 5).Append($"{Number} Locked")));
    }

    [Test]
    public void A_name_without_an_account_is_answered_in_the_same_words()
    {
        var answer = Register(number: "nobody", user: "nobody");
        Assert.That(answer, Does.StartWith("SIP/2.0 403 Wrong Number Or Password"));
        Assert.That(_sent[0], Does.StartWith("SIP/2.0 401 ").And.Contain("SHA-256"));
    }

    [Test]
    public void An_account_that_is_stopped_is_told_so()
    {
        _accounts[Number] = _accounts[Number] with { IsActive = false };
        Assert.That(Register(), Does.StartWith("SIP/2.0 403 Account Stopped"));
        Assert.That(_told, Is.EqualTo(new[] { $"{Number} Stopped" }));
    }

    [Test]
    public void While_an_account_is_being_looked_up_nothing_is_said()
    {
        _isLooking = true;
        Send(Text(""));
        Assert.That(_sent, Is.Empty);

        _isLooking = false;
        Assert.That(Register(), Does.StartWith("SIP/2.0 200 "));
    }

    [Test]
    public void Who_is_registered_on_a_connection_may_call_over_it_and_others_must_prove_it()
    {
        Register();
        Invite(Number, "a");
        Assert.That(_told.Last(), Is.EqualTo($"invited by {Number}"));

        Invite("", "b");
        Assert.That(_told.Last(), Is.EqualTo($"invited by {Number}"), "a Cisco has no user in From");

        _flow = _flow with { Connection = 9 };
        Invite(Number, "c");
        Assert.That(_sent.Last(), Does.StartWith("SIP/2.0 401 "));

        Invite("stranger", "d");
        Assert.That(_told.Last(), Is.EqualTo("invited by nobody we know"));
    }

    [Test]
    public void A_thousand_comings_and_goings_leave_nothing()
    {
        for (var i = 0; i < 1_000; i++)
        {
            Register();
            Register(expires: 0);
        }

        Pass(400);
        Assert.That((_registrar.Count, _registrar.NextDeadline), Is.EqualTo((0, Instant.Never)));
    }

    public void Send(SipFlow flow, ReadOnlySpan<byte> message) => _sent.Add(Encoding.UTF8.GetString(message));

    public void Raise(SipEvent happened)
    {
        if (happened is SipEvent.Invited invited)
        {
            _told.Add($"invited by {invited.Invitation.Account ?? "nobody we know"}");
            _server.Handle(new SipCommand.Refuse(invited.Call, 404), _now);
        }
    }

    public SipLookup Find(string user, out SipAccount? account)
    {
        account = _accounts.Values.FirstOrDefault(one => one.Number == user || one.Login == user);
        return _isLooking ? SipLookup.Later : account is null ? SipLookup.Unknown : SipLookup.Known;
    }

    public TimeSpan LockedFor(string user, SipFlow flow) => _wrong.GetValueOrDefault(user) >= 5 ? TimeSpan.FromMinutes(15) : TimeSpan.Zero;

    public void Wrong(string user, SipFlow flow) => _wrong[user] = _wrong.GetValueOrDefault(user) + 1;

    public void Right(string user, SipFlow flow) => _wrong.Remove(user);

    public void Changed(SipAccount account, bool isRegistered) => _told.Add($"{account.Number} {(isRegistered ? "registered" : "gone")}");

    public void Failed(SipAccount account, RegistrationFailure failure, SipFlow flow) => _told.Add($"{account.Number} {failure}");

    public void Fill(Span<byte> bytes) => _random.NextBytes(bytes);

    private void Add(string number, string login, string password)
    {
        _accounts[number] = new()
        {
            Number = number,
            Login = login,
            OfNumber = Secrets(number, password),
            OfLogin = Secrets(login, password),
        };

        static SipSecrets Secrets(string user, string password) => new(
            DigestHash.Secret(DigestAlgorithm.Md5, user, Realm, password), DigestHash.Secret(DigestAlgorithm.Sha256, user, Realm, password));
    }

    private void Pass(double seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        _registrar.Advance(_now);
        _server.Advance(_now);
    }

    // Asks, is challenged, proves, and gives back the answer to the proof.
    private string Register(
        string number = Number, string user = Number, string password = "s3cret", string algorithm = "SHA-256", int expires = 300,
        string contact = "<sip:room1@192.0.2.200:5060;transport=tls>", string callId = "plcm")
    {
        Send(Text("", number, expires, contact, callId));
        var challenge = _sent[^1].Split("\r\n").First(line => line.StartsWith("WWW-Authenticate", StringComparison.Ordinal));
        var nonce = challenge.Split("nonce=\"")[1].Split('"')[0];
        var kind = algorithm == "MD5" ? DigestAlgorithm.Md5 : DigestAlgorithm.Sha256;
        var secret = DigestHash.Secret(kind, user, Realm, password);
        Span<byte> proof = stackalloc byte[64];
        var length = DigestHash.Proof(kind, Encoding.ASCII.GetBytes(secret), "REGISTER"u8, "sip:192.0.2.9"u8, Encoding.ASCII.GetBytes(nonce), "00000001"u8, "xyz"u8, proof);
        var authorization = $"Authorization: Digest username=\"{user}\",realm=\"{Realm}\",nonce=\"{nonce}\",uri=\"sip:192.0.2.9\",qop=auth,nc=00000001,cnonce=\"xyz\","
            + $"response=\"{Encoding.ASCII.GetString(proof[..length])}\",algorithm={algorithm}\n";
        Send(Text(authorization, number, expires, contact, callId));
        return _sent[^1];
    }

    private void Send(string text) => _server.Receive(SipSamples.Crlf(text), SipFraming.Stream, _flow, _now);

    private void Invite(string from, string callId) => Send($"""
        INVITE sip:9001@192.0.2.9 SIP/2.0
        Via: SIP/2.0/TLS 10.0.0.5;branch=z9hG4bK{callId}
        From: <sip:{(from.Length > 0 ? from + "@" : "")}10.0.0.5>;tag=1
        To: <sip:9001@192.0.2.9>
        Call-ID: {callId}
        CSeq: 1 INVITE
        Contact: <sip:10.0.0.5>
        Content-Length: 0


        """);

    private string Text(string authorization, string number = Number, int expires = 300, string contact = "<sip:room1@192.0.2.200>", string callId = "plcm") => $"""
        REGISTER sip:192.0.2.9 SIP/2.0
        Via: SIP/2.0/TLS 192.0.2.200:5060;branch=z9hG4bK{++_sequence}
        From: room1 <sip:{number}@some.other.domain>;tag=plcm_1;epid=8213020FD0F0CV
        To: <sip:{number}@some.other.domain>
        Call-ID: {callId}
        CSeq: {_sequence} REGISTER
        Expires: {expires}
        Contact: {contact}
        {authorization}ms-keep-alive:UAC;hop-hop=yes
        Content-Length: 0


        """;
}
