using Protocols.Rtp;
using Protocols.Srtp;

namespace Protocols.Tests.Srtp;

/// <summary>Which packets a receiver lets through: each authentic one, once, whatever order and loss the network gives them.</summary>
public sealed class SrtpReceiverTests
{
    [Test]
    public void What_is_protected_comes_out_as_it_went_in([Values] SrtpProfile profile, [Values(0, 1, 15, 16, 17, 160, 1188)] int payloadLength)
    {
        using var pair = new SrtpPair(profile);
        var packet = pair.Protected(7, payloadLength: payloadLength);
        var plain = SrtpPair.Rtp(7, payloadLength: payloadLength);

        Assert.That(packet, Has.Length.EqualTo(plain.Length + profile.TagLength()));
        Assert.That(packet[..12], Is.EqualTo(plain[..12]));
        if (payloadLength > 4)
            Assert.That(packet[12..plain.Length], Is.Not.EqualTo(plain[12..]));

        Assert.That(pair.Receiver.UnprotectRtp(packet, out var length), Is.EqualTo(DropReason.None));
        Assert.That(packet[..length], Is.EqualTo(plain));
    }

    [Test]
    public void A_report_comes_out_as_it_went_in([Values] SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (var i = 0; i < 3; i++)
        {
            var packet = pair.ProtectedRtcp();

            Assert.That(packet, Has.Length.EqualTo(28 + profile.RtcpTagLength() + 4));
            Assert.That(pair.Receiver.UnprotectRtcp(packet, out var length), Is.EqualTo(DropReason.None));
            Assert.That(packet[..length], Is.EqualTo(SrtpPair.Rtcp()));
        }
    }

    [Test]
    public void A_packet_altered_in_any_one_bit_is_refused_and_costs_the_stream_nothing([Values] SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var original = pair.Protected(1);
        for (var at = 0; at < original.Length; at++)
        {
            var forged = original.ToArray();
            forged[at] ^= (byte)(1 << (at % 8));

            // In the first byte and the length of an extension a forgery may also stop being RTP at all.
            Assert.That(pair.Receive(forged), at == 0 ? Is.Not.EqualTo(DropReason.None) : Is.EqualTo(DropReason.FailedAuthentication));
        }

        Assert.That(pair.Receive(original), Is.EqualTo(DropReason.None));
    }

    [Test]
    public void A_report_altered_in_any_one_bit_is_refused([Values] SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var original = pair.ProtectedRtcp();
        for (var at = 1; at < original.Length; at++)
        {
            var forged = original.ToArray();
            forged[at] ^= (byte)(1 << (at % 8));

            Assert.That(pair.Receiver.UnprotectRtcp(forged, out _), Is.EqualTo(DropReason.FailedAuthentication), $"byte {at}");
        }

        Assert.That(pair.Receiver.UnprotectRtcp(original, out _), Is.EqualTo(DropReason.None));
    }

    [Test]
    public void A_packet_is_accepted_once([Values] SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packet = pair.Protected(10);
        var report = pair.ProtectedRtcp();

        Assert.That(pair.Receive(packet.ToArray()), Is.EqualTo(DropReason.None));
        Assert.That(pair.Receive(packet.ToArray()), Is.EqualTo(DropReason.Replayed));
        Assert.That(pair.Receiver.UnprotectRtcp(report.ToArray(), out _), Is.EqualTo(DropReason.None));
        Assert.That(pair.Receiver.UnprotectRtcp(report.ToArray(), out _), Is.EqualTo(DropReason.Replayed));
    }

    [Test]
    public void A_replay_is_refused_without_touching_the_packet()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        var packet = pair.Protected(10);
        pair.Receive(packet.ToArray());

        var replayed = packet.ToArray();
        pair.Receive(replayed);

