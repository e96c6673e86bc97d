namespace Protocols.Rtp;

/// <summary>A source's media clock (RFC 3550 §5.1), on a circle of 2^32.</summary>
public readonly record struct RtpTimestamp(uint Value)
{
    public static RtpTimestamp operator +(RtpTimestamp t, int ticks) => new(unchecked(t.Value + (uint)ticks));

    public static RtpTimestamp operator -(RtpTimestamp t, int ticks) => new(unchecked(t.Value - (uint)ticks));

    /// <summary>Ticks from <paramref name="b"/> to <paramref name="a"/> the short way round.</summary>
    public static int operator -(RtpTimestamp a, RtpTimestamp b) => unchecked((int)(a.Value - b.Value));

    public bool IsNewerThan(RtpTimestamp other) => this - other > 0;

    public override string ToString() => $"t{Value}";
}
