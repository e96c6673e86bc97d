using System.Diagnostics;
using System.Globalization;
using Protocols.Sip.Transactions;
using SignalingHost.Accounts;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Sip;

/// <summary>Programs that others wrote register and call: what they understand of us is what terminals will.</summary>
[Category("SipTools")]
public sealed class SipToolsTests
{
    private SipServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await SipServer.StartAsync("--Sip:Digests=MD5");    // Neither program knows another.

    [TearDown]
    public async Task EndAsync() => await _server.DisposeAsync();

    [TestCase("u1")]
    [TestCase("t1")]
    public async Task SIPp_registers_with_a_digest_and_is_told_of_a_number_that_nobody_has(string transport)
    {
        Assert.That(await SippAsync(Scenario("register.xml"), transport, SipServer.Password), Is.Zero);
        Assert.That(_server.Sip.Read().Registered, Is.EqualTo(1));

        var watch = Stopwatch.StartNew();
        Assert.That(await SippAsync(Scenario("unknown-number.xml"), transport, SipServer.Password), Is.Zero);
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)), "at once, not after a timeout");
    }

    [Test]
    public async Task SIPp_with_a_wrong_password_is_forbidden_and_then_locked_out()
    {
        for (var i = 0; i < 5; i++)
            Assert.That(await SippAsync(Scenario("wrong-password.xml"), "u1", "guess"), Is.Zero);

        Assert.That(await SippAsync(Scenario("wrong-password.xml"), "u1", SipServer.Password), Is.Zero, "locked: the right one is refused too");
        Assert.That(_server.Sip.Read().Registrations, Is.Zero);
    }

    [TestCase(SipTransport.Udp)]
    [TestCase(SipTransport.Tcp)]
    [TestCase(SipTransport.Tls)]
    public async Task Baresip_registers(SipTransport transport)
    {
        var word = transport.ToString().ToLowerInvariant();
        var port = transport == SipTransport.Tls ? _server.Sip.TlsPort : _server.Sip.Port;
        await using var baresip = await Baresip.StartAsync(
            $"<sip:{_server.Number}@127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)};transport={word}>;auth_user={_server.Number};auth_pass={SipServer.Password};regint=120");
        await Waiting.UntilAsync(() => _server.Presence == TerminalPresence.Idle, "baresip's registration", seconds: 15);
        Assert.That(_server.Sip.TryFindWay(_server.Number, out var way, out _), Is.True);
        Assert.That(way.Transport, Is.EqualTo(transport));
    }

    private static string Scenario(string name) => Path.Combine(AppContext.BaseDirectory, "Sip", "Scenarios", name);

    private async Task<int> SippAsync(string scenario, string transport, string password)
    {
        using var sipp = TestProgram.Start(
            "sipp", $"127.0.0.1:{_server.Sip.Port.ToString(CultureInfo.InvariantCulture)}", "-sf", scenario, "-t", transport, "-m", "1", "-i", "127.0.0.1", "-nostdin",
            "-s", _server.Number, "-au", _server.Number, "-ap", password, "-timeout", "20", "-timeout_error", "-recv_timeout", "8000");
        await sipp.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40));
        return sipp.ExitCode;
    }
}
