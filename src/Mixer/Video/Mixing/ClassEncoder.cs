using Mixer.Outputs;
using Mixer.Video.Codecs;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Rtp;

namespace Mixer.Video.Mixing;

/// <summary>The encoder of one class, those who watch it, and the key frames that they ask for.</summary>
internal sealed class ClassEncoder : IVideoPayloads, IDisposable
{
    private readonly IPictureMixOutput _output;
    private readonly VideoEncoderOptions _options;
    private VideoOutput _stream;
    private readonly KeyFrameRequests _keyFrames;
    private readonly Instant _opened;

    public ClassEncoder(MixClass mixed, EncoderEffort effort, KeyFrameOptions keyFrames, IPictureMixOutput output, Instant now)
    {
        (Class, _output, _opened) = (mixed, output, now);
        _keyFrames = new KeyFrameRequests(keyFrames);
        _options = new VideoEncoderOptions
        {
            Width = mixed.Step.Size.Width,
            Height = mixed.Step.Size.Height,
            PicturesPerSecond = mixed.Step.FramesPerSecond,
            Bitrate = mixed.Step.Rate,
            Profile = mixed.Profile,
            Effort = effort,
        };
        _stream = new VideoOutput(_options, default);
    }

    public MixClass Class { get; }

    /// <summary>How many viewers are shown it at the moment.</summary>
    public int Watching { get; set; }

    public bool OwesKeyFrame => Watching > 0 && _keyFrames.NextDeadline != Instant.Never;

    /// <summary>Goes on with another encoder, from a key frame of it.</summary>
    public void SetEffort(EncoderEffort effort)
    {
        _stream.Dispose();
        _stream = new VideoOutput(_options with { Effort = effort }, default, _stream.PictureId);
    }

    public void RequestKeyFrame(Instant now) => _keyFrames.Request(now);

    public void Encode(PictureView canvas, Instant now)
    {
        var isAsked = _keyFrames.TryTake(now);
        if (isAsked)
            _stream.RequestKeyFrame();

        if (_stream.Encode(canvas, now - _opened, this) && !isAsked)
            _keyFrames.MadeOne(now);
    }

    public void Dispose() => _stream.Dispose();

    void IVideoPayloads.Send(RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload) => _output.Send(Class, timestamp, marker, payload);
}
