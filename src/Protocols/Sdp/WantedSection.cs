using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>One media section that the server wants in its offer.</summary>
public sealed record WantedSection
{
    /// <summary>Never used before in this session, unless it is the same section again.</summary>
    public required Mid Mid { get; init; }

    public required MediaKind Kind { get; init; }

    /// <summary>Seen from us.</summary>
    public required MediaDirection Direction { get; init; }

    /// <summary>What we send; needed if the direction says that we do.</summary>
    public LocalStream? Stream { get; init; }

    /// <summary>Best first; null takes the policy's.</summary>
    public IReadOnlyList<CodecChoice>? Codecs { get; init; }

    /// <summary>The encodings that we would like to receive, lowest first; empty asks for one.</summary>
    public IReadOnlyList<Rid> Rids { get; init; } = [];
}
