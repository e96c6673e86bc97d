using Mixer.Inputs;
using Mixer.Outputs;
using Mixer.Video.Codecs;
using Mixer.Video.Planning;
using Mixer.Video.Scaling;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace Mixer.Video.Transcoding;

/// <summary>
/// One stream's pictures once more in VP8, each when it comes: in half their size and in their own, as if a browser sent both, so that each viewer's line decides which he is
/// sent. A size is encoded while somebody watches it. Belongs to one thread.
/// </summary>
public sealed class Transcoder : IVideoInputOutput, IDisposable
{
    /// <summary>How many sizes there are, the smaller first.</summary>
    public const int Encodings = TwinSize.Count;

    private const int ClockRate = 90_000;
    private const int SmallestSide = 16;

    private static readonly TimeSpan ShortestStep = TimeSpan.FromMilliseconds(1);

    // No sender's clock runs away so far from ours between two pictures.
    private static readonly TimeSpan AnotherClock = TimeSpan.FromSeconds(1);

    private readonly TranscoderOptions _options;
    private readonly PicturePool _pool;
    private readonly ITranscoderOutput _output;
    private readonly VideoInput _input;
    private readonly TwinEncoder[] _encoders;
    private readonly PictureScaler _scaler = new();
    private MixLimits _limits = MixLimits.None;
    private RtpTimestamp _newest;
    private Instant _newestAt;
    private Instant _repeatedAt = Instant.Zero;
    private bool _hasBegun;
    private long _clock;
    private TimeSpan _encodedTo;

    public Transcoder(VideoCodec codec, TranscoderOptions options, PicturePool pool, ITranscoderOutput output, Instant now)
    {
        (_options, _pool, _output) = (options, pool, output);
        _input = new VideoInput(codec, options.Inputs, this);
        _encoders = [.. Enumerable.Range(0, Encodings).Select(encoding => new TwinEncoder(encoding, options.KeyFrames, output))];
        _input.Show(now);
    }

    public Instant NextDeadline => Instant.Earlier(_input.NextDeadline, StillDue);

    public long PicturesEncoded { get; private set; }

    /// <summary>What all that was done should have taken by the cost model, in seconds of a core.</summary>
    public double Work { get; private set; }

    /// <summary>Pictures that came too late to be of use, or found no memory.</summary>
    public long PicturesLeftOut { get; private set; }

    /// <summary>Which sizes (one bit each) are watched; of a stream that nobody watches nothing is decoded.</summary>
    public void Watch(int encodings, Instant now)
    {
        foreach (var encoder in _encoders)
            encoder.Watch((encodings & (1 << encoder.Encoding)) != 0, now);

        if (encodings != 0)
            _input.Show(now);
        else
            _input.Hide();
    }

    public void RequestKeyFrame(int encoding, Instant now) => _encoders[encoding].RequestKeyFrame(now);

    public void SetLimits(MixLimits limits) => _limits = limits;

    public void Receive(SequenceNumber sequence, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload, Instant arrivedAt, Instant now)
    {
        var before = _input.Number;
        _input.Receive(sequence, timestamp, marker, payload, now);
        if (_input.Number != before)
            TakeNew(arrivedAt, now);
    }

    public void Advance(Instant now)
    {
        var before = _input.Number;
        _input.Advance(now);
        if (_input.Number != before)
            TakeNew(now, now);
        else if (StillDue <= now)
            Repeat(now);
    }

    /// <summary>Where a media time of the source lies on the clock of what is sent; false before the first picture.</summary>
    public bool TryMap(RtpTimestamp source, out RtpTimestamp sent)
    {
        sent = new RtpTimestamp(unchecked((uint)VideoOutput.ClocksIn(TimeOf(_clock + (source - _newest)))));
        return _hasBegun;
    }

    public void Dispose()
    {
        _input.Dispose();
        foreach (var encoder in _encoders)
            encoder.Dispose();
    }

    void IVideoInputOutput.RequestKeyFrame() => _output.RequestKeyFrame();

    void IVideoInputOutput.Stop(DecodeOutcome reason) => _output.Stopped(reason);

    private static TimeSpan TimeOf(long clock) => new(clock * (TimeSpan.TicksPerSecond / 10_000) / (ClockRate / 10_000));

    // A screen on which nothing moves may send nothing for long.
    private Instant StillDue
    {
        get
        {
            var due = Instant.Never;
            for (var i = 0; _input.HasPicture && i < _encoders.Length; i++)
                due = Instant.Earlier(due, _encoders[i].KeyFrameDue);

            return Instant.Later(due, _repeatedAt) + _options.Still;
        }
    }

    private void TakeNew(Instant arrivedAt, Instant now)
    {
        Work += _options.Costs.Decode(_input.Picture.Width, _input.Picture.Height, framesPerSecond: 1);
        var elapsed = now - _newestAt;
        var step = TimeOf(_input.Timestamp - _newest);
        if (_hasBegun)
            _clock += (step - elapsed).Duration() < AnotherClock ? _input.Timestamp - _newest : elapsed.Ticks * (ClockRate / 10_000) / (TimeSpan.TicksPerSecond / 10_000);

        (_newest, _newestAt, _hasBegun) = (_input.Timestamp, now, true);
        if (now - arrivedAt > _options.Late)
            PicturesLeftOut++;
        else
            Encode(TimeOf(_clock), now);
    }

    private void Repeat(Instant now)
    {
        _repeatedAt = now;
        Encode(TimeOf(_clock) + (now - _newestAt), now);
    }

    private void Encode(TimeSpan wanted, Instant now)
    {
        var picture = _input.Picture;
        if (Math.Min(picture.Width, picture.Height) < SmallestSide)
            return;

        picture = picture.Part(0, 0, picture.Width & ~1, picture.Height & ~1);
        var time = wanted > _encodedTo ? wanted : _encodedTo + ShortestStep;
        foreach (var encoder in _encoders)
        {
            var size = TwinSize.Of(encoder.Encoding, picture.Width, picture.Height, _limits.Largest);
            if (!encoder.IsWatched || encoder.IsTooSoon(time, size.Pixels < Composing.CanvasSize.Hd.Pixels ? _limits.SmallFramesPerSecond : MixLimits.None.SmallFramesPerSecond))
                continue;

            _encodedTo = time;
            if ((size.Width, size.Height) == (picture.Width, picture.Height))
                Encode(encoder, picture, time, now);
            else
                EncodeScaled(encoder, picture, size, time, now);
        }
    }

    private void EncodeScaled(TwinEncoder encoder, PictureView picture, Composing.CanvasSize size, TimeSpan time, Instant now)
    {
        if (!_pool.TryRent(size.Width, size.Height, out var scaled))
        {
            PicturesLeftOut++;
            return;
        }

        try
        {
            _scaler.Scale(picture, scaled.View);
            Encode(encoder, scaled.View, time, now);
        }
        finally
        {
            scaled.Return();
        }
    }

    private void Encode(TwinEncoder encoder, PictureView picture, TimeSpan time, Instant now)
    {
        encoder.Encode(picture, time, now);
        PicturesEncoded++;
        Work += _options.Costs.Encode(new RateStep(new(picture.Width, picture.Height), default, FramesPerSecond: 1), VideoProfile.Vp8, default);
    }
}
