using Mixer.Native;
using Mixer.Tests.Video.World;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Composing;
using Mixer.Video.Drawing;
using Mixer.Video.Mixing;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Codecs;
using Protocols.Codecs.Assembly;
using Protocols.Codecs.Packetizing;
using Protocols.Rtp;

namespace Mixer.Tests.Video.Mixing;

/// <summary>Cameras that send VP8, a mix, and terminals that decode the H.264 they are sent; in simulated time.</summary>
internal sealed class MixWorld : IPictureMixOutput, IDisposable
{
    public static readonly ViewId View = new(1);

    private readonly Lettering _lettering;
    private readonly Dictionary<SourceId, Camera> _cameras = [];
    private readonly Dictionary<MixClass, Screen> _screens = [];

    public MixWorld(PictureMixOptions? options = null)
    {
        Assert.That(Lettering.TryOpen(FreeTypeLibrary.DefaultFont, out var lettering, out var problem), Is.True, problem);
        _lettering = lettering!;
        Mix = new PictureMix(options ?? new PictureMixOptions(), new Decorator(_lettering), Pool, this);
    }

    public PicturePool Pool { get; } = new(new PicturePoolOptions());

    public PictureMix Mix { get; }

    public Instant Now { get; private set; } = Instant.Zero;

    public Dictionary<SourceId, int> Wanted { get; } = [];

    public Dictionary<SourceId, DecodeOutcome> Faults { get; } = [];

    public Dictionary<ViewerId, MixClass> Classes { get; } = [];

    /// <summary>What the mix took from the heap, the cameras and screens apart.</summary>
    public long AllocatedBytes { get; private set; }

    public SourceId OpenCamera(int number, int width = 640, int height = 360)
    {
        var id = new SourceId(number);
        _cameras.Add(id, new Camera(number, width, height));
        Mix.AddSource(id, VideoCodec.Vp8, Now);
        return id;
    }

    public void CloseCamera(SourceId id)
    {
        _cameras.Remove(id, out var camera);
        camera!.Dispose();
        Mix.RemoveSource(id, Now);
    }

    /// <summary>Two by two.</summary>
    public void Show(ViewId view, params SourceId?[] panes) => Mix.SetScene(
        view,
        new Scene { Grid = new PaneGrid(2, 2, [new(0, 0, 1, 1), new(1, 0, 1, 1), new(0, 1, 1, 1), new(1, 1, 1, 1)]), Panes = [.. panes.Select(pane => new PaneScene { Source = pane })] },
        Now);

    public ViewerId OpenTerminal(long number, Bitrate? rate = null, ViewId? view = null)
    {
        var id = new ViewerId(number);
        Mix.AddViewer(id, view ?? View, View, new ViewerLimits(CanvasSize.Hd, rate ?? Bitrate.Megabits(2), VideoProfile.H264Baseline), Now);
        Mix.Watch(id, on: true, Now);
        return id;
    }

    public Screen ScreenOf(ViewerId viewer) => _screens[Classes[viewer]];

