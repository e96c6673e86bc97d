namespace SignalingHost.Rest;

/// <summary>A span of time in a query, in Unix milliseconds. Clients in the field send the later end first; both orders mean the same.</summary>
internal readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset Until)
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static TimeRange Of(long one, long other) => new(At(Math.Min(one, other)), At(Math.Max(one, other)));

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Earliest, Latest));
}
