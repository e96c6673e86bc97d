namespace Protocols;

/// <summary>Bits per second.</summary>
public readonly record struct Bitrate(long BitsPerSecond) : IComparable<Bitrate>
{
    public static readonly Bitrate Zero = new(0);

    public static readonly Bitrate Unlimited = new(long.MaxValue);

    public static Bitrate Kilobits(double kilobitsPerSecond) => new((long)(kilobitsPerSecond * 1_000));

    public static Bitrate Megabits(double megabitsPerSecond) => new((long)(megabitsPerSecond * 1_000_000));

    public static Bitrate Of(long bytes, TimeSpan over) =>
        over <= TimeSpan.Zero ? Zero : new((long)(bytes * 8 * (double)TimeSpan.TicksPerSecond / over.Ticks));

    public double InKilobits => BitsPerSecond / 1_000.0;

    public double BytesIn(TimeSpan span) => BitsPerSecond / 8.0 * span.Ticks / TimeSpan.TicksPerSecond;

    public TimeSpan TimeToSend(long bytes) =>
        this == Zero ? TimeSpan.MaxValue : new((long)(bytes * 8.0 * TimeSpan.TicksPerSecond / BitsPerSecond));

    public static Bitrate operator +(Bitrate a, Bitrate b) => new(a.BitsPerSecond + b.BitsPerSecond);

    public static Bitrate operator -(Bitrate a, Bitrate b) => new(a.BitsPerSecond - b.BitsPerSecond);

    public static Bitrate operator *(Bitrate a, double factor) => new((long)(a.BitsPerSecond * factor));

    public static bool operator <(Bitrate a, Bitrate b) => a.BitsPerSecond < b.BitsPerSecond;

    public static bool operator >(Bitrate a, Bitrate b) => a.BitsPerSecond > b.BitsPerSecond;

    public static bool operator <=(Bitrate a, Bitrate b) => a.BitsPerSecond <= b.BitsPerSecond;

    public static bool operator >=(Bitrate a, Bitrate b) => a.BitsPerSecond >= b.BitsPerSecond;

    public static Bitrate Lower(Bitrate a, Bitrate b) => a < b ? a : b;

    public static Bitrate Higher(Bitrate a, Bitrate b) => a > b ? a : b;

    public int CompareTo(Bitrate other) => BitsPerSecond.CompareTo(other.BitsPerSecond);

    public override string ToString() => $"{InKilobits:F0} kbit/s";
}