    public void RunFor(double seconds)
    {
        for (var i = 0; i < (int)Math.Round(seconds * 30); i++)
        {
            Now += Studio.Frame;
            foreach (var (id, camera) in _cameras)
            {
                if (Wanted.GetValueOrDefault(id) > 0)
                    Send(id, camera);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            while (Mix.NextDeadline <= Now)
                Mix.Advance(Now);

            AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    public void Dispose()
    {
        Mix.Dispose();
        foreach (var camera in _cameras.Values)
            camera.Dispose();
        foreach (var screen in _screens.Values)
            screen.Dispose();

        Assert.That(Pool.Outstanding, Is.Zero, "Somebody kept a picture.");
        Pool.Dispose();
        _lettering.Dispose();
    }

    void IPictureMixOutput.Want(SourceId source, int height) => Wanted[source] = height;

    void IPictureMixOutput.RequestKeyFrame(SourceId source) => _cameras[source].RequestKeyFrame();

    void IPictureMixOutput.Stopped(SourceId source, DecodeOutcome fault) => Faults[source] = fault;

    void IPictureMixOutput.Move(ViewerId viewer, MixClass mixed)
    {
        Classes[viewer] = mixed;
        _screens.TryAdd(mixed, new Screen());
    }

    void IPictureMixOutput.Send(MixClass mixed, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        _screens[mixed].Receive(timestamp, marker, payload, Now);
        AllocatedBytes -= GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Send(SourceId id, Camera camera)
    {
        foreach (var (sequence, timestamp, marker, payload) in camera.Next())
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Mix.Receive(id, sequence, timestamp, marker, payload, Now);
            AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}

/// <summary>Sends one colour, by VP8, in packets.</summary>
internal sealed class Camera : IDisposable
{
    private readonly IVideoEncoder _encoder;
    private readonly PicturePool _pool = new(new PicturePoolOptions());
    private readonly Picture _picture;
    private SequenceNumber _sequence = new(65_500);
    private int _pictures;

    public Camera(int number, int width, int height)
    {
        _encoder = VideoCodecs.OpenEncoder(new VideoEncoderOptions { Width = width, Height = height, Bitrate = Bitrate.Kilobits(500), Profile = VideoProfile.Vp8 });
        Assert.That(_pool.TryRent(width, height, out _picture), Is.True);
        var colour = ColourMatrix.For(720).From(NumberedSources.ColourOf(number));
        _picture.View.Fill(colour.Y, colour.U, colour.V);
    }

    public void RequestKeyFrame() => _encoder.RequestKeyFrame();

    public List<(SequenceNumber Sequence, RtpTimestamp Timestamp, bool Marker, byte[] Payload)> Next()
    {
        var packets = new List<(SequenceNumber, RtpTimestamp, bool, byte[])>();
        var frame = _encoder.Encode(_picture.View, _pictures * Studio.Frame).Unit(0).ToArray();
        var packetizer = new Vp8Packetizer(frame, 1_200, (ushort)_pictures);
        var payload = new byte[1_200];
        for (var sent = 0; packetizer.TryNext(payload, out var length);)
        {
            sent += length - Vp8Packetizer.DescriptorLength;
            packets.Add((_sequence, new RtpTimestamp((uint)(_pictures * 3_000)), sent == frame.Length, payload[..length]));
            _sequence += 1;
        }

        _pictures++;
        return packets;
    }

    public void Dispose()
    {
        _picture.Return();
        _pool.Dispose();
        _encoder.Dispose();
    }
}

/// <summary>Decodes what a class of terminals is sent.</summary>
internal sealed class Screen : IAssemblyOutput, IDisposable
{
    private readonly PictureAssembler _assembler = new(VideoCodec.H264, new AssemblyOptions());
    private readonly IVideoDecoder _decoder = VideoCodecs.OpenDecoder(VideoCodec.H264, new VideoDecoderOptions());
    private SequenceNumber _sequence = new(1);

    public int Pictures { get; private set; }

    public int KeyFrames { get; private set; }

    public int LongestPayload { get; private set; }

    /// <summary>The sequence parameter set, in which each encoder has choices of its own.</summary>
    public byte[] Parameters { get; private set; } = [];

    public (int Width, int Height) Size => (_decoder.Picture.Width, _decoder.Picture.Height);

    /// <summary>The colour at a place, in parts of the width and height. Cameras show theirs in BT.709, and pictures are not converted.</summary>
    public Rgb At(double x, double y)
    {
        var image = RgbImage.From(_decoder.Picture, ColourMatrix.For(720));
        return image[(int)(x * image.Width), (int)(y * image.Height)];
    }

    public void Receive(RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload, Instant now)
    {
        LongestPayload = Math.Max(LongestPayload, payload.Length);
        if ((payload[0] & 0x1F) == 7)
            Parameters = payload.ToArray();
        _assembler.Receive(_sequence, timestamp, marker, payload, this, now);
        _sequence += 1;
    }

    public void Dispose() => _decoder.Dispose();

    void IAssemblyOutput.Take(in AssembledPicture picture)
    {
        Assert.That(_decoder.Decode(picture.Frame(0)), Is.EqualTo(DecodeOutcome.Shown));
        Pictures++;
        KeyFrames += picture.IsKeyFrame ? 1 : 0;
    }

    void IAssemblyOutput.RequestKeyFrame()
    {
        // The test asks, when it wants to see what comes of it.
    }
}
