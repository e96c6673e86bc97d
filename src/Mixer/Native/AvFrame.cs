using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>
/// The fields of libavutil 57's AVFrame that we read, where they are in it; <see cref="AvLibrary"/> proves the places before the first use.
/// Frames are the library's to allocate.
/// </summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct AvFrame
{
    [FieldOffset(0)]
    public byte* Luma;

    [FieldOffset(8)]
    public byte* Blue;

    [FieldOffset(16)]
    public byte* Red;

    [FieldOffset(64)]
    public int LumaStride;

    [FieldOffset(68)]
    public int BlueStride;

    [FieldOffset(72)]
    public int RedStride;

    [FieldOffset(104)]
    public int Width;

    [FieldOffset(108)]
    public int Height;

    [FieldOffset(116)]
    public int Format;

    /// <summary>A numerator and a denominator, 0/1 when unknown.</summary>
    [FieldOffset(128)]
    public long SampleAspectRatio;

    [FieldOffset(136)]
    public long Time;

    /// <summary>Bit 0: parts of it are missing.</summary>
    [FieldOffset(316)]
    public int Flags;

    /// <summary>Behind <see cref="Flags"/> and the range come three numbers that are 2 when unknown.</summary>
    [FieldOffset(324)]
    public fixed int Colours[3];

    /// <summary>Not 0 when parts were made up.</summary>
    [FieldOffset(376)]
    public int DecodeErrors;
}
