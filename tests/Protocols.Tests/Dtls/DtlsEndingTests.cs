using Protocols.Dtls;

namespace Protocols.Tests.Dtls;

/// <summary>Wrong peers, goodbyes, silence, and what the clock decides.</summary>
public sealed class DtlsEndingTests
{
    private static readonly Fingerprint Mallory = DtlsIdentity.Create(TimeSpan.FromDays(20_000)).Fingerprint;

    [TestCase(true)]
    [TestCase(false)]
    public void A_peer_with_another_certificate_gets_no_keys(bool atTheServer)
    {
        using var call = new DtlsCall();
        var deceived = atTheServer ? call.Server : call.Client;
        var other = atTheServer ? call.Client : call.Server;
        deceived.ExpectedPeer = Mallory;
        call.Start();

        call.RunFor(TimeSpan.FromSeconds(2));

        Assert.That(deceived.State, Is.EqualTo(DtlsState.Failed));
        Assert.That(deceived.FailureReason, Does.Contain("fingerprint"));
        Assert.That(deceived.LocalKeys, Is.Null);
        Assert.That(deceived.RemoteKeys, Is.Null);
        Assert.That(other.State, Is.Not.EqualTo(DtlsState.Connecting).And.Not.EqualTo(DtlsState.Connected), "the other was told");
    }

    [Test]
    public void A_late_fingerprint_completes_the_call_and_until_then_there_are_no_keys()
    {
        using var call = new DtlsCall();
        call.Server.ExpectedPeer = null;
        call.Start();

        call.RunFor(TimeSpan.FromSeconds(20));
        Assert.That(call.Client.State, Is.EqualTo(DtlsState.Connected));
        Assert.That(call.Server.State, Is.EqualTo(DtlsState.Connecting));
        Assert.That(call.Server.LocalKeys, Is.Null);

        call.Server.ExpectedPeer = DtlsCall.Alice.Fingerprint;
        Assert.That(call.Server.NextDeadline, Is.LessThanOrEqualTo(call.Now));
        call.Server.Advance(call.Now, call.Down);

        DtlsHandshakeTests.AssertKeysMatch(call);
    }

    [Test]
    public void A_late_fingerprint_of_somebody_else_ends_the_call_for_both()
    {
        using var call = new DtlsCall();
        call.Server.ExpectedPeer = null;
        call.Start();
        call.RunFor(TimeSpan.FromSeconds(2));

        call.Server.ExpectedPeer = Mallory;
        call.RunFor(TimeSpan.FromSeconds(2));

        Assert.That(call.Server.State, Is.EqualTo(DtlsState.Failed));
        Assert.That(call.Server.LocalKeys, Is.Null);
        Assert.That(call.Client.State, Is.EqualTo(DtlsState.Closed));
    }

    [Test]
    public void A_fingerprint_that_never_comes_fails_at_the_timeout()
    {
        using var call = new DtlsCall();
        call.Server.ExpectedPeer = null;
        call.Start();

        call.RunFor(TimeSpan.FromSeconds(31));

        Assert.That(call.Server.State, Is.EqualTo(DtlsState.Failed));
        Assert.That(call.Server.FailureReason, Does.Contain("signalling"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_goodbye_closes_both_sides(bool byTheClient)
    {
        using var call = new DtlsCall().Start();
        call.RunFor(TimeSpan.FromSeconds(1));

        if (byTheClient)
            call.Client.Close(call.Now, call.Up);
        else
            call.Server.Close(call.Now, call.Down);

        call.RunFor(TimeSpan.FromSeconds(1));
        Assert.That(call.Client.State, Is.EqualTo(DtlsState.Closed));
        Assert.That(call.Server.State, Is.EqualTo(DtlsState.Closed));
        Assert.That(call.Client.LocalKeys, Is.Null);
        Assert.That((byTheClient ? call.Server : call.Client).FailureReason, Does.Contain("peer"));
    }

    [TestCase(DtlsRole.Client)]
    [TestCase(DtlsRole.Server)]
    public void Closing_before_the_end_of_the_handshake_is_the_end(DtlsRole role)
    {
        using var session = new DtlsSession(DtlsCall.Alice, role, new DtlsOptions());
        var output = new Recorded();
        session.Start(default, output);

        session.Close(default, output);
        session.Close(default, output);
        session.Receive([22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1], default, output);
        session.Advance(default, output);

        Assert.That(session.State, Is.EqualTo(DtlsState.Closed));
        Assert.That(session.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [TestCase(DtlsRole.Client)]
    [TestCase(DtlsRole.Server)]
    public void Silence_fails_at_the_handshake_timeout_and_not_before(DtlsRole role)
    {
        using var call = new DtlsCall(new Weather { Loss = 1 }).Start();
        var session = role == DtlsRole.Client ? call.Client : call.Server;

        call.RunFor(TimeSpan.FromSeconds(29.9));
        Assert.That(session.State, Is.EqualTo(DtlsState.Connecting));

        call.RunFor(TimeSpan.FromSeconds(0.2));
        Assert.That(session.State, Is.EqualTo(DtlsState.Failed));
        Assert.That(session.FailureReason, Does.Contain("time"));
        Assert.That(session.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void Retransmissions_follow_our_clock_to_the_tick()
    {
        using var call = new DtlsCall(new Weather { Loss = 1 }).Start();
        var start = call.Now;

        call.RunFor(TimeSpan.FromSeconds(29.9));

        var milliseconds = call.FromClient.ConvertAll(d => (d.At - start).TotalMilliseconds);
        var expected = new List<double> { 0, 50, 150, 350, 750, 1550 };
        while (expected[^1] + 1000 < 29_900)
            expected.Add(expected[^1] + 1000);

        Assert.That(milliseconds, Is.EqualTo(expected));
        Assert.That(call.FromServer, Is.Empty);
    }

    // The wall clock runs on between the two calls, OpenSSL's own timer would have run out.
    [Test]
    public void A_clock_that_stands_still_sends_nothing_again()
    {
        using var session = new DtlsSession(DtlsCall.Alice, DtlsRole.Client, new DtlsOptions { FirstRetransmission = TimeSpan.FromMilliseconds(1) });
        var output = new Recorded();
        session.Start(default, output);

        for (var i = 0; i < 200_000; i++)
        {
            session.Advance(default, output);
            if (i % 1_000 == 0)
                session.Receive([22, 254, 253, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 1], default, output);
        }

        Assert.That(output.Datagrams, Has.Count.EqualTo(1));
    }

    // Otherwise the client, whose every last flight is answered by silence, would hang (RFC 6347 §4.2.4, figure 3).
    [Test]
    public void The_servers_lost_last_flight_is_sent_again_when_the_client_asks()
    {
        using var call = new DtlsCall();
        var hello = new Recorded();
        var lost = new Recorded();
        call.Server.Start(call.Now, lost);
        call.Client.Start(call.Now, hello);
        call.Server.Receive(hello.Datagrams[0], call.Now, lost);
        var flight = new Recorded();
        foreach (var datagram in lost.Datagrams)
            call.Client.Receive(datagram, call.Now, flight);
        foreach (var datagram in flight.Datagrams)
            call.Server.Receive(datagram, call.Now, lost);

        Assert.That(call.Server.State, Is.EqualTo(DtlsState.Connected));
        Assert.That(call.Client.State, Is.EqualTo(DtlsState.Connecting));
        Assert.That(call.RunUntil(() => call.IsConnected, TimeSpan.FromMilliseconds(200)), Is.True);
        DtlsHandshakeTests.AssertKeysMatch(call);
    }
}
