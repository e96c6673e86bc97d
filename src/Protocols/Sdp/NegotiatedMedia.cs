using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>What both sides agreed about one media section, seen from the server.</summary>
public sealed record NegotiatedMedia
{
    /// <summary>Empty if a refused section had none.</summary>
    public required Mid Mid { get; init; }

    public required MediaKind Kind { get; init; }

    public required SectionRefusal Refusal { get; init; }

    public bool IsAccepted => Refusal == SectionRefusal.None;

    /// <summary>Seen from us: <see cref="MediaDirection.Receive"/> is a publisher's section.</summary>
    public MediaDirection Direction { get; init; }

    /// <summary>Best first. Retransmission formats are not listed; each codec names its own.</summary>
    public IReadOnlyList<CodecDescription> Codecs { get; init; } = [];

    public RtpExtensionMap ReceiveExtensions { get; init; } = RtpExtensionMap.Empty;

    /// <summary>Differs from <see cref="ReceiveExtensions"/> where an extension was agreed one way only.</summary>
    public RtpExtensionMap SendExtensions { get; init; } = RtpExtensionMap.Empty;

    /// <summary>The encodings we receive, in the sender's order; empty without simulcast.</summary>
    public IReadOnlyList<SimulcastRid> Simulcast { get; init; } = [];

    /// <summary>What they announced that they send. Empty where we do not receive: Firefox announces sources there too.</summary>
    public IReadOnlyList<RemoteStream> RemoteStreams { get; init; } = [];

    /// <summary>Sources that are layers of one picture, lowest first, for clients that do simulcast without RID.</summary>
    public IReadOnlyList<Ssrc> SimulcastSsrcs { get; init; } = [];

    public Msid? RemoteMsid { get; init; }

    /// <summary>What we send here; null if nothing.</summary>
    public LocalStream? LocalStream { get; init; }

    /// <summary>The most the other side wants to be sent here (<c>b=</c>); null if it did not say.</summary>
    public Bitrate? SendLimit { get; init; }

    public bool ReducedSizeRtcp { get; init; }

    /// <summary>The other side may ask for round trips with extended reports (RFC 3611 §4.4).</summary>
    public bool ReceiverRoundTrip { get; init; }

    /// <summary>The section as we described it.</summary>
    public required MediaDescription Local { get; init; }

    /// <summary>The section as they described it.</summary>
    public required MediaDescription Remote { get; init; }

    public CodecDescription? Codec(CodecName name) => Codecs.FirstOrDefault(codec => codec.Name == name);

    public CodecDescription? Codec(PayloadType payloadType) => Codecs.FirstOrDefault(codec => codec.PayloadType == payloadType);

    /// <summary>Short, and without the sections' own text, which holds the ICE password.</summary>
    public override string ToString() => IsAccepted ? $"{Mid} {Kind} {Direction}: {string.Join(", ", Codecs)}" : $"{Mid} {Kind} refused: {Refusal}";
}
