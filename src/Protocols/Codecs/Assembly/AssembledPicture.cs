using Protocols.Rtp;

namespace Protocols.Codecs.Assembly;

/// <summary>
/// All of one picture, as a decoder takes it: H.264 with start codes, AV1 as a temporal unit, VP8 and VP9 the frames themselves. A picture of VP9 has
/// a frame for each spatial layer, to be decoded one after the other. Good until the call that brought it returns.
/// </summary>
public readonly ref struct AssembledPicture
{
    private readonly PictureBytes _bytes;

    internal AssembledPicture(PictureBytes bytes, RtpTimestamp timestamp, bool isKeyFrame)
    {
        _bytes = bytes;
        Timestamp = timestamp;
        IsKeyFrame = isKeyFrame;
    }

    public RtpTimestamp Timestamp { get; }

    public bool IsKeyFrame { get; }

    public int FrameCount => _bytes.FrameCount;

    public ReadOnlySpan<byte> Frame(int index) => _bytes.Frame(index);
}
