using Mixer.Video;
using Mixer.Video.Codecs;

namespace Mixer.Native;

/// <summary>What every encoder must be given, because the library behind it reads the memory unasked.</summary>
internal static class EncoderInput
{
    public static void Check(PictureView picture, VideoEncoderOptions options)
    {
        if (picture.Width != options.Width || picture.Height != options.Height)
            throw new ArgumentException($"A picture of {picture.Width}x{picture.Height} is given to an encoder of {options.Width}x{options.Height}.", nameof(picture));
    }
}
