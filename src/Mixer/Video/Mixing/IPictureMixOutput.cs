using Mixer.Video.Codecs;
using Mixer.Video.Composing;
using Mixer.Video.Planning;
using Protocols.Rtp;

namespace Mixer.Video.Mixing;

/// <summary>Where a <see cref="PictureMix"/> gets its streams from and where its packets go.</summary>
public interface IPictureMixOutput
{
    /// <summary>How high the picture of a source is shown at most; 0: nobody is shown it, and nothing of it need come.</summary>
    void Want(SourceId source, int height);

    void RequestKeyFrame(SourceId source);

    /// <summary>Too much of the stream of a source cannot be decoded: it rests for a while.</summary>
    void Stopped(SourceId source, DecodeOutcome fault);

    /// <summary>From now on he gets the packets of this class, which begin with a key frame soon.</summary>
    void Move(ViewerId viewer, MixClass mixed);

    /// <summary>One packet for all viewers of a class.</summary>
    void Send(MixClass mixed, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload);
}
