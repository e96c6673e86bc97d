using Protocols.Sip.Transactions;
using SignalingHost.Accounts;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Sip;

/// <summary>SIP as it is on the wire of a whole server.</summary>
public sealed class SipWireTests
{
    private SipServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await SipServer.StartAsync();

    [OneTimeTearDown]
    public async Task EndAsync() => await _server.DisposeAsync();

    [TestCase(SipTransport.Udp)]
    [TestCase(SipTransport.Tcp)]
    [TestCase(SipTransport.Tls)]
    public async Task A_terminal_registers_by_number_and_by_login_and_signs_off(SipTransport transport)
    {
        using var phone = await SipPhone.ConnectAsync(transport, _server);
        Assert.That(await phone.RegisterAsync(_server.Number, _server.Number, SipServer.Password), Does.StartWith("SIP/2.0 200 OK").And.Contain("expires=300"));
        Assert.That(_server.Presence, Is.EqualTo(TerminalPresence.Idle));

        Assert.That(await phone.RegisterAsync(_server.Number, "room1", SipServer.Password, expires: 0), Does.StartWith("SIP/2.0 200 OK").And.Not.Contain("Contact"));
        Assert.That(_server.Presence, Is.EqualTo(TerminalPresence.NotRegistered));
    }

    [Test]
    public async Task A_registration_ends_with_its_connection()
    {
        using (var phone = await SipPhone.ConnectAsync(SipTransport.Tls, _server))
            await phone.RegisterAsync(_server.Number, _server.Number, SipServer.Password, callId: "short");

        await Waiting.UntilAsync(() => _server.Presence == TerminalPresence.NotRegistered, "the end of the registration", seconds: 5);
    }

    [TestCase(SipTransport.Udp)]
    [TestCase(SipTransport.Tcp)]
    public async Task OPTIONS_is_answered_and_a_number_that_nobody_has_is_404(SipTransport transport)
    {
        using var phone = await SipPhone.ConnectAsync(transport, _server);

        Assert.That(await phone.AskAsync("OPTIONS", "sip:meeting.local"), Does.StartWith("SIP/2.0 200 OK").And.Contain("Allow: INVITE"));
        Assert.That(await phone.AskAsync("INVITE", "sip:000000@meeting.local"), Does.StartWith("SIP/2.0 404 "));
    }

    [Test]
    public async Task Keep_alives_are_answered_on_the_connection()
    {
        using var phone = await SipPhone.ConnectAsync(SipTransport.Tcp, _server);
        await phone.SendAsync("\r\n\r\n");
        Assert.That(await phone.ReadAsync(), Is.EqualTo("\r\n"));
        Assert.That(await phone.AskAsync("OPTIONS", "sip:meeting.local"), Does.StartWith("SIP/2.0 200 OK"));
    }

    [Test]
    public async Task What_is_no_SIP_loses_the_connection()
    {
        using var phone = await SipPhone.ConnectAsync(SipTransport.Tcp, _server);
        await phone.SendAsync("GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n");
        Assert.That(await phone.ReadAsync(), Is.Empty);
    }

    [Test]
    public async Task Noise_on_the_live_sockets_costs_nobody_anything([Values] SipTransport transport)
    {
        var random = new Random(11);
        for (var i = 0; i < 20; i++)
        {
            using var noise = await SipPhone.ConnectAsync(transport, _server);
            try
            {
                for (var lines = 0; lines < 20; lines++)
                    await noise.SendAsync(new string([.. Enumerable.Range(0, random.Next(1, 400)).Select(_ => (char)random.Next(1, 300))]));
            }
            catch (IOException)
            {
                // Thrown out, as it should be.
            }
        }

        using var phone = await SipPhone.ConnectAsync(transport, _server);
        Assert.That(await phone.AskAsync("OPTIONS", "sip:meeting.local"), Does.StartWith("SIP/2.0 200 OK"));
    }
}
