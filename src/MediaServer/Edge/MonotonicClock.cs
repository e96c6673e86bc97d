using System.Diagnostics;
using Protocols;

namespace MediaServer.Edge;

/// <summary>The one place where the media side reads a clock.</summary>
public sealed class MonotonicClock
{
    private readonly long _zero = Stopwatch.GetTimestamp();
    private readonly double _ticksPerCount = (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency;

    /// <summary>The wall clock at <see cref="Instant.Zero"/>: what sender reports count from.</summary>
    public NtpTime Epoch { get; } = NtpTime.FromUnix(DateTime.UtcNow - DateTime.UnixEpoch);

    public Instant Now => new((long)((Stopwatch.GetTimestamp() - _zero) * _ticksPerCount));
}
