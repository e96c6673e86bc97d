using MediaServer.Tracks;
using Protocols.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;

namespace MediaServer.Peers;

/// <summary>
/// One media section in which a peer publishes: which payload types it agreed to and which encodings it announced. The track is
/// made when the first packet shows which codec the peer really chose.
/// </summary>
internal sealed class ReceiveSection
{
    private readonly CodecDescription?[] _codecs = new CodecDescription?[128];
    private readonly CodecDescription?[] _repaired = new CodecDescription?[128];

    public ReceiveSection(NegotiatedMedia media, TrackSource source)
    {
        Media = media;
        Source = source;
        foreach (var codec in media.Codecs)
        {
            _codecs[codec.PayloadType.Value & 0x7F] = codec;
            if (codec.RtxPayloadType is { } rtx)
                _repaired[rtx.Value & 0x7F] = codec;
        }
    }

    public NegotiatedMedia Media { get; }

    public TrackSource Source { get; }

    public PublishedTrack? Track { get; set; }

    /// <summary>Which encoding each simulcast stream is, in the order of the section.</summary>
    public IncomingStream?[] Streams { get; set; } = [];

    public int EncodingCount => Math.Max(1, Math.Max(Media.Simulcast.Count, Media.SimulcastSsrcs.Count));

    public bool Knows(PayloadType payloadType) => CodecOf(payloadType) is not null || RepairedBy(payloadType) is not null;

    public CodecDescription? CodecOf(PayloadType payloadType) => _codecs[payloadType.Value];

    /// <summary>The codec whose packets come again under this RTX payload type.</summary>
    public CodecDescription? RepairedBy(PayloadType payloadType) => _repaired[payloadType.Value];

    /// <summary>RED carries another codec; that one is what subscribers get.</summary>
    public CodecDescription CarriedBy(CodecDescription codec) =>
        codec.Name == CodecName.Red ? Media.Codec(CodecName.Opus) ?? codec : codec;

    public int EncodingOf(Rid rid)
    {
        for (var i = 0; i < Media.Simulcast.Count; i++)
        {
            if (Media.Simulcast[i].Rid == rid)
                return i;
        }

        return -1;
    }

    public int EncodingOf(Ssrc ssrc)
    {
        for (var i = 0; i < Media.SimulcastSsrcs.Count; i++)
        {
            if (Media.SimulcastSsrcs[i] == ssrc)
                return i;
        }

        foreach (var stream in Media.RemoteStreams)
        {
            if (stream.Ssrc == ssrc)
                return 0;
        }

        return -1;
    }

    /// <summary>The encoding that an announced RTX source repairs.</summary>
    public int EncodingRepairedBy(Ssrc ssrc)
    {
        foreach (var stream in Media.RemoteStreams)
        {
            if (stream.RtxSsrc == ssrc)
                return EncodingOf(stream.Ssrc);
        }

        return -1;
    }

    public static VideoCodec VideoCodecOf(CodecDescription codec) => codec.Name switch
    {
        CodecName.Vp9 => VideoCodec.Vp9,
        CodecName.H264 => VideoCodec.H264,
        CodecName.Av1 => VideoCodec.Av1,
        _ => VideoCodec.Vp8,
    };
}
