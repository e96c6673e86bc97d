using Protocols.Sip.Transactions;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Sip;

/// <summary>Guessing a terminal's password, and what its administrator learns of it.</summary>
public sealed class SipLockTests
{
    [Test]
    public async Task Wrong_passwords_lock_the_account_and_the_administrator_is_told_why()
    {
        await using var server = await SipServer.StartAsync();
        using var phone = await SipPhone.ConnectAsync(SipTransport.Udp, server);
        Assert.That(await phone.RegisterAsync(server.Number, server.Number, "guess"), Does.StartWith("SIP/2.0 403 Wrong Number Or Password"));
        Assert.That(await server.LastFailureAsync(), Does.StartWith("403: the password is wrong").And.Contain("127.0.0.1 by UDP"));

        for (var i = 0; i < 4; i++)
            await phone.RegisterAsync(server.Number, server.Number, "guess");

        var locked = await phone.RegisterAsync(server.Number, server.Number, SipServer.Password);
        Assert.That(locked, Does.StartWith("SIP/2.0 403 Locked After Wrong Passwords").And.Contain("Retry-After: ").And.Contain("Warning: 399"));
        await Waiting.UntilAsync(
            async () => (await server.LastFailureAsync())?.StartsWith("403: locked after too many wrong passwords", StringComparison.Ordinal) == true, "the reason of the lock", seconds: 5);
    }
}
