namespace Protocols.Sip;

/// <summary>How much of a message is looked at. What is larger is refused by name, not cut.</summary>
public sealed record SipLimits
{
    public static SipLimits Default { get; } = new();

    /// <summary>Terminals send some 1 500 bytes; the longest of RFC 4475 has 3 500.</summary>
    public int MaxHead { get; init; } = 16 * 1_024;

    public int MaxBody { get; init; } = 48 * 1_024;

    public int MaxHeaders { get; init; } = 128;

    public int MaxUri { get; init; } = 2_048;
}
