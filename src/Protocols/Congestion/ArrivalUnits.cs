using Protocols.Rtcp;

namespace Protocols.Congestion;

/// <summary>Our clock in the 250 µs of transport-wide feedback. Whole values are subtracted, so no rounding adds up.</summary>
internal static class ArrivalUnits
{
    public static long From(Instant instant) => instant.Ticks / TransportFeedback.DeltaTicks;

    public static Instant ToInstant(long units) => new(units * TransportFeedback.DeltaTicks);
}
