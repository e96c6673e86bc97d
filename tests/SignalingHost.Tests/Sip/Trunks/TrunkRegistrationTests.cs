using Protocols.Sip.Trunks;
using SignalingHost.Sip;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Sip.Trunks;

/// <summary>Kamailio as the operator: whether what we say of ourselves is what such a program understands.</summary>
[Category("SipTools")]
public sealed class TrunkRegistrationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [TestCase("MD5")]
    [TestCase("SHA-256")]
    public async Task We_register_with_Kamailio_and_it_answers_our_probes(string algorithm)
    {
        await using var kamailio = await Operator.StartAsync(TestPorts.Free(), algorithm: algorithm);
        await using var server = await InProcessServer.StartAsync(null, [.. kamailio.Settings(), "--Media:AnnouncedAddresses=127.0.0.1"]);

        await UntilAsync(server, trunks => trunks.RegistrationOf(trunks.All[0]) == RegistrationState.Registered && trunks.Servers is [{ Health: TrunkHealth.Up }]);
        var metrics = await new HttpClient().GetStringAsync(new Uri(server.Http, "metrics"));
        Assert.That(metrics, Does.Contain("conference_trunk_registered{trunk=\"operator\"} 1").And.Contain("conference_trunk_servers_up{trunk=\"operator\"} 1"));
    }

    [Test]
    public async Task A_wrong_password_is_told_and_not_tried_again_and_again()
    {
        await using var kamailio = await Operator.StartAsync(TestPorts.Free());
        await using var server = await InProcessServer.StartAsync(null, [.. kamailio.Settings(), "--Sip:Trunks:0:Password=guess-guess", "--Media:AnnouncedAddresses=127.0.0.1"]);

        await UntilAsync(server, trunks => trunks.RegistrationOf(trunks.All[0]) == RegistrationState.Refused);
    }

    private static async Task UntilAsync(InProcessServer server, Func<SipTrunks, bool> isSo)
    {
        var (trunks, sip) = (server.Get<SipTrunks>(), server.Get<SipService>());
        var until = DateTime.UtcNow + Patience;
        while (!sip.Turn(_ => isSo(trunks)))
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(until), () => $"{trunks.RegistrationOf(trunks.All[0])}, {string.Join(",", trunks.Servers.Select(server => server.Health))}");
            await Task.Delay(20);
        }
    }
}
