using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Protocols;

namespace Load.Edge;

/// <summary>
/// Datagrams of one socket at a time on their way out, so that a burst is one system call, or, where that is wanted, one train
/// of equal datagrams for the kernel to cut up.
/// </summary>
internal sealed unsafe class SendBatch : IDisposable
{
    private const int Messages = 64;
    private const int BufferBytes = 256 * 1024;
    private const int LongestDatagram = 2_048;
    private const int LongestTrain = 60_000;
    private const int ControlBytes = 64;

    private readonly byte* _buffer = (byte*)NativeMemory.AlignedAlloc(BufferBytes, 64);
    private readonly Libc.MultiMessage* _messages = (Libc.MultiMessage*)NativeMemory.AllocZeroed(Messages, (nuint)sizeof(Libc.MultiMessage));
    private readonly Libc.IoVector* _vectors = (Libc.IoVector*)NativeMemory.AllocZeroed(Messages, (nuint)sizeof(Libc.IoVector));
    private readonly Libc.SocketName* _names = (Libc.SocketName*)NativeMemory.AllocZeroed(Messages, (nuint)sizeof(Libc.SocketName));
    private readonly byte* _control = (byte*)NativeMemory.AllocZeroed(Messages, ControlBytes);
    private readonly int[] _segments = new int[Messages];
    private int _socket = -1;
    private int _used;
    private int _count;
    private TransportAddress _to;

    /// <summary>Makes trains of datagrams of one size, so that a burst arrives as one.</summary>
    public bool UseSegmentation { get; set; }

    public long Datagrams { get; private set; }

    public long Failed { get; private set; }

    public void Add(int socket, in TransportAddress to, ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length > LongestDatagram)
            return;

        if (socket != _socket || _count == Messages || _used + LongestDatagram > BufferBytes)
        {
            Flush();
            _socket = socket;
        }

        Datagrams++;
        var place = _buffer + _used;
        datagram.CopyTo(new Span<byte>(place, datagram.Length));
        _used += datagram.Length;
        if (UseSegmentation && _count > 0 && datagram.Length == _segments[_count - 1] && to == _to
            && (int)_vectors[_count - 1].Length + datagram.Length <= LongestTrain)
        {
            _vectors[_count - 1].Length += (nuint)datagram.Length;
            return;
        }

        _names[_count] = new()
        {
            Family = 2,
            PortBigEndian = BinaryPrimitives.ReverseEndianness(to.Port),
            AddressBigEndian = BinaryPrimitives.ReverseEndianness(to.IPv4),
        };
        _vectors[_count] = new() { Base = place, Length = (nuint)datagram.Length };
        _messages[_count].Header = new()
        {
            Name = _names + _count,
            NameLength = (uint)sizeof(Libc.SocketName),
            Vectors = _vectors + _count,
            VectorCount = 1,
        };
        _segments[_count++] = datagram.Length;
        _to = to;
    }

    public void Flush()
    {
        if (_count > 0)
            Transmit();

        (_count, _used) = (0, 0);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_buffer);
        NativeMemory.Free(_messages);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_names);
        NativeMemory.Free(_control);
    }

    private void Transmit()
    {
        if (UseSegmentation)
            AskForSegments();

        var sent = 0;
        while (sent < _count)
        {
            var done = Libc.SendMany(_socket, _messages + sent, (uint)(_count - sent), Libc.MsgDontWait);
            if (done > 0)
            {
                sent += done;
                continue;
            }

            // One refused datagram (nobody at that address any more, or no room) is lost, as the network would lose it.
            Failed++;
            sent++;
        }
    }

    private void AskForSegments()
    {
        for (var i = 0; i < _count; i++)
        {
            var segment = _segments[i];
            if ((int)_vectors[i].Length == segment)
                continue;

            var control = (Libc.ControlHeader*)(_control + (i * ControlBytes));
            control->Length = (nuint)(sizeof(Libc.ControlHeader) + sizeof(ushort));
            control->Level = Libc.SolUdp;
            control->Type = Libc.UdpSegment;
            *(ushort*)(control + 1) = (ushort)segment;
            _messages[i].Header.Control = control;
            _messages[i].Header.ControlLength = (nuint)(sizeof(Libc.ControlHeader) + sizeof(ulong));
        }
    }
}
