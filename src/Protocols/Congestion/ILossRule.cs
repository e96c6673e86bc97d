namespace Protocols.Congestion;

/// <summary>Decides what loss means for the target. Replaceable: paths whose loss has nothing to do with our rate need other rules.</summary>
public interface ILossRule
{
    /// <summary>The most that loss allows; <see cref="Bitrate.Unlimited"/> when it has nothing to say.</summary>
    Bitrate Limit { get; }

    /// <summary>The share of packets, below 1, that this path loses whatever we send: no sign of congestion.</summary>
    double Inherent { get; }

    void Receive(in LossWindow window, Instant now);
}
