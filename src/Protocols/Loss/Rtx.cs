using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Loss;

/// <summary>
/// The retransmission payload (RFC 4588 §4): the original sequence number in two bytes, then the original payload. Nothing
/// else of the packet is told, so the receiver restores SSRC and payload type from the session description.
/// </summary>
public static class Rtx
{
    public const int HeaderLength = 2;

    /// <summary>Puts the original number at the front of an outgoing payload, into room that was left for it.</summary>
    public static void WriteOriginal(Span<byte> payload, SequenceNumber original) =>
        BinaryPrimitives.WriteUInt16BigEndian(payload, original.Value);

    /// <summary>False for a retransmission packet that carries nothing, which is how bandwidth is probed.</summary>
    public static bool TryReadOriginal(ReadOnlySpan<byte> payload, out SequenceNumber original, out ReadOnlySpan<byte> originalPayload)
    {
        original = default;
        originalPayload = default;
        if (payload.Length <= HeaderLength)
            return false;

        original = new SequenceNumber(BinaryPrimitives.ReadUInt16BigEndian(payload));
        originalPayload = payload[HeaderLength..];
        return true;
    }

    /// <summary>
    /// Makes the original packet again, in place: the header moves up by two bytes and gets back what it had.
    /// <paramref name="restored"/> lies inside <paramref name="packet"/> and has no padding.
    /// </summary>
    public static bool TryRestore(Span<byte> packet, PayloadType originalType, Ssrc originalSsrc, out Span<byte> restored)
    {
        restored = default;
        if (!RtpPacket.TryParse(packet, out var view) || view.Payload.Length <= HeaderLength)
            return false;

        var header = view.HeaderLength;
        var end = packet.Length - view.PaddingLength;
        var original = BinaryPrimitives.ReadUInt16BigEndian(packet[header..]);
        packet[..header].CopyTo(packet[HeaderLength..]);
        restored = packet[HeaderLength..end];
        restored[0] &= 0xDF;
        restored[1] = (byte)((restored[1] & 0x80) | originalType.Value);
        BinaryPrimitives.WriteUInt16BigEndian(restored[2..], original);
        BinaryPrimitives.WriteUInt32BigEndian(restored[8..], originalSsrc.Value);
        return true;
    }
}
