using System.Runtime.InteropServices;

namespace Mixer.Native;

/// <summary>The fields of libavcodec 59's AVPacket that we use. Packets are the library's to allocate.</summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct AvPacket
{
    [FieldOffset(8)]
    public long Time;

    [FieldOffset(24)]
    public byte* Data;

    [FieldOffset(32)]
    public int Size;
}
