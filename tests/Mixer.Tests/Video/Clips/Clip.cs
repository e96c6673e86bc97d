using System.Buffers.Binary;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Codecs;

namespace Mixer.Tests.Video.Clips;

/// <summary>
/// Short streams of real encoders: H.264 and VP8 made by ours when asked for, VP9 and AV1 kept beside this file
/// (ffmpeg -f lavfi -i testsrc2=size=176x144:rate=30 -frames:v 16, libvpx-vp9 and libaom-av1 in real-time mode, a key frame every 8 pictures).
/// </summary>
internal static class Clip
{
    public const int Width = 176;
    public const int Height = 144;
    public const int Pictures = 16;

    /// <summary>The access units of the clip, a key frame first and in the middle.</summary>
    public static byte[][] Of(VideoCodec codec) => codec switch
    {
        VideoCodec.Vp9 => ReadIvf("vp9.ivf"),
        VideoCodec.Av1 => ReadIvf("av1.ivf"),
        VideoCodec.Vp8 => Encode(VideoProfile.Vp8),
        _ => Encode(VideoProfile.H264Baseline),
    };

    /// <summary>A still background with a ball that goes across: different at every time, and the same at the same time.</summary>
    public static void Paint(PictureView picture, int number)
    {
        for (var y = 0; y < picture.Height; y++)
        {
            var row = picture.Luma.Row(y);
            for (var x = 0; x < row.Length; x++)
                row[x] = (byte)(40 + (x * 120 / picture.Width) + (((x / 8) ^ (y / 8)) & 15));
        }

        picture.Blue.Fill((byte)(100 + (number % 50)));
        picture.Red.Fill(140);
        var (radius, middleX, middleY) = (picture.Height / 6, number * 7 % picture.Width, picture.Height / 2);
        for (var y = middleY - radius; y < middleY + radius; y++)
        {
            for (var x = Math.Max(middleX - radius, 0); x < Math.Min(middleX + radius, picture.Width); x++)
            {
                if (((x - middleX) * (x - middleX)) + ((y - middleY) * (y - middleY)) < radius * radius)
                    picture.Luma.Row(y)[x] = 220;
            }
        }
    }

    /// <summary>An access unit as a decoder takes it: NAL units behind start codes, or the frame.</summary>
    public static byte[] ToAccessUnit(VideoProfile profile, EncodedPicture picture)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < picture.UnitCount; i++)
        {
            if (profile != VideoProfile.Vp8)
                bytes.AddRange([0, 0, 0, 1]);

            bytes.AddRange(picture.Unit(i));
        }

        return [.. bytes];
    }

    /// <summary>Peak signal to noise of the luma, in dB.</summary>
    public static double Likeness(PictureView a, PictureView b)
    {
        var error = 0.0;
        for (var y = 0; y < a.Height; y++)
        {
            var one = a.Luma.Row(y);
            var two = b.Luma.Row(y);
            for (var x = 0; x < one.Length; x++)
                error += (one[x] - two[x]) * (one[x] - two[x]);
        }

        return 10 * Math.Log10(255 * 255 * (double)a.Width * a.Height / Math.Max(error, 1));
    }

    private static byte[][] Encode(VideoProfile profile)
    {
        using var pool = new PicturePool(new());
        using var encoder = VideoCodecs.OpenEncoder(new() { Width = Width, Height = Height, Bitrate = Bitrate.Kilobits(150), Profile = profile });
        pool.TryRent(Width, Height, out var picture);
        var units = new List<byte[]>();
        for (var i = 0; units.Count < Pictures; i++)
        {
            Paint(picture.View, i);
            if (units.Count == Pictures / 2)
                encoder.RequestKeyFrame();

            var encoded = encoder.Encode(picture.View, i * TimeSpan.FromSeconds(1 / 30.0));
            if (!encoded.IsEmpty)
                units.Add(ToAccessUnit(profile, encoded));
        }

        picture.Return();
        return [.. units];
    }

    private static byte[][] ReadIvf(string name)
    {
        using var stream = typeof(Clip).Assembly.GetManifestResourceStream(name)!;
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        var frames = new List<byte[]>();
        for (var at = (int)BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(6)); at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
            frames.Add(file[(at + 12)..(at + 12 + length)]);
            at += 12 + length;
        }

        return [.. frames];
    }
}
