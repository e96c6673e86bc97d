using BenchmarkDotNet.Attributes;
using Mixer.Outputs;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Planning;
using Mixer.Video.Transcoding;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;

namespace Micro;

/// <summary>
/// One picture of a terminal's H.264 made into VP8, from its packets to ours: for viewers of its own size alone, and for those of half of it too. By thirty it is what a
/// second of it costs.
/// </summary>
[MemoryDiagnoser]
public class TranscodingBenchmarks : ITranscoderOutput, IVideoPayloads
{
    private const int Pictures = 60;
    private const int OwnSize = 2;
    private const int BothSizes = 3;

    private static readonly TimeSpan Frame = TimeSpan.FromSeconds(1.0 / 30);

    private readonly PicturePool _pool = new(new PicturePoolOptions());
    private readonly List<(bool Marker, byte[] Payload)>[] _packets = [.. Enumerable.Range(0, Pictures).Select(_ => new List<(bool, byte[])>())];
    private Transcoder _transcoder = null!;
    private SequenceNumber _sequence;
    private int _picture;
    private long _sent;

    [Params(OwnSize, BothSizes)]
    public int Watched { get; set; }

    [Params(360, 720)]
    public int Height { get; set; }

    [GlobalSetup]
    public void Open()
    {
        var width = Height * 16 / 9;
        using var camera = new VideoOutput(new VideoEncoderOptions { Width = width, Height = Height, Bitrate = Bitrate.Megabits(Height / 360), Effort = EncoderEffort.X264Veryfast }, default);
        _pool.TryRent(width, Height, out var scene);
        for (_picture = 0; _picture < Pictures; _picture++)
        {
            MixedPictureBenchmarks.Paint(scene.View, _picture);
            camera.Encode(scene.View, _picture * Frame, this);
        }

        scene.Return();
        _picture = 0;
        _transcoder = new Transcoder(VideoCodec.H264, new TranscoderOptions(), _pool, this, Instant.Zero);
        _transcoder.Watch(Watched, Instant.Zero);
    }

    [Benchmark]
    public long Picture()
    {
        var now = Instant.Zero + (_picture * Frame);
        var timestamp = new RtpTimestamp((uint)_picture * 3_000);
        foreach (var (marker, payload) in _packets[_picture % Pictures])
        {
            _transcoder.Receive(_sequence, timestamp, marker, payload, now, now);
            _sequence += 1;
        }

        _picture++;
        return _sent;
    }

    [GlobalCleanup]
    public void Close()
    {
        _transcoder.Dispose();
        _pool.Dispose();
    }

    void IVideoPayloads.Send(RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload) => _packets[_picture].Add((marker, payload.ToArray()));

    void ITranscoderOutput.RequestKeyFrame()
    {
        // It begins with one, and nothing is lost.
    }

    void ITranscoderOutput.Stopped(DecodeOutcome fault) => throw new InvalidOperationException($"The camera's stream is {fault}.");

    void ITranscoderOutput.Send(int encoding, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload) => _sent += payload.Length;
}
