using Protocols.Rtp;
using Protocols.Sdp;

namespace Client;

/// <summary>What a client and the other side agreed about one media section, seen from the client.</summary>
internal sealed record AgreedSection
{
    public required Mid Mid { get; init; }

    public required MediaKind Kind { get; init; }

    public required MediaDirection Direction { get; init; }

    /// <summary>Best first; what we send is the first.</summary>
    public required IReadOnlyList<CodecDescription> Codecs { get; init; }

    public required RtpExtensionMap Extensions { get; init; }

    /// <summary>Encodings that the other side wants of us; empty without simulcast.</summary>
    public IReadOnlyList<string> Rids { get; init; } = [];

    /// <summary>What the other side announced that it sends, with what repairs it.</summary>
    public IReadOnlyList<(Ssrc Ssrc, Ssrc? Rtx)> RemoteStreams { get; init; } = [];

    public CodecDescription? CodecOf(PayloadType payloadType)
    {
        foreach (var codec in Codecs)
        {
            if (codec.PayloadType == payloadType)
                return codec;
        }

        return null;
    }

    public CodecDescription? RepairedBy(PayloadType payloadType)
    {
        foreach (var codec in Codecs)
        {
            if (codec.RtxPayloadType == payloadType)
                return codec;
        }

        return null;
    }
}
