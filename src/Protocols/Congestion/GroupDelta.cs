namespace Protocols.Congestion;

/// <summary>How much later one group of packets arrived than the group before, compared with how much later it was sent.</summary>
public readonly record struct GroupDelta(double SentMilliseconds, double ArrivedMilliseconds, Instant SentAt, TimeSpan ArrivedAt)
{
    public double QueueGrowth => ArrivedMilliseconds - SentMilliseconds;
}
