using Load.Edge;
using Load.Streams;
using Mixer.Inputs;
using Mixer.Outputs;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Composing;
using Mixer.Video.Drawing;
using Mixer.Video.Planning;
using Mixer.Video.Scaling;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace Load.Pictures;

/// <summary>The parts that the mix is made of, one after the other on the same pictures, so that each can be timed where it works.</summary>
internal sealed class MixStages : INewestPictures, IVideoInputOutput, IVideoPayloads, IDisposable
{
    private readonly MediaClip _clip;
    private readonly VideoInput[] _inputs;
    private readonly VideoOutput _output;
    private readonly Compositor _compositor;
    private readonly Lettering _lettering = MixRoom.Names();
    private readonly PicturePool _pool = new(new PicturePoolOptions());
    private SequenceNumber _sequence;
    private RtpTimestamp _timestamp;
    private int _frame;

    public MixStages(MediaClip clip, int panes, EncoderEffort effort)
    {
        _clip = clip;
        _inputs = [.. Enumerable.Range(0, panes).Select(_ => new VideoInput(VideoCodec.H264, new VideoInputOptions(), this))];
        foreach (var input in _inputs)
            input.Show(Instant.Zero);

        _output = new VideoOutput(new VideoEncoderOptions { Width = 1280, Height = 720, Bitrate = Bitrate.Megabits(2), Effort = effort }, default);
        if (!Compositor.TryOpen(CanvasSize.Hd, new CompositorOptions(), new Decorator(_lettering), new PictureScaler(), _pool, out var compositor))
            throw new InvalidOperationException("There is no memory for a canvas.");

        _compositor = compositor;
        _compositor.Set(MixRoom.SceneOf(panes, firstSource: 0), Instant.Zero);
    }

    /// <summary>Nanoseconds of CPU since the beginning.</summary>
    public long Decoding { get; private set; }

    public long Composing { get; private set; }

    public long Encoding { get; private set; }

    /// <summary>Composing as a share of the rest.</summary>
    public double Overhead => (double)Composing / (Decoding + Encoding);

    public void Run(int pictures)
    {
        for (var i = 0; i < pictures; i++)
        {
            var now = Instant.Zero + TimeSpan.FromSeconds(_frame / 30.0);
            var begun = Clock.Read(ThreadCpu.Clock);
            Decode(now);
            var decoded = Clock.Read(ThreadCpu.Clock);
            _compositor.Compose(this, now);
            var composed = Clock.Read(ThreadCpu.Clock);
            _output.Encode(_compositor.Canvas, now - Instant.Zero, this);
            Encoding += Clock.Read(ThreadCpu.Clock) - composed;
            Composing += composed - decoded;
            Decoding += decoded - begun;
        }
    }

    bool INewestPictures.TryNewest(SourceId source, out PictureView picture, out long number)
    {
        var input = _inputs[source.Value];
        (picture, number) = input.HasPicture ? (input.Picture, input.Number) : (default, -1);
        return input.HasPicture;
    }

    void IVideoInputOutput.RequestKeyFrame()
    {
        // The clip begins with one.
    }

    void IVideoInputOutput.Stop(DecodeOutcome reason) => throw new InvalidOperationException($"The clip could not be decoded: {reason}.");

    void IVideoPayloads.Send(RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload)
    {
        // Who carries it away is not measured here.
    }

    public void Dispose()
    {
        foreach (var input in _inputs)
            input.Dispose();

        _output.Dispose();
        _compositor.Dispose();
        _pool.Dispose();
        _lettering.Dispose();
    }

    private void Decode(Instant now)
    {
        var frame = _clip.Frames[_frame++ % _clip.Frames.Count];
        for (var i = 0; i < frame.Payloads; i++)
        {
            foreach (var input in _inputs)
                input.Receive(_sequence, _timestamp, i == frame.Payloads - 1, _clip.Payload(frame.FirstPayload + i), now);

            _sequence += 1;
        }

        _timestamp += _clip.TimestampStep;
    }
}
