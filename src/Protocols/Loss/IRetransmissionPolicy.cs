namespace Protocols.Loss;

/// <summary>Decides about every packet that one receiver asks for again. One object per receiver.</summary>
public interface IRetransmissionPolicy
{
    RetransmissionDecision Decide(in RetransmissionRequest request, Instant now);
}

/// <summary>What a policy is told of one packet that a receiver asks for.</summary>
public readonly record struct RetransmissionRequest
{
    public int Bytes { get; init; }

    /// <summary>When it was sent first; with the playing deadline this tells how many rounds are left.</summary>
    public Instant FirstSent { get; init; }

    public Instant LastSent { get; init; }

    /// <summary>How often it was sent, the first time included.</summary>
    public int TimesSent { get; init; }

    public TimeSpan RoundTrip { get; init; }

    /// <summary>The share of packets lost on the way to this receiver, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>What the path to this receiver is believed to carry.</summary>
    public Bitrate Available { get; init; }

    /// <summary>Part of a key frame or of temporal layer 0: much depends on it.</summary>
    public bool IsImportant { get; init; }

    public bool IsDiscardable { get; init; }
}

/// <summary>How often to send, how far apart; or why not.</summary>
public readonly record struct RetransmissionDecision(int Copies, TimeSpan Spacing, DropReason Refusal)
{
    public static RetransmissionDecision Send(int copies, TimeSpan spacing) => new(copies, spacing, DropReason.None);

    public static RetransmissionDecision Refuse(DropReason reason) => new(0, TimeSpan.Zero, reason);
}
