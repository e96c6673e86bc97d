using System.Buffers.Binary;
using Protocols.Rtcp;

namespace Protocols.Tests.Congestion;

/// <summary>Transport-wide feedback written by hand: run-length chunks and 16-bit deltas only.</summary>
internal static class FeedbackBytes
{
    public static byte[] Write(ushort first, int referenceTime, params TimeSpan?[] arrivals)
    {
        var deltas = arrivals.Count(a => a != null) * 2;
        var length = 20 + (arrivals.Length * 2) + deltas;
        var bytes = new byte[(length + 3) / 4 * 4];
        bytes[0] = 0x80 | 15;
        bytes[1] = 205;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)((bytes.Length / 4) - 1));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(12), first);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(14), (ushort)arrivals.Length);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), referenceTime << 8);

        var delta = 20 + (arrivals.Length * 2);
        var last = TimeSpan.Zero;
        for (var i = 0; i < arrivals.Length; i++)
        {
            var symbol = arrivals[i] == null ? 0 : 2;
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(20 + (i * 2)), (ushort)((symbol << 13) | 1));
            if (arrivals[i] is not { } arrival)
                continue;

            BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(delta), (short)((arrival - last).Ticks / 2_500));
            delta += 2;
            last = arrival;
        }

        return bytes;
    }

    public static TransportFeedback Parse(byte[] bytes)
    {
        if (RtcpCompound.TryParse(bytes, out var compound))
        {
            var packets = compound.GetEnumerator();
            if (packets.MoveNext() && TransportFeedback.TryParse(packets.Current, out var feedback))
                return feedback;
        }

        throw new InvalidOperationException("not feedback");
    }
}
