using Protocols.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;

namespace MediaServer.Subscriptions;

/// <summary>What was agreed for one stream towards one receiver.</summary>
public sealed record OutgoingSetup
{
    public required Mid Mid { get; init; }

    public required bool IsVideo { get; init; }

    public required Ssrc Ssrc { get; init; }

    /// <summary>For retransmissions (RFC 4588); meaningful when <see cref="HasRtx"/>.</summary>
    public Ssrc RtxSsrc { get; init; }

    public required RtpExtensionMap Extensions { get; init; }

    public required IReadOnlyList<AcceptedCodec> Codecs { get; init; }

    public required string Cname { get; init; }

    /// <summary>Where numbers begin: unpredictable (RFC 3550 §5.1), and never zero.</summary>
    public SequenceNumber FirstSequence { get; init; }

    /// <summary>The receiver's number for redundant sound (RFC 2198); null when he did not agree to it.</summary>
    public PayloadType? RedPayloadType { get; init; }

    public int SoundClockRate { get; init; } = 48_000;

    public int ClockRate => IsVideo ? 90_000 : SoundClockRate;

    public bool HasRtx => RtxSsrc.Value != 0;

    /// <summary>The receiver's number for a publisher's codec; null when he cannot decode it.</summary>
    public AcceptedCodec? Accept(CodecDescription published)
    {
        foreach (var codec in Codecs)
        {
            if (codec.Description.IsCompatibleWith(published))
                return codec;
        }

        foreach (var codec in Codecs)
        {
            if (codec.Description.Takes(published))
                return codec;
        }

        return null;
    }

    public PayloadType RtxPayloadType(PayloadType media)
    {
        // By index: this is asked for every packet that goes again, and an enumerator of an interface is an object.
        for (var i = 0; i < Codecs.Count; i++)
        {
            if (Codecs[i].PayloadType == media)
                return Codecs[i].RtxPayloadType ?? media;
        }

        return media;
    }
}

/// <summary>A codec that the receiver agreed to, under his numbers.</summary>
public sealed record AcceptedCodec(CodecDescription Description, VideoCodec VideoCodec, PayloadType PayloadType, PayloadType? RtxPayloadType);
