using Protocols.Srtp;

namespace Protocols.Tests.Srtp;

public sealed class SrtpSenderTests
{
    [Test]
    public void Without_room_for_the_tag_nothing_is_protected_and_nothing_written([Values] SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        byte[] buffer = [.. SrtpPair.Rtp(1), .. new byte[pair.Sender.RtpOverhead - 1]];
        var before = buffer.ToArray();

        Assert.That(pair.Sender.ProtectRtp(buffer, 12, 52, 0), Is.Zero);
        Assert.That(pair.Sender.ProtectRtcp(buffer, buffer.Length - pair.Sender.RtcpOverhead + 1), Is.Zero);
        Assert.That(buffer, Is.EqualTo(before));
    }

    [Test]
    public void No_report_is_sent_under_an_index_that_has_been_used()
    {
        using var session = SrtpSessionKeys.Given(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12]);
        using var sender = new SrtpSender(SrtpProfile.AeadAes128Gcm, session, SrtpCryptoChoice.Fastest, rtcpIndex: 0x7FFF_FFFF);
        byte[] buffer = [.. SrtpPair.Rtcp(), .. new byte[sender.RtcpOverhead]];

        Assert.That(sender.ProtectRtcp(buffer, 28), Is.EqualTo(buffer.Length));
        Assert.That(sender.ProtectRtcp(buffer, 28), Is.Zero);
    }

    [Test]
    public void Every_implementation_gives_the_same_bytes([Values] SrtpProfile profile)
    {
        var packets = SrtpPair.Choices.Select(choice =>
        {
            using var pair = new SrtpPair(profile, choice);
            return Hex.Of(pair.Protected(65_536 * 9, payloadLength: 1_188)) + Hex.Of(pair.ProtectedRtcp());
        });

        Assert.That(packets.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_packet_whose_middle_is_elsewhere_is_protected_as_the_whole_one(
        [Values] SrtpProfile profile, [ValueSource(typeof(SrtpPair), nameof(SrtpPair.Choices))] SrtpCryptoChoice choice)
    {
        using var pair = new SrtpPair(profile, choice);
        for (var length = 0; length < 1_400; length += 57)
        {
            var rtp = SrtpPair.Rtp(1, payloadLength: length);
            byte[] whole = [.. rtp, .. new byte[pair.Sender.RtpOverhead]];
            pair.Sender.ProtectRtp(whole, 12, rtp.Length, 0);
            for (var batches = 0; 12 + SrtpSender.MiddleBatch + (batches * SrtpSender.MiddleBatch) <= rtp.Length; batches++)
            {
                var middle = rtp.AsSpan(12 + SrtpSender.MiddleBatch, batches * SrtpSender.MiddleBatch);
                byte[] ends = [.. rtp, .. new byte[pair.Sender.RtpOverhead]];
                ends.AsSpan(12 + SrtpSender.MiddleBatch, middle.Length).Clear();

                pair.Sender.ProtectRtp(ends, 12, rtp.Length, middle, 0);

                Assert.That(Hex.Of(ends), Is.EqualTo(Hex.Of(whole)), $"{length} bytes, {batches} batches elsewhere");
            }
        }
    }

    [TestCase(127, 400)]
    [TestCase(128, 200)]
    public void A_middle_of_parts_of_batches_or_beyond_the_packet_is_our_mistake(int middle, int length)
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm);

        Assert.That(() => pair.Sender.ProtectRtp(new byte[500], 12, length, new byte[middle], 0), Throws.ArgumentException);
    }

    [Test]
    public void Protecting_and_unprotecting_allocates_nothing(
        [Values] SrtpProfile profile, [Values(SrtpCryptoChoice.Fastest, SrtpCryptoChoice.OpenSsl)] SrtpCryptoChoice choice)
    {
        using var pair = new SrtpPair(profile, choice);
        var (rtp, rtcp) = (SrtpPair.Rtp(0, payloadLength: 1_188), SrtpPair.Rtcp());
        var buffer = new byte[1_300];
        var accepted = 0;
        void Exchange(int from, int count)
        {
            for (var number = from; number < from + count; number++)
            {
                rtp.CopyTo(buffer, 0);
                (buffer[2], buffer[3]) = ((byte)(number >> 8), (byte)number);
                var length = pair.Sender.ProtectRtp(buffer, 12, rtp.Length, 0);
                if (pair.Receiver.UnprotectRtp(buffer.AsSpan(0, length), out _) == DropReason.None)
                    accepted++;

                if (pair.Receiver.UnprotectRtp(buffer.AsSpan(0, length), out _) == DropReason.Replayed)
                    accepted++;

                rtcp.CopyTo(buffer, 0);
                length = pair.Sender.ProtectRtcp(buffer, rtcp.Length);
                if (pair.Receiver.UnprotectRtcp(buffer.AsSpan(0, length), out _) == DropReason.None)
                    accepted++;
            }
        }

        Exchange(from: 0, count: 10);
        var sent = 10;
        Assert.That(Allocations.Least(() =>
        {
            Exchange(from: sent, count: 1_000);
            sent += 1_000;
        }), Is.Zero);
        Assert.That(accepted, Is.EqualTo(3 * sent));
    }
}
