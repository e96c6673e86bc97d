using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>One stream that the server sends, and what the page will know it by.</summary>
public sealed record LocalStream
{
    public required MediaKind Kind { get; init; }

    /// <summary>The section it belongs to; null lets it go into the first section of its kind that asks to receive.</summary>
    public Mid? Mid { get; init; }

    public required Ssrc Ssrc { get; init; }

    /// <summary>Used if retransmission is agreed.</summary>
    public Ssrc? RtxSsrc { get; init; }

    /// <summary>The same for all streams that are to be played in step (RFC 3550 §6.5.1).</summary>
    public required string Cname { get; init; }

    /// <summary>The page's MediaStream and track (RFC 8830).</summary>
    public required Msid Msid { get; init; }
}
