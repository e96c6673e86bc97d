namespace Protocols.Rtp;

/// <summary>
/// The least and the most delay a receiver may put between capture and display, 0 … 40.95 s in steps of 10 ms
/// (http://www.webrtc.org/experiments/rtp-hdrext/playout-delay).
/// </summary>
public readonly record struct PlayoutDelay(TimeSpan Least, TimeSpan Most)
{
    public const int Length = 3;

    private const long UnitTicks = 10 * TimeSpan.TicksPerMillisecond;

    // |    least, 12 bits     |    most, 12 bits      |
    public static bool TryRead(ReadOnlySpan<byte> value, out PlayoutDelay delay)
    {
        delay = default;
        if (value.Length != Length)
            return false;

        delay = new PlayoutDelay(
            new TimeSpan(((value[0] << 4) | (value[1] >> 4)) * UnitTicks),
            new TimeSpan((((value[1] & 0x0F) << 8) | value[2]) * UnitTicks));
        return true;
    }

    public void Write(Span<byte> value)
    {
        var least = Steps(Least);
        var most = Steps(Most);
        value[0] = (byte)(least >> 4);
        value[1] = (byte)((least << 4) | (most >> 8));
        value[2] = (byte)most;
    }

    private static int Steps(TimeSpan delay) => (int)Math.Clamp((delay.Ticks + (UnitTicks / 2)) / UnitTicks, 0, 0xFFF);
}
