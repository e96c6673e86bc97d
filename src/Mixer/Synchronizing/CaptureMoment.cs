using Protocols;
using Protocols.Rtp;

namespace Mixer.Synchronizing;

/// <summary>What a sender report says of a stream in terms of our clock: what has this timestamp was captured then. It is the same clock for all streams of one sender.</summary>
public readonly record struct CaptureMoment(Instant At, RtpTimestamp Timestamp)
{
    public Instant Of(RtpTimestamp timestamp, int clockRate) => At + TimeSpan.FromTicks((timestamp - Timestamp) * TimeSpan.TicksPerSecond / clockRate);
}
