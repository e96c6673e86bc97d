namespace Protocols;

/// <summary>A point on the server's monotonic clock, in ticks of 100 ns. The edge reads it; everyone else is handed it.</summary>
public readonly record struct Instant(long Ticks) : IComparable<Instant>
{
    public static readonly Instant Zero = new(0);

    public static readonly Instant Never = new(long.MaxValue);

    public static Instant operator +(Instant t, TimeSpan d) => t == Never ? Never : new(t.Ticks + d.Ticks);

    public static Instant operator -(Instant t, TimeSpan d) => t == Never ? Never : new(t.Ticks - d.Ticks);

    public static TimeSpan operator -(Instant a, Instant b) => new(a.Ticks - b.Ticks);

    public static bool operator <(Instant a, Instant b) => a.Ticks < b.Ticks;

    public static bool operator >(Instant a, Instant b) => a.Ticks > b.Ticks;

    public static bool operator <=(Instant a, Instant b) => a.Ticks <= b.Ticks;

    public static bool operator >=(Instant a, Instant b) => a.Ticks >= b.Ticks;

    public static Instant Earlier(Instant a, Instant b) => a < b ? a : b;

    public static Instant Later(Instant a, Instant b) => a > b ? a : b;

    public int CompareTo(Instant other) => Ticks.CompareTo(other.Ticks);

    public override string ToString() => this == Never ? "never" : $"{Ticks / (double)TimeSpan.TicksPerSecond:F6} s";
}
