using Mixer.Outputs;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Drawing;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Rtp;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>Sends one colour as whole RTP packets, in H.264 or VP8, thirty pictures a second.</summary>
internal sealed class SimulatedCamera : IVideoPayloads, IDisposable
{
    private static readonly TimeSpan Frame = TimeSpan.FromSeconds(1.0 / 30);

    private readonly PicturePool _pool = new(new PicturePoolOptions());
    private readonly Picture _picture;
    private readonly VideoOutput _output;
    private readonly PayloadType _payloadType;
    private readonly List<byte[]> _packets = [];
    private SequenceNumber _sequence = new(65_500);
    private int _pictures;

    public SimulatedCamera(Rgb colour, VideoProfile profile, byte payloadType, int width = 640, int height = 360)
    {
        _payloadType = new PayloadType(payloadType);
        _output = new VideoOutput(
            new VideoEncoderOptions { Width = width, Height = height, Bitrate = Bitrate.Kilobits(500), Profile = profile, Effort = EncoderEffort.OpenH264Low }, default);
        Assert.That(_pool.TryRent(width, height, out _picture), Is.True);
        Look(colour);
    }

    public void Look(Rgb colour)
    {
        var painted = ColourMatrix.For(720).From(colour);
        _picture.View.Fill(painted.Y, painted.U, painted.V);
    }

    public void RequestKeyFrame() => _output.RequestKeyFrame();

    public IReadOnlyList<byte[]> Next()
    {
        _packets.Clear();
        _output.Encode(_picture.View, _pictures++ * Frame, this);
        return _packets;
    }

    public void Dispose()
    {
        _output.Dispose();
        _picture.Return();
        _pool.Dispose();
    }

    void IVideoPayloads.Send(RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload)
    {
        var packet = new byte[payload.Length + 12];
        var header = new RtpHeaderWriter(packet);
        header.TryStart(marker, _payloadType, _sequence, timestamp, new Ssrc(0x5000_0002));
        header.TryFinish(out var length);
        payload.CopyTo(packet.AsSpan(length));
        _sequence += 1;
        _packets.Add(packet);
    }
}
