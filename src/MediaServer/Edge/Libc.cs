using System.Runtime.InteropServices;

namespace MediaServer.Edge;

/// <summary>
/// The few system calls that the platform's sockets do not reach: many datagrams per call, segmentation by the kernel,
/// and a wait on a socket and a mailbox together. Results below zero are errors; <see cref="Marshal.GetLastSystemError"/> names them.
/// </summary>
internal static unsafe partial class Libc
{
    public const int SolIp = 0;
    public const int IpMtuDiscover = 10;
    public const int IpPathMtuWant = 1;
    public const int IpPathMtuDo = 2;
    public const int SolUdp = 17;
    public const int UdpSegment = 103;
    public const int UdpGro = 104;
    public const int SolSocket = 1;
    public const int SoSndBufForce = 32;
    public const int SoRcvBufForce = 33;
    public const int SoRxqOvfl = 40;
    public const int MsgDontWait = 0x40;
    public const int EpollCloseOnExec = 0x80000;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const short PollIn = 1;
    public const int ThreadClock = 3;
    public const int Again = 11;
    public const int Interrupted = 4;
    public const int NoBuffers = 105;
    public const int InvalidArgument = 22;
    public const int InputOutput = 5;
    public const int MessageTooLong = 90;
    public const ushort FamilyIPv4 = 2;
    public const ushort FamilyIPv6 = 10;
    public const uint NameLengthIPv4 = 16;

    /// <summary>Threads and processes that a thread starts are ordinary again, whatever it is.</summary>
    public const int ResetOnFork = 0x4000_0000;

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
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>Large enough for both address families: family, port, then the address where each family puts it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 28)]
    public struct SocketName
    {
        [FieldOffset(0)]
        public ushort Family;

        [FieldOffset(2)]
        public ushort PortBigEndian;

        [FieldOffset(4)]
        public uint IPv4BigEndian;

        [FieldOffset(8)]
        public ulong IPv6HighBigEndian;

        [FieldOffset(16)]
        public ulong IPv6LowBigEndian;
    }

    /// <summary>struct epoll_event: 32 bits that say what happened, 64 that are ours; packed on x86-64 and nowhere else.</summary>
    public static readonly int EpollEventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    public static void WriteEpollEvent(byte* to, uint events, ulong data)
    {
        *(uint*)to = events;
        System.Runtime.CompilerServices.Unsafe.WriteUnaligned(to + EpollEventSize - sizeof(ulong), data);
    }

    public static ulong ReadEpollData(byte* events, int index) =>
        System.Runtime.CompilerServices.Unsafe.ReadUnaligned<ulong>(events + ((index + 1) * EpollEventSize) - sizeof(ulong));

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int CreateEpoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int ControlEpoll(int epoll, int operation, SafeHandle of, byte* what);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int WaitEpoll(int epoll, byte* events, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(SafeHandle socket, MultiMessage* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int ReadClock(int clock, TimeSpec* time);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    public static partial nint SendTo(SafeHandle socket, void* bytes, nuint length, int flags, SocketName* to, uint nameLength);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(SafeHandle socket, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(int socket, MultiMessage* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(int socket, MultiMessage* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int socket, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, TimeSpec* timeout, void* signalMask);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    public static partial int Sleep(TimeSpec* requested, TimeSpec* remaining);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int CreateEvent(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SetAffinity(int thread, nuint size, void* mask);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int SetScheduler(int thread, int policy, int* priority);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    public static partial int SetPriority(int kind, int who, int nice);
}
