namespace Protocols.Congestion;

/// <summary>What the one-way delay says about the queue at the bottleneck: it empties, it stands, it grows.</summary>
public enum DelayState
{
    Underuse,
    Normal,
    Overuse,
}
