using Protocols.Dtls;
using Protocols.Srtp;

namespace Protocols.Tests.Dtls;

public sealed class DtlsHandshakeTests
{
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    [Test]
    public void Both_sides_connect_and_what_one_protects_with_the_other_unprotects_with()
    {
        using var call = new DtlsCall().Start();

        Assert.That(call.RunUntil(() => call.IsConnected, TimeSpan.FromMilliseconds(200)), Is.True);

        AssertKeysMatch(call);
        Assert.That(call.Client.CipherName, Is.EqualTo("ECDHE-ECDSA-AES128-GCM-SHA256").Or.StartsWith("TLS_"));
        Assert.That(call.Server.ProtocolVersion, Is.EqualTo(call.Client.ProtocolVersion).And.StartsWith("DTLSv1."));
        var patience = call.Now + TimeSpan.FromSeconds(30);
        Assert.That(call.Client.NextDeadline, Is.GreaterThan(patience));
        Assert.That(call.Server.NextDeadline, Is.GreaterThan(patience));

        call.RunFor(TimeSpan.FromSeconds(40));
        Assert.That(call.Client.NextDeadline, Is.EqualTo(Instant.Never));
        Assert.That(call.Server.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void Without_loss_nothing_is_sent_twice_and_no_datagram_is_larger_than_the_mtu()
    {
        using var call = new DtlsCall().Start();

        call.RunFor(HalfAMinute);

        Assert.That(call.FromClient, Has.Count.EqualTo(2));
        Assert.That(call.FromServer, Has.Count.EqualTo(2));
        Assert.That(call.FromClient.Concat(call.FromServer).Max(d => d.Bytes.Length), Is.LessThanOrEqualTo(1200));
    }

    [TestCase(SrtpProfile.AeadAes128Gcm, SrtpProfile.AesCm128HmacSha1_80, SrtpProfile.AeadAes256Gcm)]
    [TestCase(SrtpProfile.AesCm128HmacSha1_80, SrtpProfile.AeadAes256Gcm, SrtpProfile.AeadAes128Gcm)]
    [TestCase(SrtpProfile.AeadAes256Gcm, SrtpProfile.AeadAes128Gcm, SrtpProfile.AesCm128HmacSha1_80)]
    public void The_servers_order_of_profiles_decides(SrtpProfile first, SrtpProfile second, SrtpProfile third)
    {
        using var call = new DtlsCall(
            client: new DtlsOptions { Profiles = [third, second, first] },
            server: new DtlsOptions { Profiles = [first, second, third] }).Start();

        call.RunFor(TimeSpan.FromSeconds(1));

        Assert.That(call.Client.Profile, Is.EqualTo(first));
        AssertKeysMatch(call);
    }

    [TestCase(SrtpProfile.AeadAes128Gcm)]
    [TestCase(SrtpProfile.AeadAes256Gcm)]
    [TestCase(SrtpProfile.AesCm128HmacSha1_80)]
    [TestCase(SrtpProfile.AesCm128HmacSha1_32)]
    public void Each_profile_serves_alone(SrtpProfile profile)
    {
        var only = new DtlsOptions { Profiles = [profile] };
        using var call = new DtlsCall(client: only, server: only).Start();

        call.RunFor(TimeSpan.FromSeconds(1));

        Assert.That(call.Server.Profile, Is.EqualTo(profile));
        AssertKeysMatch(call);
    }

    [Test]
    public void Without_a_common_profile_both_sides_end_and_say_why()
    {
        using var call = new DtlsCall(
            client: new DtlsOptions { Profiles = [SrtpProfile.AesCm128HmacSha1_80] },
            server: new DtlsOptions { Profiles = [SrtpProfile.AeadAes128Gcm] }).Start();

        call.RunFor(TimeSpan.FromSeconds(1));

        Assert.That(call.Server.State, Is.EqualTo(DtlsState.Failed));
        Assert.That(call.Server.FailureReason, Does.Contain("profile"));
        Assert.That(call.Client.State, Is.EqualTo(DtlsState.Failed).Or.EqualTo(DtlsState.Closed));
        Assert.That(call.Client.LocalKeys, Is.Null);
    }

    [TestCase(0.3)]
    [TestCase(0.5)]
    public void It_connects_within_half_a_minute_whatever_is_lost_on_both_ways(double loss)
    {
        Assert.Multiple(() =>
        {
            for (var seed = 1; seed <= 20; seed++)
            {
                using var call = new DtlsCall(new Weather { Loss = loss, Jitter = TimeSpan.FromMilliseconds(10) }, seed).Start();
                Assert.That(call.RunUntil(() => call.IsConnected, HalfAMinute), Is.True,
                    $"seed {seed}: client {call.Client.State} {call.Client.FailureReason}, server {call.Server.State} {call.Server.FailureReason}");
            }
        });
    }

    [Test]
    public void Duplicates_and_reordering_do_no_harm([Range(1, 20)] int seed)
    {
        using var call = new DtlsCall(
            new Weather { Duplication = 0.5, Jitter = TimeSpan.FromMilliseconds(200) }, seed,
            client: new DtlsOptions { Mtu = 300 }, server: new DtlsOptions { Mtu = 300 }).Start();

        Assert.That(call.RunUntil(() => call.IsConnected, TimeSpan.FromSeconds(10)), Is.True);

        call.RunFor(TimeSpan.FromSeconds(10));
        AssertKeysMatch(call);
    }

    // Chromium's hello with X25519MLKEM768 comes as 1208 and 271 bytes.
    [Test]
    public void A_client_hello_in_two_datagrams_is_put_together_in_either_order([Values] bool swapped)
    {
        using var call = new DtlsCall();
        var hello = new Recorded();
        var pieces = new Recorded();
        var answer = new Recorded();
        call.Server.Start(call.Now, call.Down);
        call.Client.Start(call.Now, hello);
        new HandshakeSplitter(1183, pieces).Send(HandshakeSplitter.Enlarge(hello.Datagrams[0], 1454 - hello.Datagrams[0].Length));

        Assert.That(pieces.Datagrams.Select(d => d.Length), Is.EqualTo(new[] { 1208, 271 }));
        var (first, second) = swapped ? (1, 0) : (0, 1);
        call.Server.Receive(pieces.Datagrams[first], call.Now, answer);
        Assert.That(answer.Datagrams, Is.Empty);
        call.Server.Receive(pieces.Datagrams[second], call.Now, answer);

        Assert.That(answer.Datagrams, Is.Not.Empty);
        Assert.That(call.Server.State, Is.EqualTo(DtlsState.Connecting));
    }

    [TestCase(20)]
    [TestCase(57)]
    [TestCase(150)]
    public void A_peer_that_cuts_every_message_into_pieces_connects(int fragmentLength)
    {
        using var call = new DtlsCall(split: fragmentLength).Start();

        Assert.That(call.RunUntil(() => call.IsConnected, HalfAMinute), Is.True);
        AssertKeysMatch(call);
    }

    // OpenSSL's clock hardly moves while the simulation runs, so what comes through here has been sent again by us alone.
    [Test]
    public void Where_the_library_keeps_its_timer_to_itself_lost_flights_are_still_sent_again([Range(1, 10)] int seed)
    {
        var options = new DtlsOptions { LeaveTimerToOpenSsl = true };
        using var call = new DtlsCall(new Weather { Loss = 0.4 }, seed, options, options).Start();

        Assert.That(call.RunUntil(() => call.Server.State == DtlsState.Connected, HalfAMinute), Is.True);
    }

    [Test]
    public void Alice_can_call_again_after_the_first_call_has_ended()
    {
        for (var i = 0; i < 3; i++)
        {
            using var call = new DtlsCall().Start();
            Assert.That(call.RunUntil(() => call.IsConnected, HalfAMinute), Is.True);
        }
    }

    internal static void AssertKeysMatch(DtlsCall call)
    {
        Assert.Multiple(() =>
        {
            Assert.That(call.IsConnected, Is.True, $"{call.Client.FailureReason} / {call.Server.FailureReason}");
            Assert.That(call.Client.Profile, Is.EqualTo(call.Server.Profile));
            Assert.That(call.Client.LocalKeys!.MasterKey.ToArray(), Is.EqualTo(call.Server.RemoteKeys!.MasterKey.ToArray()));
            Assert.That(call.Client.LocalKeys!.MasterSalt.ToArray(), Is.EqualTo(call.Server.RemoteKeys!.MasterSalt.ToArray()));
            Assert.That(call.Client.RemoteKeys!.MasterKey.ToArray(), Is.EqualTo(call.Server.LocalKeys!.MasterKey.ToArray()));
            Assert.That(call.Client.RemoteKeys!.MasterSalt.ToArray(), Is.EqualTo(call.Server.LocalKeys!.MasterSalt.ToArray()));
            Assert.That(call.Client.LocalKeys!.MasterKey.ToArray(), Is.Not.EqualTo(call.Client.RemoteKeys!.MasterKey.ToArray()));
        });
    }
}

/// <summary>Keeps what was sent and delivers nothing.</summary>
public sealed class Recorded : IDtlsOutput
{
    public List<byte[]> Datagrams { get; } = [];

    public void Send(ReadOnlySpan<byte> datagram) => Datagrams.Add(datagram.ToArray());
}
