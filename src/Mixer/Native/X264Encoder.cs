using Mixer.Video;
using Mixer.Video.Codecs;
using Protocols;

namespace Mixer.Native;

/// <summary>H.264 out by libx264, on the caller's thread alone, without delay.</summary>
internal sealed unsafe class X264Encoder : IVideoEncoder
{
    private readonly X264Settings _settings;
    private readonly X264Handle _encoder;
    private readonly VideoEncoderOptions _options;
    private EncodedUnit[] _units = new EncodedUnit[64];
    private long _pictures;
    private bool _needsKeyFrame = true;

    public X264Encoder(VideoEncoderOptions options)
    {
        _options = options;
        _settings = new X264Settings(options);
        _encoder = new X264Handle(_settings.Parameters);
    }

    public int Width => _options.Width;

    public int Height => _options.Height;

    public void RequestKeyFrame() => _needsKeyFrame = true;

    public void SetRate(Bitrate bitrate, double picturesPerSecond)
    {
        _settings.SetRate(bitrate, picturesPerSecond);
        Check(LibX264.x264_encoder_reconfig(_encoder, _settings.Parameters));
    }

    public EncodedPicture Encode(PictureView picture, TimeSpan time)
    {
        EncoderInput.Check(picture, _options);
        X264Picture input, result;
        LibX264.x264_picture_init(&input);
        input.Type = _needsKeyFrame ? LibX264.TypeIdr : LibX264.TypeAuto;
        input.Time = _pictures++;
        (input.ColourSpace, input.Planes) = (LibX264.I420, 3);
        (input.Strides[0], input.Strides[1], input.Strides[2]) = (picture.Luma.Stride, picture.Blue.Stride, picture.Red.Stride);
        input.Luma = picture.Luma.Start;
        input.Blue = picture.Blue.Start;
        input.Red = picture.Red.Start;

        X264Unit* units;
        int count;
        Check(LibX264.x264_encoder_encode(_encoder, &units, &count, &input, &result));
        if (count == 0)
            return default;

        _needsKeyFrame = false;
        return new EncodedPicture(units[0].Start, WithoutStartCodes(units, count), result.IsKeyFrame != 0);
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _settings.Dispose();
    }

    // All units of a picture lie one behind the other; each begins with a start code of three or four bytes.
    private ReadOnlySpan<EncodedUnit> WithoutStartCodes(X264Unit* units, int count)
    {
        if (_units.Length < count)
            Array.Resize(ref _units, 2 * count);

        for (var i = 0; i < count; i++)
        {
            var code = units[i].Start[2] == 1 ? 3 : 4;
            _units[i] = new EncodedUnit((nint)(units[i].Start - units[0].Start) + code, units[i].Length - code);
        }

        return _units.AsSpan(0, count);
    }

    private static void Check(int result)
    {
        if (result < 0)
            throw new InvalidOperationException($"libx264 refused what it must accept: error {result}.");
    }
}
