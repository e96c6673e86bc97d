using Mixer.Outputs;
using Mixer.Video.Codecs;
using Mixer.Video.Composing;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Rtp;

namespace Mixer.Video.Transcoding;

/// <summary>One size of a transcoded stream: its encoder, which there is while somebody watches, and the key frames that are asked for.</summary>
internal sealed class TwinEncoder(int encoding, KeyFrameOptions keyFrames, ITranscoderOutput output) : IVideoPayloads, IDisposable
{
    // A picture that comes a little before its time is in time.
    private const double Early = 0.6;

    private readonly KeyFrameRequests _keyFrames = new(keyFrames);
    private VideoOutput? _stream;
    private CanvasSize _size;
    private ushort _nextPicture;
    private TimeSpan _last = TimeSpan.MinValue;

    public int Encoding => encoding;

    public bool IsWatched { get; private set; }

    /// <summary>When the next picture is to be one to begin with.</summary>
    public Instant KeyFrameDue => IsWatched ? _keyFrames.NextDeadline : Instant.Never;

    public void Watch(bool on, Instant now)
    {
        if (on == IsWatched)
            return;

        IsWatched = on;
        if (on)
            _keyFrames.Request(now);
        else
            Close();
    }

    public void RequestKeyFrame(Instant now) => _keyFrames.Request(now);

    /// <summary>More pictures come than are to be encoded.</summary>
    public bool IsTooSoon(TimeSpan time, int picturesPerSecond) => _last != TimeSpan.MinValue && (time - _last).TotalSeconds < Early / picturesPerSecond;

    public void Encode(PictureView picture, TimeSpan time, Instant now)
    {
        var size = new CanvasSize(picture.Width, picture.Height);
        if (_stream is null || _size != size)
            Open(size);

        var isAsked = _keyFrames.TryTake(now);
        if (isAsked)
            _stream!.RequestKeyFrame();

        _last = time;
        if (_stream!.Encode(picture, time, this) && !isAsked)
            _keyFrames.MadeOne(now);
    }

    public void Dispose() => Close();

    void IVideoPayloads.Send(RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload) => output.Send(encoding, timestamp, marker, payload);

    private void Open(CanvasSize size)
    {
        Close();
        _size = size;
        var options = new VideoEncoderOptions { Width = size.Width, Height = size.Height, Bitrate = TwinSize.RateOf(size), Profile = VideoProfile.Vp8 };
        _stream = new VideoOutput(options, default, _nextPicture);
    }

    private void Close()
    {
        _nextPicture = _stream?.PictureId ?? _nextPicture;
        _stream?.Dispose();
        _stream = null;
    }
}
