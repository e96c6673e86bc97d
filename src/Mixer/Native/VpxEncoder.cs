using Mixer.Video;
using Mixer.Video.Codecs;
using Protocols;

namespace Mixer.Native;

/// <summary>VP8 out by libvpx, on the caller's thread alone, without delay.</summary>
internal sealed unsafe class VpxEncoder : IVideoEncoder
{
    private const int Clock = 90_000;

    /// <summary>The fastest that libvpx has for real time; a fixed speed, so that the same picture always costs and looks the same.</summary>
    private const int CpuUsed = -12;

    private readonly VpxHandle _encoder = new();
    private readonly VideoEncoderOptions _options;
    private readonly EncodedUnit[] _unit = new EncodedUnit[1];
    private double _picturesPerSecond;
    private bool _needsKeyFrame = true;

    public VpxEncoder(VideoEncoderOptions options)
    {
        _options = options;
        _picturesPerSecond = options.PicturesPerSecond;
        var configuration = _encoder.Configuration;
        (configuration->Width, configuration->Height, configuration->Threads) = ((uint)options.Width, (uint)options.Height, 1);
        (configuration->TimebaseNumerator, configuration->TimebaseDenominator) = (1, Clock);
        (configuration->LagInFrames, configuration->KeyFrameMode, configuration->RateMode) = (0, LibVpx.KeyFramesDisabled, LibVpx.ConstantBitrate);
        configuration->Kilobits = Kilobits(options.Bitrate);
        (configuration->SmallestQuantizer, configuration->LargestQuantizer) = (2, 56);
        (configuration->UndershootPercent, configuration->OvershootPercent) = (100, 15);
        var buffer = (uint)options.RateBuffer.TotalMilliseconds;
        (configuration->Buffer, configuration->FirstBuffer, configuration->BestBuffer) = (2 * buffer, buffer, buffer);
        configuration->DropFrameThreshold = 30;
        _encoder.Open();
        _encoder.Control(LibVpx.SetCpuUsed, CpuUsed);
        _encoder.Control(LibVpx.SetStaticThreshold, 1);
        _encoder.Control(LibVpx.SetTokenPartitions, 0);
        LimitKeyFrames();
    }

    public int Width => _options.Width;

    public int Height => _options.Height;

    public void RequestKeyFrame() => _needsKeyFrame = true;

    public void SetRate(Bitrate bitrate, double picturesPerSecond)
    {
        _picturesPerSecond = picturesPerSecond;
        _encoder.Configuration->Kilobits = Kilobits(bitrate);
        _encoder.Reconfigure();
        LimitKeyFrames();
    }

    public EncodedPicture Encode(PictureView picture, TimeSpan time)
    {
        EncoderInput.Check(picture, _options);
        VpxImage image;
        LibVpx.vpx_img_wrap(&image, LibVpx.I420, (uint)picture.Width, (uint)picture.Height, 1, picture.Luma.Start);
        image.Luma = picture.Luma.Start;
        image.Blue = picture.Blue.Start;
        image.Red = picture.Red.Start;
        (image.Strides[0], image.Strides[1], image.Strides[2]) = (picture.Luma.Stride, picture.Blue.Stride, picture.Red.Stride);
        VpxHandle.Check(LibVpx.vpx_codec_encode(
            _encoder.Context, &image, time.Ticks * (Clock / 1_000) / TimeSpan.TicksPerMillisecond, (ulong)(Clock / _picturesPerSecond),
            _needsKeyFrame ? LibVpx.ForceKeyFrame : 0, LibVpx.RealTime));

        nint iterator = 0;
        for (var packet = Next(&iterator); packet is not null; packet = Next(&iterator))
        {
            if (packet->Kind != LibVpx.FramePacket || packet->Length == 0)
                continue;

            var isKeyFrame = (packet->Flags & LibVpx.KeyFlag) != 0;
            _needsKeyFrame &= !isKeyFrame;
            _unit[0] = new EncodedUnit(0, (int)packet->Length);
            return new EncodedPicture(packet->Start, _unit, isKeyFrame);
        }

        return default;
    }

    public void Dispose() => _encoder.Dispose();

    private static uint Kilobits(Bitrate bitrate) => (uint)Math.Max(bitrate.InKilobits, 1);

    private VpxPacket* Next(nint* iterator) => LibVpx.vpx_codec_get_cx_data(_encoder.Context, iterator);

    // In per cent of what a picture has on average: the whole buffer, and not less than three pictures.
    private void LimitKeyFrames() =>
        _encoder.Control(LibVpx.SetLargestIntraPercent, (int)Math.Max(300, _options.RateBuffer.TotalSeconds * _picturesPerSecond * 100 / 2));
}
