using Mixer.Tests.Video.World;
using Mixer.Video.Codecs;
using Mixer.Video.Drawing;
using Protocols;
using Protocols.Codecs;
using Protocols.Codecs.Assembly;
using Protocols.Rtp;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>Decodes what somebody is sent, in H.264 if he is a terminal.</summary>
internal sealed class SimulatedScreen(VideoCodec codec = VideoCodec.H264) : IAssemblyOutput, IDisposable
{
    private readonly PictureAssembler _assembler = new(codec, new AssemblyOptions());
    private readonly IVideoDecoder _decoder = VideoCodecs.OpenDecoder(codec, new VideoDecoderOptions());

    public int Pictures { get; private set; }

    public int KeyFrames { get; private set; }

    /// <summary>Hears of every picture: its media time, and how bright its middle is.</summary>
    public Action<RtpTimestamp, byte>? Shown { get; set; }

    public bool WantsKeyFrame { get; set; }

    public (int Width, int Height) Size => (_decoder.Picture.Width, _decoder.Picture.Height);

    public RgbImage Image => RgbImage.From(_decoder.Picture, ColourMatrix.For(720));

    /// <summary>The colour at a place, in parts of the width and height.</summary>
    public Rgb At(double x, double y) => Image is var image ? image[(int)(x * image.Width), (int)(y * image.Height)] : default;

    public void Receive(in RtpPacket packet, Instant now) =>
        _assembler.Receive(packet.SequenceNumber, packet.Timestamp, packet.Marker, packet.Payload, this, now);

    public void Dispose() => _decoder.Dispose();

    void IAssemblyOutput.Take(in AssembledPicture picture)
    {
        if (_decoder.Decode(picture.Frame(0)) != DecodeOutcome.Shown)
            return;

        Pictures++;
        Shown?.Invoke(picture.Timestamp, _decoder.Picture.Luma.Row(_decoder.Picture.Height / 2)[_decoder.Picture.Width / 2]);
        KeyFrames += picture.IsKeyFrame ? 1 : 0;
    }

    void IAssemblyOutput.RequestKeyFrame() => WantsKeyFrame = true;
}
