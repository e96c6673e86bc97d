using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Planning;
using Protocols;

namespace Mixer.Native;

/// <summary>H.264 out by OpenH264, on the caller's thread alone, without delay.</summary>
internal sealed unsafe class OpenH264Encoder : IVideoEncoder
{
    private const int StartCode = 4;

    private readonly OpenH264Handle _encoder = new();
    private readonly VideoEncoderOptions _options;
    private EncodedUnit[] _units = new EncodedUnit[64];
    private bool _needsKeyFrame = true;

    public OpenH264Encoder(VideoEncoderOptions options)
    {
        _options = options;
        _encoder.Open(Parameters(_encoder.Defaults(), options));
    }

    public int Width => _options.Width;

    public int Height => _options.Height;

    public void RequestKeyFrame() => _needsKeyFrame = true;

    public void SetRate(Bitrate bitrate, double picturesPerSecond) => _encoder.SetRate(bitrate, picturesPerSecond);

    public EncodedPicture Encode(PictureView picture, TimeSpan time)
    {
        EncoderInput.Check(picture, _options);
        if (_needsKeyFrame)
            _encoder.ForceKeyFrame();

        var input = new OpenH264Picture
        {
            Format = LibOpenH264.I420,
            Luma = picture.Luma.Start,
            Blue = picture.Blue.Start,
            Red = picture.Red.Start,
            Width = picture.Width,
            Height = picture.Height,
            Time = (long)time.TotalMilliseconds,
        };
        (input.Strides[0], input.Strides[1], input.Strides[2]) = (picture.Luma.Stride, picture.Blue.Stride, picture.Red.Stride);

        var output = _encoder.Encode(input);
        var first = &output->FirstLayer;
        var count = CollectUnits(first, Math.Min(output->Layers, OpenH264Output.MostLayers));
        if (count == 0)
            return default;

        var isKeyFrame = output->Type == LibOpenH264.KeyFrame;
        _needsKeyFrame &= !isKeyFrame;
        return new EncodedPicture(first->Start, _units.AsSpan(0, count), isKeyFrame);
    }

    public void Dispose() => _encoder.Dispose();

    internal static OpenH264Parameters Parameters(OpenH264Parameters defaults, VideoEncoderOptions options)
    {
        var parameters = defaults;
        var (bits, isHigh) = (OpenH264Handle.Bits(options.Bitrate), options.Profile == VideoProfile.H264High);
        (parameters.Width, parameters.Height, parameters.LayerWidth, parameters.LayerHeight) = (options.Width, options.Height, options.Width, options.Height);
        (parameters.Bitrate, parameters.LayerBitrate) = (bits, bits);
        parameters.PicturesPerSecond = parameters.LayerPicturesPerSecond = (float)options.PicturesPerSecond;
        parameters.RateMode = OpenH264Parameters.RateByBitrate;

        // Better no picture now and then than a rate that a line does not have; the pictures are made steadily otherwise.
        parameters.SkipsFrames = 1;
        parameters.Profile = isHigh ? OpenH264Parameters.High : OpenH264Parameters.Baseline;
        parameters.UsesCabac = isHigh ? 1 : 0;
        parameters.Complexity = OpenH264Parameters.LowComplexity;
        parameters.SliceMode = OpenH264Parameters.SlicesBySize;
        parameters.LongestUnit = (uint)options.LongestUnit;
        parameters.LongestSlice = options.LongestUnit;
        parameters.Threads = 1;
        parameters.KeyFrameInterval = 0;
        parameters.ParameterSetNumbering = 0;
        parameters.DetectsSceneChanges = 0;
        return parameters;
    }

    private int CollectUnits(OpenH264Layer* layers, int count)
    {
        var units = 0;
        for (var layer = layers; layer < layers + count; layer++)
        {
            if (_units.Length < units + layer->Units)
                Array.Resize(ref _units, 2 * (units + layer->Units));

            var start = (nint)(layer->Start - layers->Start);
            for (var i = 0; i < layer->Units; i++)
            {
                _units[units++] = new EncodedUnit(start + StartCode, layer->Lengths[i] - StartCode);
                start += layer->Lengths[i];
            }
        }

        return units;
    }
}
