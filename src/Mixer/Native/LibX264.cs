using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>What we call in libx264, under its own names. The name of the function that opens an encoder carries the version of the structures.</summary>
internal static unsafe partial class LibX264
{
    public const string File = "libx264.so.164";

    public const int I420 = 2;
    public const int TypeAuto = 0;
    public const int TypeIdr = 1;

    [LibraryImport(File, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int x264_param_default_preset(X264Parameters* parameters, string preset, string tune);

    [LibraryImport(File, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int x264_param_parse(X264Parameters* parameters, string name, string value);

    [LibraryImport(File, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int x264_param_apply_profile(X264Parameters* parameters, string profile);

    [LibraryImport(File)]
    public static partial void x264_param_cleanup(X264Parameters* parameters);

    [LibraryImport(File)]
    public static partial nint x264_encoder_open_164(X264Parameters* parameters);

    [LibraryImport(File)]
    public static partial int x264_encoder_reconfig(X264Handle encoder, X264Parameters* parameters);

    [LibraryImport(File)]
    public static partial void x264_picture_init(X264Picture* picture);

    [LibraryImport(File)]
    public static partial int x264_encoder_encode(X264Handle encoder, X264Unit** units, int* count, X264Picture* picture, X264Picture* result);

    [LibraryImport(File)]
    public static partial void x264_encoder_close(nint encoder);
}

/// <summary>x264_param_t of version 164. All but these few fields are set by name.</summary>
[StructLayout(LayoutKind.Explicit, Size = 1_024)]
internal struct X264Parameters
{
    [FieldOffset(28)]
    public int Width;

    [FieldOffset(32)]
    public int Height;

    [FieldOffset(36)]
    public int ColourSpace;

    [FieldOffset(676)]
    public int Kilobits;

    [FieldOffset(976)]
    public int LongestSlice;
}

/// <summary>x264_picture_t of version 164.</summary>
[StructLayout(LayoutKind.Explicit, Size = 240)]
internal unsafe struct X264Picture
{
    [FieldOffset(0)]
    public int Type;

    [FieldOffset(12)]
    public int IsKeyFrame;

    [FieldOffset(16)]
    public long Time;

    [FieldOffset(40)]
    public int ColourSpace;

    [FieldOffset(44)]
    public int Planes;

    [FieldOffset(48)]
    public fixed int Strides[4];

    [FieldOffset(64)]
    public byte* Luma;

    [FieldOffset(72)]
    public byte* Blue;

    [FieldOffset(80)]
    public byte* Red;
}

/// <summary>x264_nal_t of version 164.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal unsafe struct X264Unit
{
    [FieldOffset(4)]
    public int Type;

    [FieldOffset(20)]
    public int Length;

    [FieldOffset(24)]
    public byte* Start;
}
