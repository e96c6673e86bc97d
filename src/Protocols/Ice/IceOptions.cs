namespace Protocols.Ice;

/// <summary>How patiently the lite side waits for its peer.</summary>
public sealed record IceOptions
{
    /// <summary>From the start, or a restart, to the first nomination.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Just longer than the longest pause between two consent checks, 5 s + 20 % (RFC 7675 §5.1), and a retransmission.</summary>
    public TimeSpan DisconnectedAfter { get; init; } = TimeSpan.FromSeconds(7);

    /// <summary>RFC 7675 §5.1.</summary>
    public TimeSpan ConsentTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A browser with VPN, IPv6 and containers checks from about ten addresses. Beyond this number the route unheard of for
    /// longest is forgotten.
    /// </summary>
    public int MaxRoutes { get; init; } = 16;

    /// <summary>
    /// How long a nominated route is safe from nominations of lower priority. A peer with aggressive nomination names all its
    /// pairs within a second and means the best; one that moves to a worse network keeps naming only that.
    /// </summary>
    public TimeSpan NominationHold { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the old credentials live on after the first check with the new ones: packets in flight arrive.</summary>
    public TimeSpan RestartOverlap { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the old credentials live at most when no check with the new ones comes.</summary>
    public TimeSpan RestartLimit { get; init; } = TimeSpan.FromSeconds(20);
}
