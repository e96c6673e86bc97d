using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>
/// What we call in libvpx, under its own names; results other than 0 are errors. The control is variadic in C; ours takes one number.
/// </summary>
internal static unsafe partial class LibVpx
{
    public const string File = "libvpx.so.7";

    /// <summary>VPX_ENCODER_ABI_VERSION: the library itself refuses who was made for structures of another version.</summary>
    public const int EncoderAbi = 25;

    public const int I420 = 258;
    public const int ConstantBitrate = 1;
    public const int KeyFramesDisabled = 0;
    public const int ForceKeyFrame = 1;
    public const int RealTime = 1;
    public const int FramePacket = 0;
    public const int KeyFlag = 1;

    public const int SetCpuUsed = 13;
    public const int SetStaticThreshold = 17;
    public const int SetTokenPartitions = 18;
    public const int SetLargestIntraPercent = 26;

    [LibraryImport(File)]
    public static partial nint vpx_codec_vp8_cx();

    [LibraryImport(File)]
    public static partial int vpx_codec_version();

    [LibraryImport(File)]
    public static partial int vpx_codec_enc_config_default(nint codec, VpxConfiguration* configuration, uint usage);

    [LibraryImport(File)]
    public static partial int vpx_codec_enc_init_ver(VpxContext* context, nint codec, VpxConfiguration* configuration, long flags, int version);

    [LibraryImport(File)]
    public static partial int vpx_codec_enc_config_set(VpxContext* context, VpxConfiguration* configuration);

    [LibraryImport(File)]
    public static partial int vpx_codec_control_(VpxContext* context, int control, int value);

    [LibraryImport(File)]
    public static partial int vpx_codec_encode(VpxContext* context, VpxImage* image, long time, ulong duration, long flags, ulong deadline);

    [LibraryImport(File)]
    public static partial VpxPacket* vpx_codec_get_cx_data(VpxContext* context, nint* iterator);

    [LibraryImport(File)]
    public static partial VpxImage* vpx_img_wrap(VpxImage* image, int format, uint width, uint height, uint alignment, byte* data);

    [LibraryImport(File)]
    public static partial int vpx_codec_destroy(VpxContext* context);
}

/// <summary>vpx_codec_ctx_t: the library's own.</summary>
[StructLayout(LayoutKind.Sequential, Size = 56)]
internal struct VpxContext
{
    public nint Name;
}

/// <summary>vpx_codec_enc_cfg_t of ABI 25.</summary>
[StructLayout(LayoutKind.Explicit, Size = 504)]
internal struct VpxConfiguration
{
    [FieldOffset(4)]
    public uint Threads;

    [FieldOffset(12)]
    public uint Width;

    [FieldOffset(16)]
    public uint Height;

    [FieldOffset(28)]
    public int TimebaseNumerator;

    [FieldOffset(32)]
    public int TimebaseDenominator;

    [FieldOffset(44)]
    public uint LagInFrames;

    [FieldOffset(48)]
    public uint DropFrameThreshold;

    [FieldOffset(72)]
    public int RateMode;

    [FieldOffset(112)]
    public uint Kilobits;

    [FieldOffset(116)]
    public uint SmallestQuantizer;

    [FieldOffset(120)]
    public uint LargestQuantizer;

    [FieldOffset(124)]
    public uint UndershootPercent;

    [FieldOffset(128)]
    public uint OvershootPercent;

    /// <summary>Milliseconds, as the next two.</summary>
    [FieldOffset(132)]
    public uint Buffer;

    [FieldOffset(136)]
    public uint FirstBuffer;

    [FieldOffset(140)]
    public uint BestBuffer;

    [FieldOffset(160)]
    public int KeyFrameMode;
}

/// <summary>vpx_image_t.</summary>
[StructLayout(LayoutKind.Explicit, Size = 136)]
internal unsafe struct VpxImage
{
    [FieldOffset(0)]
    public int Format;

    [FieldOffset(24)]
    public uint Width;

    [FieldOffset(28)]
    public uint Height;

    [FieldOffset(48)]
    public byte* Luma;

    [FieldOffset(56)]
    public byte* Blue;

    [FieldOffset(64)]
    public byte* Red;

    [FieldOffset(80)]
    public fixed int Strides[4];
}

/// <summary>vpx_codec_cx_pkt_t that carries a frame.</summary>
[StructLayout(LayoutKind.Explicit, Size = 136)]
internal unsafe struct VpxPacket
{
    [FieldOffset(0)]
    public int Kind;

    [FieldOffset(8)]
    public byte* Start;

    [FieldOffset(16)]
    public nuint Length;

    [FieldOffset(40)]
    public uint Flags;
}