        Assert.That(replayed, Is.EqualTo(packet));
    }

    [Test]
    public void Packets_in_any_order_within_a_thousand_are_each_accepted_once([Range(1, 5)] int seed)
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        var random = new Random(seed);
        var start = 65_536 - 2_000;
        var order = Enumerable.Range(start, 4_000).OrderBy(number => number + random.Next(1_000)).ToArray();

        // The first packet fixes where the stream begins.
        Assert.That(pair.Send(start - 1), Is.EqualTo(DropReason.None));
        Assert.That(order.Select(number => pair.Send(number)), Is.All.EqualTo(DropReason.None));
        Assert.That(order[^1_000..].Select(number => pair.Send(number)), Has.None.EqualTo(DropReason.None));
    }

    [TestCase(1_024, DropReason.None)]
    [TestCase(1_983, DropReason.None)]
    [TestCase(1_984, DropReason.Replayed)]
    [TestCase(30_000, DropReason.Replayed)]
    public void A_packet_may_be_late_by_the_reach_of_the_window(int late, DropReason expected)
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        pair.Send(31_000);

        Assert.That(pair.Send(31_000 - late), Is.EqualTo(expected));
    }

    [Test]
    public void A_stream_goes_on_through_many_wraps_of_its_sequence_number([Values] SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (var number = 0L; number < 5 * 65_536; number += 20_001)
            Assert.That(pair.Send(number), Is.EqualTo(DropReason.None), $"packet {number}");
    }

    [Test]
    public void A_late_packet_from_before_the_wrap_is_still_accepted()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        pair.Send(65_530);
        pair.Send(65_540);

        Assert.That(pair.Send(65_535), Is.EqualTo(DropReason.None));
        Assert.That(pair.Send(65_535), Is.EqualTo(DropReason.Replayed));
    }

    [Test]
    public void A_number_from_before_the_stream_began_is_refused()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        pair.Send(3);

        Assert.That(pair.Send(65_000), Is.EqualTo(DropReason.Replayed));
    }

    [TestCase(32_767, 0)]
    [TestCase(32_900, 16)]
    [TestCase(70_000, 16)]
    [TestCase(100_000, 32)]
    [TestCase(200_000, 64)]
    public void An_outage_of_any_likely_length_costs_at_most_a_few_dozen_packets_more(int lost, int refusedAtMost)
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        for (var number = 0; number < 100; number++)
            pair.Send(number);

        var next = 99L + lost;
        var refused = 0;
        while (pair.Send(next++) != DropReason.None)
            refused++;

        Assert.That(refused, Is.LessThanOrEqualTo(refusedAtMost));
        Assert.That(pair.Send(next), Is.EqualTo(DropReason.None));
    }

    [Test]
    public void No_flood_of_forgeries_costs_a_good_packet([Values] SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var random = new Random(42);
        for (var number = 0; number < 300; number++)
        {
            Assert.That(pair.Send(number), Is.EqualTo(DropReason.None));
            for (var i = random.Next(70); i > 0; i--)
                pair.Receive(SrtpPair.Rtp(number + i));
        }
    }

    [Test]
    public void Streams_do_not_share_windows_or_wraps()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);
        for (var number = 0L; number < 200_000; number += 30_000)
            pair.Send(number, ssrc: 1);

        Assert.That(pair.Send(5, ssrc: 2), Is.EqualTo(DropReason.None));
        Assert.That(pair.Send(210_000, ssrc: 1), Is.EqualTo(DropReason.None));
    }

    [Test]
    public void Strangers_beyond_the_limit_are_refused_and_forgeries_take_no_place([Values(1, 3, 64)] int limit)
    {
        using var pair = new SrtpPair(SrtpProfile.AesCm128HmacSha1_80, maxSsrcs: limit);
        for (uint forged = 0; forged < 100; forged++)
            Assert.That(pair.Receive(SrtpPair.Rtp(1, ssrc: 1_000 + forged)), Is.EqualTo(DropReason.FailedAuthentication));

        for (uint ssrc = 0; ssrc < limit; ssrc++)
            Assert.That(pair.Send(1, ssrc), Is.EqualTo(DropReason.None));

        Assert.That(pair.Send(1, ssrc: 5_000), Is.EqualTo(DropReason.TooManySsrcs));
        Assert.That(pair.Send(2, ssrc: 0), Is.EqualTo(DropReason.None));

        pair.Receiver.Forget(new Ssrc(0));
        Assert.That(pair.Send(1, ssrc: 5_000), Is.EqualTo(DropReason.None));
    }

    [Test]
    public void Reports_of_strangers_beyond_the_limit_are_refused()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm, maxSsrcs: 1);

        Assert.That(pair.Receiver.UnprotectRtcp(pair.ProtectedRtcp(ssrc: 1), out _), Is.EqualTo(DropReason.None));
        Assert.That(pair.Receiver.UnprotectRtcp(pair.ProtectedRtcp(ssrc: 2), out _), Is.EqualTo(DropReason.TooManySsrcs));
        Assert.That(pair.Receiver.UnprotectRtcp(pair.ProtectedRtcp(ssrc: 1), out _), Is.EqualTo(DropReason.None));
    }
}
