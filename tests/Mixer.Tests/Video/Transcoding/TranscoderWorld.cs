using Mixer.Inputs;
using Mixer.Outputs;
using Mixer.Tests.Video.Clips;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Planning;
using Mixer.Video.Transcoding;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace Mixer.Tests.Video.Transcoding;

/// <summary>A camera that sends H.264, a transcoder, and two viewers who decode the VP8 of a size each; in simulated time.</summary>
internal sealed class TranscoderWorld : ITranscoderOutput, IVideoPayloads, IVideoInputOutput, IDisposable
{
    private static readonly TimeSpan Frame = TimeSpan.FromSeconds(1 / 30.0);

    private readonly PicturePool _pool = new(new PicturePoolOptions());
    private readonly List<(uint Timestamp, bool Marker, byte[] Payload)> _camera = [];
    private readonly VideoInput[] _viewers;
    private readonly SequenceNumber[] _sequences = new SequenceNumber[Transcoder.Encodings];
    private VideoOutput? _encoder;
    private Picture _picture;
    private SequenceNumber _sequence;
    private int _number;

    public TranscoderWorld(int width, int height, int watched)
    {
        _viewers = [.. _sequences.Select(_ => new VideoInput(VideoCodec.Vp8, new VideoInputOptions(), this))];
        foreach (var viewer in _viewers)
            viewer.Show(Now);

        Transcoder = new Transcoder(VideoCodec.H264, new TranscoderOptions(), _pool, this, Now);
        Transcoder.Watch(watched, Now);
        Open(width, height);
    }

    public Transcoder Transcoder { get; }

    public Instant Now { get; private set; } = Instant.Zero;

    /// <summary>Of each size the pictures that were sent: when, whether one can begin with it, and which.</summary>
    public List<(RtpTimestamp Timestamp, bool IsKeyFrame, int Number)>[] Sent { get; } = [[], []];

    /// <summary>How often the camera was asked for a key frame.</summary>
    public int Requests { get; private set; }

    public TimeSpan CameraTime { get; set; }

    /// <summary>What the camera's clock shows beyond its time.</summary>
    public uint ClockShift { get; set; }

    /// <summary>The media time of the camera's last picture.</summary>
    public RtpTimestamp CameraClock { get; private set; }

    public bool IsWatching { get; set; } = true;

    /// <summary>What the transcoder took from the heap.</summary>
    public long AllocatedBytes { get; private set; }

    public long PicturesOf(int size) => _viewers[size].Number;

    public (int Width, int Height) SizeOf(int size) => (_viewers[size].Picture.Width, _viewers[size].Picture.Height);

    public int KeyFramesOf(int size) => Sent[size].Count(picture => picture.IsKeyFrame);

    /// <summary>Of what is seen to what is filmed, in dB.</summary>
    public double Likeness(int size) => Clip.Likeness(_viewers[size].Picture, _picture.View);

    /// <summary>The camera films in another size.</summary>
    public void Open(int width, int height)
    {
        _encoder?.Dispose();
        if (!_picture.IsNone)
            _picture.Return();

        Assert.That(_pool.TryRent(width, height, out _picture), Is.True);
        _encoder = new VideoOutput(
            new VideoEncoderOptions { Width = width, Height = height, Bitrate = Bitrate.Megabits(2), Profile = VideoProfile.H264Baseline, Effort = EncoderEffort.OpenH264Low }, default);
    }

    /// <summary>Thirty pictures a second, whose packets lay for a while before the transcoder came to them.</summary>
    public void RunFor(double seconds, TimeSpan late = default)
    {
        for (var frames = Math.Round(seconds * 30); frames > 0; frames--)
        {
            Clip.Paint(_picture.View, _number++);
            _encoder!.Encode(_picture.View, CameraTime, this);
            CameraTime += Frame;
            foreach (var (timestamp, marker, payload) in _camera)
            {
                CameraClock = new RtpTimestamp(unchecked(timestamp + ClockShift));
                var before = GC.GetAllocatedBytesForCurrentThread();
                Transcoder.Receive(_sequence, CameraClock, marker, payload, Now - late, Now);
                AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
                _sequence += 1;
            }

            _camera.Clear();
            Pass(Frame.TotalSeconds);
        }
    }

    public void Pass(double seconds)
    {
        for (var end = Now + TimeSpan.FromSeconds(seconds); Now < end;)
        {
            Now = Instant.Earlier(end, Now + TimeSpan.FromMilliseconds(10));
            if (Transcoder.NextDeadline <= Now)
                Transcoder.Advance(Now);
        }
    }

    public void Dispose()
    {
        Transcoder.Dispose();
        _encoder?.Dispose();
        _picture.Return();
        foreach (var viewer in _viewers)
            viewer.Dispose();

        Assert.That(_pool.Outstanding, Is.Zero);
        _pool.Dispose();
    }

    void ITranscoderOutput.RequestKeyFrame()
    {
        Requests++;
        _encoder?.RequestKeyFrame();
    }

    void ITranscoderOutput.Stopped(DecodeOutcome fault) => Assert.Fail($"What the camera sends is {fault}.");

    void ITranscoderOutput.Send(int encoding, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload)
    {
        if (!IsWatching)
            return;

        // RFC 7741 §4.2: the S bit begins a picture, whose number is two bytes on; the first bit of the frame itself says that it builds on others.
        if ((payload[0] & 0x10) != 0)
            Sent[encoding].Add((timestamp, (payload[4] & 1) == 0, ((payload[2] & 0x7F) << 8) | payload[3]));

        _viewers[encoding].Receive(_sequences[encoding], timestamp, marker, payload, Now);
        _sequences[encoding] += 1;
    }

    void IVideoPayloads.Send(RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload) => _camera.Add((timestamp.Value, marker, payload.ToArray()));

    void IVideoInputOutput.RequestKeyFrame()
    {
        // Viewers who begin are given a key frame unasked, and nothing is lost here.
    }

    void IVideoInputOutput.Stop(DecodeOutcome reason) => Assert.Fail($"What a viewer is sent is {reason}.");
}
