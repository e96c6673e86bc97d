namespace Protocols.Ice;

/// <summary>How a full agent paces, repeats and renews its checks.</summary>
public sealed record IceFullOptions
{
    /// <summary>The role to begin with; a 487 from the peer changes it.</summary>
    public IceRole Role { get; init; } = IceRole.Controlling;

    /// <summary>Ta: between the first checks of two pairs (RFC 8445 §14.2).</summary>
    public TimeSpan Pacing { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The least RTO (RFC 8445 §14.3). It doubles with every repetition.</summary>
    public TimeSpan FirstRetransmission { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Rc (RFC 8489 §6.2.1).</summary>
    public int MaxTransmissions { get; init; } = 7;

    /// <summary>Rm (RFC 8489 §6.2.1): how many first RTOs to wait after the last repetition.</summary>
    public int LastWait { get; init; } = 16;

    /// <summary>Ti (RFC 8489 §6.2.2): over TCP nothing is repeated, only waited for.</summary>
    public TimeSpan ReliableTimeout { get; init; } = TimeSpan.FromSeconds(39.5);

    /// <summary>Enough for one transaction to run its whole course.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>RFC 7675 §5.1; varied by ±20 %, so that many sessions do not fall into step.</summary>
    public TimeSpan ConsentInterval { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan DisconnectedAfter { get; init; } = TimeSpan.FromSeconds(7);

    public TimeSpan ConsentTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Candidates beyond this number are not tried (RFC 8445 §6.1.2.5 allows any limit).</summary>
    public int MaxCandidates { get; init; } = 8;
}
