using System.Diagnostics;
using Protocols.Dtls;

namespace Protocols.Tests.Dtls;

/// <summary>Bytes from people who do not mean well, and what sessions leave behind.</summary>
public sealed class DtlsHostilityTests
{
    [Test]
    public void Random_bytes_neither_throw_nor_answer_nor_end_a_session([Values] DtlsRole role)
    {
        var random = new Random(7);
        var output = new Recorded();
        using var session = new DtlsSession(DtlsCall.Alice, role, new DtlsOptions());
        session.Start(default, output);
        var said = output.Datagrams.Count;
        var bytes = new byte[2_100];

        for (var i = 0; i < 20_000; i++)
        {
            var datagram = bytes.AsSpan(0, random.Next(bytes.Length));
            random.NextBytes(datagram);
            session.Receive(datagram, default, output);
        }

        Assert.That(session.State, Is.EqualTo(DtlsState.Connecting));
        Assert.That(output.Datagrams, Has.Count.EqualTo(said));
    }

    [Test]
    public void Damaged_flights_neither_throw_nor_connect_to_somebody_else([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        using var call = new DtlsCall(seed: seed);
        var nowhere = new Recorded();
        using var example = new DtlsCall(seed: seed).Start();
        example.RunFor(TimeSpan.FromSeconds(1));
        var captured = example.FromClient.Concat(example.FromServer).Select(d => d.Bytes).ToArray();
        call.Start();

        for (var i = 0; i < 200; i++)
        {
            var bytes = captured[random.Next(captured.Length)].AsSpan().ToArray();
            for (var flips = random.Next(4); flips >= 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            var datagram = bytes.AsSpan(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length));
            call.Server.Receive(datagram, call.Now, nowhere);
            call.Client.Receive(datagram, call.Now, nowhere);
            call.RunFor(TimeSpan.FromMilliseconds(1));
        }

        call.RunFor(TimeSpan.FromSeconds(31));
        Assert.That(call.Client.State, Is.Not.EqualTo(DtlsState.Connecting));
        if (call.IsConnected)
            DtlsHandshakeTests.AssertKeysMatch(call);
    }

    [Test]
    public void A_connected_session_stays_so_whatever_bytes_come()
    {
        var random = new Random(3);
        using var call = new DtlsCall().Start();
        call.RunFor(TimeSpan.FromSeconds(1));
        var captured = call.FromClient.Concat(call.FromServer).Select(d => d.Bytes).ToArray();
        var output = new Recorded();

        for (var i = 0; i < 5_000; i++)
        {
            var bytes = captured[random.Next(captured.Length)].AsSpan().ToArray();
            if (i > 20)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 + random.Next(255));

            call.Server.Receive(bytes, call.Now, output);
            call.Client.Receive(bytes, call.Now, output);
        }

        DtlsHandshakeTests.AssertKeysMatch(call);
    }

    [Test]
    public void A_plain_alert_from_anybody_does_not_end_a_connected_session()
    {
        using var call = new DtlsCall().Start();
        call.RunFor(TimeSpan.FromSeconds(1));

        call.Server.Receive([21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 99, 0, 2, 2, 40], call.Now, call.Down);
        call.Server.Receive([21, 254, 253, 0, 0, 0, 0, 0, 0, 0, 100, 0, 2, 1, 0], call.Now, call.Down);

        Assert.That(call.Server.State, Is.EqualTo(DtlsState.Connected));
    }

    [Test]
    public void Every_truncation_of_every_datagram_is_survived()
    {
        using var example = new DtlsCall().Start();
        example.RunFor(TimeSpan.FromSeconds(1));
        using var call = new DtlsCall().Start();
        var nowhere = new Recorded();

        foreach (var (_, bytes) in example.FromClient.Concat(example.FromServer))
        {
            for (var length = 0; length < bytes.Length; length++)
                call.Server.Receive(bytes.AsSpan(0, length), call.Now, nowhere);
        }

        Assert.That(call.Server.LocalKeys, Is.Null);
    }

    // Each out-of-turn record or fragment may cost OpenSSL a buffer of its own, so there must be an end to it.
    [Test]
    public void A_flood_of_records_before_their_time_is_not_hoarded()
    {
        using var session = new DtlsSession(DtlsCall.Alice, DtlsRole.Server, new DtlsOptions());
        var output = new Recorded();
        session.Start(default, output);
        var before = ResidentBytes();
        byte[] record = new byte[13 + 1_000];

        for (var i = 0; i < 20_000; i++)
        {
            byte[] header = [22, 254, 253, 0, 1, 0, 0, 0, 0, (byte)(i >> 8), (byte)i, 1_000 >> 8, 1_000 & 0xFF];
            header.CopyTo(record, 0);
            session.Receive(record, default, output);

            // The last fragment of a message of 16 kB, over and over with another message number.
            byte[] fragment = [22, 254, 253, 0, 0, 0, 0, 0, 1, (byte)(i >> 8), (byte)i, 0, 13, 1, 0, 63, 0, 0, (byte)i, 0, 62, 255, 0, 0, 1, 7];
            session.Receive(fragment, default, output);
        }

        Assert.That(ResidentBytes() - before, Is.LessThan(8_000_000));
    }

    [Test]
    public void Thousands_of_sessions_leave_nothing_behind()
    {
        for (var i = 0; i < 300; i++)
            ConnectAndLeave(i);

        GC.Collect();
        var before = ResidentBytes();
        for (var i = 0; i < 2_000; i++)
            ConnectAndLeave(i);

        GC.Collect();
        Assert.That(ResidentBytes() - before, Is.LessThan(24_000_000), "that would be 12 kB for each of 2000 calls");
    }

    // Some calls end well, some in the middle, some are only made.
    private static void ConnectAndLeave(int i)
    {
        using var call = new DtlsCall();
        if (i % 4 == 0)
            return;

        call.Start();
        call.RunFor(TimeSpan.FromMilliseconds(i % 4 * 30));
    }

    private static long ResidentBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
