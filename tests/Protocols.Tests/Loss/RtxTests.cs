using Protocols.Loss;
using Protocols.Rtp;
using Protocols.Tests.Codecs;

namespace Protocols.Tests.Loss;

public sealed class RtxTests
{
    [Test]
    public void A_retransmission_becomes_the_packet_that_was_lost()
    {
        var lost = Packets.Rtp([1, 2, 3, 4], timestamp: 9_000, sequence: 0x1234, marker: true);
        var payload = new byte[6];
        Rtx.WriteOriginal(payload, new SequenceNumber(0x1234));
        lost.AsSpan(12).CopyTo(payload.AsSpan(Rtx.HeaderLength));
        var sent = Packets.Rtp(payload, timestamp: 9_000, sequence: 77, marker: true);
        sent[1] = 0x80 | 97;
        sent[11] = 0x99;

        Assert.That(Rtx.TryRestore(sent, new PayloadType(96), new Ssrc(0xCAFE), out var restored));

        Assert.That(restored.ToArray(), Is.EqualTo(lost));
    }

    [Test]
    public void Extensions_move_along_and_padding_goes()
    {
        // X and P set, one extension word, OSN 0x0102, payload AA BB, 3 bytes of padding.
        var sent = Packets.Hex("B0 61 00 4D 00 00 00 01 00 00 00 99 BE DE 00 01 10 55 00 00 01 02 AA BB 00 00 03");

        Assert.That(Rtx.TryRestore(sent, new PayloadType(96), new Ssrc(0xCAFE), out var restored));

        Assert.That(restored.ToArray(), Is.EqualTo(Packets.Hex("90 60 01 02 00 00 00 01 00 00 CA FE BE DE 00 01 10 55 00 00 AA BB")));
        Assert.That(RtpPacket.TryParse(restored, out var packet));
        Assert.That(packet.Extensions.TryFind(1, out var value) && value[0] == 0x55);
    }

    [Test]
    public void The_original_number_and_payload_can_be_read_without_moving_anything()
    {
        Assert.That(Rtx.TryReadOriginal([0x01, 0x02, 0xAA], out var original, out var payload));

        Assert.That(original.Value, Is.EqualTo(0x0102));
        Assert.That(payload.ToArray(), Is.EqualTo(new byte[] { 0xAA }));
    }

    [TestCase("80 61 00 4D 00 00 00 01 00 00 00 99", TestName = "A probe without payload")]
    [TestCase("80 61 00 4D 00 00 00 01 00 00 00 99 01 02", TestName = "A number without a packet")]
    [TestCase("A0 61 00 4D 00 00 00 01 00 00 00 99 00 00 00 04", TestName = "Padding only")]
    public void What_restores_to_nothing_is_refused(string bytes) =>
        Assert.That(Rtx.TryRestore(Packets.Hex(bytes), default, default, out _), Is.False);

    [Test]
    public void No_bytes_make_it_throw()
    {
        foreach (var bytes in Packets.Hostile(Packets.Hex("B0 61 00 4D 00 00 00 01 00 00 00 99 BE DE 00 01 10 55 00 00 01 02 AA BB 00 00 03"), seed: 6))
        {
            if (Rtx.TryRestore(bytes, default, default, out var restored))
                Assert.That(RtpPacket.TryParse(restored, out var packet) && packet.PaddingLength == 0);
        }
    }
}
