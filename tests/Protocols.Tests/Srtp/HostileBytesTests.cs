using Protocols.Srtp;

namespace Protocols.Tests.Srtp;

/// <summary>Strangers' bytes are answered with a reason, whatever they are.</summary>
public sealed class HostileBytesTests
{
    [Test]
    public void A_packet_cut_at_any_length_is_refused([Values] SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var (packet, report) = (pair.Protected(1), pair.ProtectedRtcp());
        for (var length = 0; length < packet.Length; length++)
            Assert.That(pair.Receiver.UnprotectRtp(packet.AsSpan(0, length).ToArray(), out _), Is.Not.EqualTo(DropReason.None));

        for (var length = 0; length < report.Length; length++)
            Assert.That(pair.Receiver.UnprotectRtcp(report.AsSpan(0, length).ToArray(), out _), Is.Not.EqualTo(DropReason.None));
    }

    [Test]
    public void Random_bytes_are_refused_without_an_exception([Values] SrtpProfile profile, [Values(1, 2)] int seed)
    {
        using var pair = new SrtpPair(profile);
        var random = new Random(seed);
        var bytes = new byte[200];
        for (var i = 0; i < 2_000; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)(0x80 | (bytes[0] & 0x3F));
            var datagram = bytes.AsSpan(0, random.Next(bytes.Length));

            Assert.That(pair.Receiver.UnprotectRtp(datagram, out var length), Is.Not.EqualTo(DropReason.None));
            Assert.That(length, Is.Zero);
            Assert.That(pair.Receiver.UnprotectRtcp(datagram, out length), Is.Not.EqualTo(DropReason.None));
            Assert.That(length, Is.Zero);
        }
    }

    [Test]
    public void Headers_that_reach_to_the_last_byte_are_carried([Values] SrtpProfile profile)
    {
        using var pair = new SrtpPair(profile);
        byte[] plain = [0x91, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0xBE, 0xDE, 0, 1, 0x10, 1, 0, 0];
        byte[] packet = [.. plain, .. new byte[pair.Sender.RtpOverhead]];

        Assert.That(pair.Sender.ProtectRtp(packet, plain.Length, plain.Length, 0), Is.EqualTo(packet.Length));
        Assert.That(packet[..plain.Length], Is.EqualTo(plain));
        Assert.That(pair.Receiver.UnprotectRtp(packet, out var length), Is.EqualTo(DropReason.None));
        Assert.That(packet[..length], Is.EqualTo(plain));
    }

    [Test]
    public void What_fails_to_authenticate_leaves_no_plaintext_behind(
        [ValueSource(typeof(SrtpPair), nameof(SrtpPair.Choices))] SrtpCryptoChoice choice)
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm, choice);
        var packet = pair.Protected(1);
        packet[^1] ^= 1;

        pair.Receive(packet);

        Assert.That(packet[12..^16], Is.All.Zero);
    }
}
