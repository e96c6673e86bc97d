using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>What we call in libavcodec and libavutil, under their own names. Results below 0 are errors.</summary>
internal static unsafe partial class LibAvCodec
{
    public const string CodecFile = "libavcodec.so.59";
    public const string UtilFile = "libavutil.so.57";

    public const int TryAgain = -11;
    public const int SearchChildren = 1;
    public const int LogQuiet = -8;
    public const int PixelsI420 = 0;
    public const int PixelsI420FullRange = 12;

    // What a stranger's stream makes it say is counted, not printed.
    static LibAvCodec() => av_log_set_level(LogQuiet);

    [LibraryImport(CodecFile)]
    public static partial uint avcodec_version();

    [LibraryImport(UtilFile)]
    public static partial uint avutil_version();

    [LibraryImport(UtilFile)]
    public static partial void av_log_set_level(int level);

    [LibraryImport(CodecFile, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint avcodec_find_decoder_by_name(string name);

    [LibraryImport(CodecFile)]
    public static partial nint avcodec_alloc_context3(nint codec);

    [LibraryImport(CodecFile)]
    public static partial void avcodec_free_context(nint* context);

    [LibraryImport(UtilFile, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int av_opt_set(AvContext context, string name, string value, int searchFlags);

    [LibraryImport(CodecFile)]
    public static partial int avcodec_open2(AvContext context, nint codec, nint options);

    [LibraryImport(CodecFile)]
    public static partial int avcodec_send_packet(AvContext context, AvPacket* packet);

    [LibraryImport(CodecFile)]
    public static partial int avcodec_receive_frame(AvContext context, AvFrame* frame);

    [LibraryImport(CodecFile)]
    public static partial AvPacket* av_packet_alloc();

    [LibraryImport(CodecFile)]
    public static partial void av_packet_free(AvPacket** packet);

    [LibraryImport(CodecFile)]
    public static partial int av_new_packet(AvPacket* packet, int size);

    [LibraryImport(CodecFile)]
    public static partial void av_packet_unref(AvPacket* packet);

    [LibraryImport(UtilFile)]
    public static partial AvFrame* av_frame_alloc();

    [LibraryImport(UtilFile)]
    public static partial void av_frame_free(AvFrame** frame);

    [LibraryImport(UtilFile)]
    public static partial void av_frame_unref(AvFrame* frame);

    [LibraryImport(UtilFile)]
    public static partial void av_frame_move_ref(AvFrame* to, AvFrame* from);

    [LibraryImport(UtilFile)]
    public static partial int av_frame_get_buffer(AvFrame* frame, int alignment);
}
