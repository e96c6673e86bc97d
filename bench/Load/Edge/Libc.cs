using System.Runtime.InteropServices;

namespace Load.Edge;

/// <summary>The system calls of a load: many datagrams per call, trains and arrival times, sleeping, and another process's CPU clock.</summary>
internal static unsafe partial class Libc
{
    public const int SolUdp = 17;
    public const int UdpSegment = 103;
    public const int UdpGro = 104;
    public const int SolSocket = 1;
    public const int SoSndBufForce = 32;
    public const int SoRcvBufForce = 33;
    public const int SoTimestampNs = 35;
    public const int MsgDontWait = 0x40;

    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public void* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct MultiMessage
    {
        public MessageHeader Header;
        public uint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>An IPv4 address and port as the kernel has them.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct SocketName
    {
        public ushort Family;
        public ushort PortBigEndian;
        public uint AddressBigEndian;
        public ulong Zero;
    }

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(int socket, MultiMessage* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(int socket, MultiMessage* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int socket, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    public static partial int Sleep(TimeSpec* requested, TimeSpec* remaining);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int ReadClock(int clock, TimeSpec* time);

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    public static partial int ReadUse(int whose, Use* use);

    /// <summary>struct rusage as far as it is asked here.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    public struct Use
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}
