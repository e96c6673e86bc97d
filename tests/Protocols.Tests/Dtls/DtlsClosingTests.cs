using Protocols.Dtls;

namespace Protocols.Tests.Dtls;

/// <summary>Ends that come long after the handshake, when OpenSSL has been let go by one side or by both.</summary>
public sealed class DtlsClosingTests
{
    private static readonly DtlsOptions LetsGo = new() { Patience = TimeSpan.FromSeconds(2) };
    private static readonly DtlsOptions Keeps = new() { Patience = TimeSpan.FromDays(1) };

    [Test]
    public void A_goodbye_is_understood_whoever_has_let_go([Values] bool byTheClient, [Values] bool clientLetsGo, [Values] bool serverLetsGo, [Values] bool isStrong)
    {
        using var call = new DtlsCall(client: clientLetsGo ? LetsGo : Keeps, server: serverLetsGo ? LetsGo : Keeps, caller: isStrong ? DtlsCall.StrongAlice : null).Start();
        call.RunFor(TimeSpan.FromMinutes(1));
        Assert.That(call.IsConnected, Is.True);
        Assert.That(call.Client.CipherName, Does.Contain(isStrong ? "AES256-GCM" : "AES128-GCM"));

        Close(call, byTheClient);

        var other = byTheClient ? call.Server : call.Client;
        Assert.That(other.State, Is.EqualTo(DtlsState.Closed));
        Assert.That(other.FailureReason, Does.Contain("peer"));
        Assert.That(other.LocalKeys, Is.Null);
        Assert.That(other.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void An_association_of_another_kind_stays_with_OpenSSL()
    {
        using var call = new DtlsCall(client: LetsGo, server: LetsGo, caller: DtlsCall.OtherAlice).Start();
        call.RunFor(TimeSpan.FromMinutes(1));
        Assert.That(call.Client.CipherName, Does.Contain("CHACHA20"));

        Close(call, byTheClient: true);

        Assert.That(call.Server.State, Is.EqualTo(DtlsState.Closed));
    }

    [Test]
    public void The_keys_of_media_stay_when_OpenSSL_goes()
    {
        using var call = new DtlsCall(client: LetsGo, server: LetsGo).Start();
        call.RunFor(TimeSpan.FromMinutes(1));

        DtlsHandshakeTests.AssertKeysMatch(call);
    }

    [Test]
    public void What_only_the_peer_can_have_sent_lets_OpenSSL_go_at_once()
    {
        using var call = new DtlsCall().Start();
        call.RunFor(TimeSpan.FromSeconds(1));
        Assert.That(call.Server.NextDeadline, Is.LessThan(Instant.Never));

        call.Server.PeerHasKeys();

        Assert.That(call.Server.NextDeadline, Is.EqualTo(Instant.Never));
        Close(call, byTheClient: true);
        Assert.That(call.Server.State, Is.EqualTo(DtlsState.Closed));
    }

    [Test]
    public void Nobody_else_can_say_goodbye_for_the_peer()
    {
        using var call = new DtlsCall(client: LetsGo, server: LetsGo).Start();
        call.RunFor(TimeSpan.FromMinutes(1));
        var heard = new Heard();
        call.Client.Close(call.Now, heard);
        var genuine = heard.Last;

        for (var at = 0; at < genuine.Length; at++)
        {
            var forged = genuine.ToArray();
            forged[at] ^= 1;
            call.Server.Receive(forged, call.Now, call.Down);
            call.Server.Receive(genuine.AsSpan(0, at), call.Now, call.Down);
        }

        Assert.That(call.Server.State, Is.EqualTo(DtlsState.Connected));
        call.Server.Receive(genuine, call.Now, call.Down);
        Assert.That(call.Server.State, Is.EqualTo(DtlsState.Closed));
    }

    private static void Close(DtlsCall call, bool byTheClient)
    {
        if (byTheClient)
            call.Client.Close(call.Now, call.Up);
        else
            call.Server.Close(call.Now, call.Down);

        call.RunFor(TimeSpan.FromSeconds(1));
    }

    private sealed class Heard : IDtlsOutput
    {
        public byte[] Last { get; private set; } = [];

        public void Send(ReadOnlySpan<byte> datagram) => Last = datagram.ToArray();
    }
}
