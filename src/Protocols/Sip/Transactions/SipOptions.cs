namespace Protocols.Sip.Transactions;

/// <summary>How this server behaves in SIP.</summary>
public sealed record SipOptions
{
    /// <summary>The name or address that Via and Contact give as ours.</summary>
    public required string Host { get; init; }

    public ushort Port { get; init; } = 5060;

    public ushort TlsPort { get; init; } = 5061;

    /// <summary>What User-Agent and Server say.</summary>
    public string Product { get; init; } = "Conference";

    public SipLimits Limits { get; init; } = SipLimits.Default;

    /// <summary>The round trip that is hoped for (RFC 3261 §17.1.1.1).</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause between repetitions.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a message may wander about in the network.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long anything is tried at all.</summary>
    public TimeSpan Patience => T1 * 64;

    /// <summary>Some 0.8 KB each. A request beyond them is answered with 503 and leaves nothing behind.</summary>
    public int MaxTransactions { get; init; } = 100_000;

    public int MaxCalls { get; init; } = 2_000;

    /// <summary>When those who were refused for overload may come again; drawn between this and twice this, so that they do not come together.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What we ask for; many terminals ask for less and get it.</summary>
    public TimeSpan SessionExpires { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The lowest that RFC 4028 §5 allows and that old terminals want.</summary>
    public TimeSpan MinSessionExpires { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long an invitation may wait for an answer, theirs or ours.</summary>
    public TimeSpan RingLimit { get; init; } = TimeSpan.FromMinutes(3);
}
