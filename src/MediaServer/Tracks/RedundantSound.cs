using MediaServer.Packets;
using Protocols.Loss;
using Protocols.Rtp;

namespace MediaServer.Tracks;

/// <summary>
/// The redundant forms (RFC 2198) of a sound track's newest packet, written once behind the packet in its slot, for all receivers
/// of that class. Made only while somebody's line loses packets.
/// </summary>
internal sealed class RedundantSound
{
    /// <summary>How many earlier frames the light and the heavy class carry.</summary>
    public static readonly int[] Earlier = [1, 4];

    private static readonly PayloadType Placeholder = new(0);

    private readonly RedEncoder _encoder = new();

    public void Write(in RtpPacket packet, Span<byte> slot, ref PacketFacts facts)
    {
        _encoder.Add(packet.SequenceNumber, packet.Timestamp, packet.Payload);
        var at = facts.Length;
        for (var level = 0; level < Earlier.Length; level++)
        {
            if (!_encoder.TryWrite(Earlier[level], Placeholder, slot[at..], out var length))
                return;

            facts.SetRedundant(level, at, (ushort)length);
            at += (ushort)length;
        }
    }

    /// <summary>Puts the receiver's number for Opus into the blocks of a redundant payload (RFC 2198 §3: one byte in four, the last alone).</summary>
    public static void SetPayloadType(Span<byte> payload, PayloadType opus)
    {
        var at = 0;
        while (at < payload.Length && (payload[at] & 0x80) != 0)
        {
            payload[at] = (byte)(0x80 | opus.Value);
            at += 4;
        }

        if (at < payload.Length)
            payload[at] = opus.Value;
    }
}
