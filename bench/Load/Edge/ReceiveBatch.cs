using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Protocols;

namespace Load.Edge;

/// <summary>Reads whatever waits at a socket, trains and all, into one buffer that all sockets of a loop share.</summary>
internal sealed unsafe class ReceiveBatch : IDisposable
{
    private const int Messages = 16;
    private const int LongestTrain = 64 * 1024;
    private const int ControlBytes = 128;

    private readonly byte* _buffer = (byte*)NativeMemory.AlignedAlloc(Messages * LongestTrain, 64);
    private readonly Libc.MultiMessage* _messages = (Libc.MultiMessage*)NativeMemory.AllocZeroed(Messages, (nuint)sizeof(Libc.MultiMessage));
    private readonly Libc.IoVector* _vectors = (Libc.IoVector*)NativeMemory.AllocZeroed(Messages, (nuint)sizeof(Libc.IoVector));
    private readonly Libc.SocketName* _names = (Libc.SocketName*)NativeMemory.AllocZeroed(Messages, (nuint)sizeof(Libc.SocketName));
    private readonly byte* _control = (byte*)NativeMemory.AllocZeroed(Messages, ControlBytes);

    public ReceiveBatch()
    {
        for (var i = 0; i < Messages; i++)
        {
            _vectors[i] = new() { Base = _buffer + (i * LongestTrain), Length = LongestTrain };
            Prepare(i);
        }
    }

    /// <summary>Messages of the kernel, a train being one of them: how often the other side's sending was interrupted.</summary>
    public long Trains { get; private set; }

    /// <summary>Reads until nothing waits. False when nothing did.</summary>
    public bool Receive(int socket, IDatagramReader reader)
    {
        var any = false;
        while (true)
        {
            var count = Libc.ReceiveMany(socket, _messages, Messages, Libc.MsgDontWait, null);
            if (count <= 0)
                return any;

            any = true;
            for (var i = 0; i < count; i++)
            {
                Deliver(i, reader);
                Prepare(i);
            }

            if (count < Messages)
                return true;
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_buffer);
        NativeMemory.Free(_messages);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_names);
        NativeMemory.Free(_control);
    }

    private void Prepare(int index) => _messages[index].Header = new()
    {
        Name = _names + index,
        NameLength = (uint)sizeof(Libc.SocketName),
        Vectors = _vectors + index,
        VectorCount = 1,
        Control = _control + (index * ControlBytes),
        ControlLength = ControlBytes,
    };

    private void Deliver(int index, IDatagramReader reader)
    {
        Trains++;
        var train = new Span<byte>(_vectors[index].Base, (int)_messages[index].Length);
        ReadControl(_messages[index].Header, out var segment, out var arrival);
        var from = TransportAddress.FromIPv4(
            BinaryPrimitives.ReverseEndianness(_names[index].AddressBigEndian), BinaryPrimitives.ReverseEndianness(_names[index].PortBigEndian));
        if (segment == 0)
            segment = train.Length;

        while (!train.IsEmpty)
        {
            var datagram = train[..Math.Min(segment, train.Length)];
            train = train[datagram.Length..];
            reader.Receive(from, datagram, arrival);
        }
    }

    private static void ReadControl(in Libc.MessageHeader header, out int segment, out long arrival)
    {
        (segment, arrival) = (0, 0);
        var at = (byte*)header.Control;
        var end = at + header.ControlLength;
        while (at + sizeof(Libc.ControlHeader) <= end)
        {
            var control = (Libc.ControlHeader*)at;
            if (control->Level == Libc.SolUdp && control->Type == Libc.UdpGro)
            {
                segment = *(int*)(control + 1);
            }
            else if (control->Level == Libc.SolSocket && control->Type == Libc.SoTimestampNs)
            {
                var time = (Libc.TimeSpec*)(control + 1);
                arrival = (time->Seconds * 1_000_000_000) + time->Nanoseconds;
            }

            at += (control->Length + 7) & ~(nuint)7;
        }
    }
}

/// <summary>Where datagrams go, one by one. The bytes may be changed; they are gone on return.</summary>
internal interface IDatagramReader
{
    /// <param name="from">Who sent it.</param>
    /// <param name="datagram">The datagram.</param>
    /// <param name="arrival">Nanoseconds of the wall clock, by the kernel; 0 where it was not asked.</param>
    void Receive(in TransportAddress from, Span<byte> datagram, long arrival);
}
