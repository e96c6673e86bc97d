using Mixer.Video.Codecs;
using Protocols.Rtp;

namespace Mixer.Video.Transcoding;

/// <summary>Where a <see cref="Transcoder"/> gets its stream from and where its packets go.</summary>
public interface ITranscoderOutput
{
    void RequestKeyFrame();

    /// <summary>Too much of the stream cannot be decoded: it rests for a while.</summary>
    void Stopped(DecodeOutcome fault);

    /// <summary>The payload of one packet of one size; the last of a picture has the marker. The bytes are good until this returns.</summary>
    void Send(int encoding, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload);
}
