using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>Whether the libraries that decode video are here, of the version whose structures we know, and have them where we read them.</summary>
public static unsafe class AvLibrary
{
    private const int CodecMajor = 59;
    private const int UtilMajor = 57;
    private const long NoTime = long.MinValue;

    /// <summary>False: one sentence that names what to install.</summary>
    public static bool TryCheck(out string problem)
    {
        problem = CheckFiles() ?? CheckVersions() ?? CheckStructures() ?? CheckDecoders() ?? string.Empty;
        return problem.Length == 0;
    }

    private static string? CheckFiles()
    {
        foreach (var (file, package) in new[] { (LibAvCodec.UtilFile, "libavutil57"), (LibAvCodec.CodecFile, "libavcodec59") })
        {
            if (!NativeLibrary.TryLoad(file, out _))
                return $"{file} cannot be loaded: install the video decoders of FFmpeg 5.1 (Debian 12: the package {package}).";
        }

        return null;
    }

    private static string? CheckVersions()
    {
        var (codec, util) = (LibAvCodec.avcodec_version() >> 16, LibAvCodec.avutil_version() >> 16);
        return (codec, util) == (CodecMajor, UtilMajor)
            ? null
            : $"libavcodec {CodecMajor} with libavutil {UtilMajor} is needed (FFmpeg 5.1), but here are {codec} and {util}: install the packages libavcodec59 and libavutil57.";
    }

    // A new frame and packet have values of the library's own at the places that we know them by.
    private static string? CheckStructures()
    {
        var frame = LibAvCodec.av_frame_alloc();
        var packet = LibAvCodec.av_packet_alloc();
        try
        {
            return IsNewFrame(frame) && TakesSize(frame) && TakesLength(packet)
                ? null
                : "libavcodec and libavutil are of the right version, but their structures are not laid out as expected: install Debian's packages.";
        }
        finally
        {
            LibAvCodec.av_frame_free(&frame);
            LibAvCodec.av_packet_free(&packet);
        }
    }

    private static bool IsNewFrame(AvFrame* frame) =>
        frame->Luma is null && frame->Width == 0 && frame->Height == 0 && frame->Format == -1 && frame->SampleAspectRatio == 1L << 32
        && frame->Time == NoTime && frame->Flags == 0 && frame->DecodeErrors == 0
        && frame->Colours[0] == 2 && frame->Colours[1] == 2 && frame->Colours[2] == 2;

    private static bool TakesSize(AvFrame* frame)
    {
        (frame->Width, frame->Height, frame->Format) = (330, 250, LibAvCodec.PixelsI420);
        return LibAvCodec.av_frame_get_buffer(frame, 64) == 0
            && frame->LumaStride is >= 330 and < 512 && frame->BlueStride is >= 165 and < 256 && frame->RedStride == frame->BlueStride
            && frame->Blue - frame->Luma >= 330 * 250 && frame->Red - frame->Blue >= 165 * 125;
    }

    private static bool TakesLength(AvPacket* packet) =>
        packet->Time == NoTime && packet->Data is null && LibAvCodec.av_new_packet(packet, 4_711) == 0 && packet->Size == 4_711 && packet->Data is not null;

    private static string? CheckDecoders()
    {
        foreach (var name in AvDecoder.Names)
        {
            if (LibAvCodec.avcodec_find_decoder_by_name(name) == 0)
                return $"{LibAvCodec.CodecFile} has no decoder '{name}': install Debian's package libavcodec59.";
        }

        return null;
    }
}
