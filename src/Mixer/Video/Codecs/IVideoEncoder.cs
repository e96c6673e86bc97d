using Protocols;

namespace Mixer.Video.Codecs;

/// <summary>Makes one stream of pictures of one size, each from those before it alone. Belongs to one thread.</summary>
public interface IVideoEncoder : IDisposable
{
    int Width { get; }

    int Height { get; }

    /// <summary>The next picture will be one that a decoder can begin with.</summary>
    void RequestKeyFrame();

    /// <summary>From the next picture on, without a key frame.</summary>
    void SetRate(Bitrate bitrate, double picturesPerSecond);

    /// <summary>
    /// Encodes the picture that belongs to <paramref name="time"/> on the stream's clock, which only goes forward. The result is good until the
    /// next call, and empty when the rate leaves no room for the picture.
    /// </summary>
    EncodedPicture Encode(PictureView picture, TimeSpan time);
}
