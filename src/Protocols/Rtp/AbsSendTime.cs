using System.Buffers.Binary;

namespace Protocols.Rtp;

/// <summary>
/// When a packet left its sender, on that sender's clock: 6.18 bits of seconds, on a circle of 64 s
/// (http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time).
/// </summary>
public readonly record struct AbsSendTime(uint Value)
{
    public const int Length = 3;

    private const int FractionBits = 18;

    public static AbsSendTime From(Instant now)
    {
        var (seconds, ticks) = Math.DivRem(now.Ticks, TimeSpan.TicksPerSecond);
        return new(unchecked((uint)((seconds << FractionBits) + ((ticks << FractionBits) / TimeSpan.TicksPerSecond))) & 0xFF_FFFF);
    }

    public static bool TryRead(ReadOnlySpan<byte> value, out AbsSendTime time)
    {
        time = default;
        if (value.Length != Length)
            return false;

        time = new AbsSendTime(((uint)value[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(value[1..]));
        return true;
    }

    public void Write(Span<byte> value)
    {
        value[0] = (byte)(Value >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(value[1..], (ushort)Value);
    }

    /// <summary>The short way round: less than 32 s either way.</summary>
    public static TimeSpan operator -(AbsSendTime a, AbsSendTime b)
    {
        var steps = unchecked((int)(a.Value - b.Value) << 8) >> 8;
        return new TimeSpan((steps * TimeSpan.TicksPerSecond) >> FractionBits);
    }
}
