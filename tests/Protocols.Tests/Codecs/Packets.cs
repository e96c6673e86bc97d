using System.Buffers.Binary;

namespace Protocols.Tests.Codecs;

/// <summary>RTP packets around given payloads, and nonsense made from them.</summary>
internal static class Packets
{
    public static byte[] Rtp(byte[] payload, uint timestamp = 0, ushort sequence = 0, bool marker = false)
    {
        var packet = new byte[12 + payload.Length];
        packet[0] = 0x80;
        packet[1] = (byte)(96 | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), 0xCAFE);
        payload.CopyTo(packet, 12);
        return packet;
    }

    public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal));

    /// <summary>The seed cut at every length, then a few thousand copies with random bytes and bits changed.</summary>
    public static IEnumerable<byte[]> Hostile(byte[] original, int seed, int count = 3_000)
    {
        for (var length = 0; length <= original.Length; length++)
            yield return original[..length];

        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var changed = i % 3 == 0 ? new byte[random.Next(64)] : (byte[])original.Clone();
            if (i % 3 == 0)
                random.NextBytes(changed);

            for (var change = random.Next(1, 5); change > 0 && changed.Length > 0; change--)
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));

            yield return changed[..random.Next(changed.Length + 1)];
        }
    }
}
