using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>What we are about to write as one media section, in an offer or an answer.</summary>
internal sealed record SectionPlan
{
    public required string Media { get; init; }

    public required string Protocol { get; init; }

    /// <summary>Only a refused section repeats the formats it was offered.</summary>
    public IReadOnlyList<string> RefusedFormats { get; init; } = ["0"];

    public Mid? Mid { get; init; }

    public SectionRefusal Refusal { get; init; }

    public MediaDirection Direction { get; init; }

    /// <summary>Best first, retransmission formats not among them.</summary>
    public IReadOnlyList<CodecDescription> Codecs { get; init; } = [];

    public IReadOnlyList<ExtMap> Extensions { get; init; } = [];

    public bool ReducedSizeRtcp { get; init; }

    public bool ReceiverRoundTrip { get; init; }

    /// <summary>Encodings that we receive.</summary>
    public IReadOnlyList<RidDescription> Rids { get; init; } = [];

    public IReadOnlyList<SimulcastRid> Simulcast { get; init; } = [];

    public LocalStream? Stream { get; init; }

    public Bitrate? ReceiveLimit { get; init; }

    public bool IsAccepted => Refusal == SectionRefusal.None;

    public static SectionPlan Refused(MediaDescription offered, SectionRefusal why) => new()
    {
        Media = offered.Media,
        Protocol = offered.Protocol,
        RefusedFormats = offered.Formats,
        Mid = offered.Mid,
        Refusal = why,
    };
}
