using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>What we call in libopenh264: an encoder is an object of C++, whose functions lie in a table in the order of its header.</summary>
internal static unsafe partial class LibOpenH264
{
    public const string File = "libopenh264.so.7";

    public const int OptionFrameRate = 4;
    public const int OptionBitrate = 5;
    public const int OptionTraceLevel = 25;

    public const int AllLayers = 4;
    public const int I420 = 23;
    public const int KeyFrame = 1;

    [LibraryImport(File)]
    public static partial void WelsGetCodecVersionEx(OpenH264Version* version);

    [LibraryImport(File)]
    public static partial int WelsCreateSVCEncoder(OpenH264Object** encoder);

    [LibraryImport(File)]
    public static partial void WelsDestroySVCEncoder(OpenH264Object* encoder);
}

[StructLayout(LayoutKind.Sequential)]
internal struct OpenH264Version
{
    public uint Major;
    public uint Minor;
    public uint Revision;
    public uint Reserved;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OpenH264Object
{
    public OpenH264Functions* Functions;
}

/// <summary>ISVCEncoder's table of functions.</summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct OpenH264Functions
{
    [FieldOffset(8)]
    public delegate* unmanaged<OpenH264Object*, OpenH264Parameters*, int> InitializeExt;

    [FieldOffset(16)]
    public delegate* unmanaged<OpenH264Object*, OpenH264Parameters*, int> GetDefaultParams;

    [FieldOffset(24)]
    public delegate* unmanaged<OpenH264Object*, int> Uninitialize;

    [FieldOffset(32)]
    public delegate* unmanaged<OpenH264Object*, OpenH264Picture*, OpenH264Output*, int> EncodeFrame;

    [FieldOffset(48)]
    public delegate* unmanaged<OpenH264Object*, byte, int, int> ForceIntraFrame;

    [FieldOffset(56)]
    public delegate* unmanaged<OpenH264Object*, int, void*, int> SetOption;
}

/// <summary>SEncParamExt with one spatial layer's SSpatialLayerConfig in it (from 32), of version 2.3.</summary>
[StructLayout(LayoutKind.Explicit, Size = 920)]
internal struct OpenH264Parameters
{
    public const int RateByBitrate = 1;
    public const int LowComplexity = 0;
    public const int Baseline = 66;
    public const int High = 100;
    public const int SlicesBySize = 3;

    [FieldOffset(0)]
    public int Usage;

    [FieldOffset(4)]
    public int Width;

    [FieldOffset(8)]
    public int Height;

    [FieldOffset(12)]
    public int Bitrate;

    [FieldOffset(16)]
    public int RateMode;

    [FieldOffset(20)]
    public float PicturesPerSecond;

    [FieldOffset(24)]
    public int TemporalLayers;

    [FieldOffset(28)]
    public int SpatialLayers;

    [FieldOffset(32)]
    public int LayerWidth;

    [FieldOffset(36)]
    public int LayerHeight;

    [FieldOffset(40)]
    public float LayerPicturesPerSecond;

    [FieldOffset(44)]
    public int LayerBitrate;

    [FieldOffset(52)]
    public int Profile;

    [FieldOffset(64)]
    public int SliceMode;

    [FieldOffset(212)]
    public int LongestSlice;

    [FieldOffset(832)]
    public int Complexity;

    [FieldOffset(836)]
    public uint KeyFrameInterval;

    [FieldOffset(844)]
    public int ParameterSetNumbering;

    [FieldOffset(856)]
    public int UsesCabac;

    [FieldOffset(860)]
    public byte SkipsFrames;

    [FieldOffset(868)]
    public int LargestQuantizer;

    [FieldOffset(872)]
    public int SmallestQuantizer;

    [FieldOffset(876)]
    public uint LongestUnit;

    [FieldOffset(892)]
    public ushort Threads;

    [FieldOffset(908)]
    public byte Denoises;

    [FieldOffset(909)]
    public byte DetectsBackground;

    [FieldOffset(912)]
    public byte DetectsSceneChanges;
}

/// <summary>SSourcePicture.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal unsafe struct OpenH264Picture
{
    [FieldOffset(0)]
    public int Format;

    [FieldOffset(4)]
    public fixed int Strides[4];

    [FieldOffset(24)]
    public byte* Luma;

    [FieldOffset(32)]
    public byte* Blue;

    [FieldOffset(40)]
    public byte* Red;

    [FieldOffset(56)]
    public int Width;

    [FieldOffset(60)]
    public int Height;

    /// <summary>Milliseconds.</summary>
    [FieldOffset(64)]
    public long Time;
}

/// <summary>SFrameBSInfo: at most 128 layers of NAL units.</summary>
[StructLayout(LayoutKind.Explicit, Size = 5_144)]
internal unsafe struct OpenH264Output
{
    public const int MostLayers = 128;

    [FieldOffset(0)]
    public int Layers;

    [FieldOffset(8)]
    public OpenH264Layer FirstLayer;

    [FieldOffset(5_128)]
    public int Type;
}

/// <summary>SLayerBSInfo: NAL units one behind the other, each with a start code of four bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal unsafe struct OpenH264Layer
{
    [FieldOffset(16)]
    public int Units;

    [FieldOffset(24)]
    public int* Lengths;

    [FieldOffset(32)]
    public byte* Start;
}
