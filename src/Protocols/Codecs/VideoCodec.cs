namespace Protocols.Codecs;

/// <summary>The video codecs whose packets the server can read far enough to forward them by layer.</summary>
public enum VideoCodec : byte
{
    Vp8,
    Vp9,
    H264,
    Av1,
}
