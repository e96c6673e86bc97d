using Protocols.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;

namespace MediaServer.Tracks;

/// <summary>The codec of twins, by which who does not decode a picture is shown it all the same: every browser has VP8 (RFC 7742 §5).</summary>
public static class TwinCodec
{
    public const VideoCodec Video = VideoCodec.Vp8;

    public static readonly CodecDescription Description = new()
    {
        PayloadType = new PayloadType(96),
        Name = CodecName.Vp8,
        EncodingName = "VP8",
        ClockRate = 90_000,
    };
}
