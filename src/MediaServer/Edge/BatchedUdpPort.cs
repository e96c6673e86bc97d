using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MediaServer.Packets;
using Protocols;
using Protocols.Ice;

namespace MediaServer.Edge;

/// <summary>
/// One shard's UDP port by way of Linux: <c>recvmmsg</c> straight into the slots of a <see cref="PacketPipe{T}"/>, one <c>sendmmsg</c>
/// for many receivers, segmentation and coalescing by the kernel where it has them (UDP_SEGMENT, UDP_GRO).
/// A route that refuses segments (some tunnels do, with EIO or EINVAL) is served datagram by datagram.
/// Datagrams may not be cut up on their way (IP's DF): the kernel then need not find each an identification, which is 230 of the
/// 2900 ns of one. What is larger than the path takes is allowed to be cut up after all.
/// </summary>
internal sealed unsafe class BatchedUdpPort : IDatagramPort
{
    private const int Coalesced = 64 * 1024;
    private const int ControlBytes = 64;
    private const int EventCloseOnExecNonBlocking = 0x80800;
    private const int SocketBufferBytes = 8 * 1024 * 1024;

    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly int _wakeDescriptor;
    private readonly int _alsoWaitedFor;
    private readonly AddressFamily _family;
    private readonly int _batchSize;
    private readonly PacketPipe<DatagramHeader> _ingress;
    private readonly EdgeCounters _counters;
    private readonly byte* _native;
    private readonly Libc.MultiMessage* _received;
    private readonly Libc.IoVector* _receiveVectors;
    private readonly Libc.SocketName* _receiveNames;
    private readonly byte* _receiveControl;
    private readonly Libc.MultiMessage* _sending;
    private readonly Libc.IoVector* _sendVectors;
    private readonly Libc.SocketName* _sendNames;
    private readonly byte* _sendControl;
    private bool _segments;
    private readonly bool _coalesces;

    /// <param name="alsoWaitFor">What else ends <see cref="Wait"/> when something can be read there; -1 is nothing.</param>
    public BatchedUdpPort(IPEndPoint local, UdpPortOptions options, EdgeCounters counters, int alsoWaitFor = -1)
    {
        _counters = counters;
        _socket = UdpSockets.Bind(local);
        _descriptor = (int)_socket.SafeHandle.DangerousGetHandle();
        _family = local.AddressFamily;
        _alsoWaitedFor = alsoWaitFor;
        _segments = options.UseSegmentation && TryOption(Libc.SolUdp, Libc.UdpSegment, 0);
        _coalesces = options.UseCoalescing && TryOption(Libc.SolUdp, Libc.UdpGro, 1);
        _ = TryOption(Libc.SolSocket, Libc.SoSndBufForce, SocketBufferBytes);
        _ = TryOption(Libc.SolSocket, Libc.SoRcvBufForce, SocketBufferBytes);
        _ = TryOption(Libc.SolIp, Libc.IpMtuDiscover, Libc.IpPathMtuDo);
        _wakeDescriptor = Libc.CreateEvent(0, EventCloseOnExecNonBlocking);

        // A train is one slot, whatever its length; fewer, longer slots then.
        _batchSize = _coalesces ? 16 : 64;
        var slotSize = PacketPipe<DatagramHeader>.HeaderSize + (_coalesces ? Coalesced : PacketPool.SlotSize);
        _ingress = new PacketPipe<DatagramHeader>(slotSize, slotsPerBlock: _batchSize * 2, maximumSlots: _batchSize * 2);

        const int messages = EgressBatch.MaximumMessages;
        var size = (_batchSize * (sizeof(Libc.MultiMessage) + sizeof(Libc.IoVector) + sizeof(Libc.SocketName) + ControlBytes))
            + (messages * (sizeof(Libc.MultiMessage) + sizeof(Libc.IoVector) + sizeof(Libc.SocketName) + ControlBytes)) + 256;
        _native = (byte*)NativeMemory.AlignedAlloc((nuint)size, 64);
        NativeMemory.Clear(_native, (nuint)size);
        var at = _native;
        _received = (Libc.MultiMessage*)Take(ref at, _batchSize * sizeof(Libc.MultiMessage));
        _receiveVectors = (Libc.IoVector*)Take(ref at, _batchSize * sizeof(Libc.IoVector));
        _receiveControl = Take(ref at, _batchSize * ControlBytes);
        _sending = (Libc.MultiMessage*)Take(ref at, messages * sizeof(Libc.MultiMessage));
        _sendVectors = (Libc.IoVector*)Take(ref at, messages * sizeof(Libc.IoVector));
        _sendControl = Take(ref at, messages * ControlBytes);
        _receiveNames = (Libc.SocketName*)Take(ref at, _batchSize * sizeof(Libc.SocketName));
        _sendNames = (Libc.SocketName*)Take(ref at, messages * sizeof(Libc.SocketName));
    }

    public string Features => $"recvmmsg and sendmmsg, segmentation {(_segments ? "on" : "off")}, coalescing {(_coalesces ? "on" : "off")}";

    public bool HasMore { get; private set; }

    public bool Receive(IDatagramSink sink, Instant now)
    {
        HasMore = false;
        if (!_ingress.TryReserve(_batchSize, out var reserved))
            return false;

        var memory = reserved.Span;
        var count = ReceiveInto(memory);
        HasMore = count == _batchSize;
        if (count <= 0)
            return false;

        for (var i = 0; i < count; i++)
            WriteHeader(_ingress.Slot(memory, i), i);

        _ingress.Commit(count);
        return _ingress.Read((sink, now), static (state, ref header, body) => DatagramHeader.Deliver(state.sink, state.now, ref header, body));
    }

    public void Send(EgressBatch batch)
    {
        var messages = batch.Messages;
        var prepared = 0;
        for (var i = 0; i < messages.Length; i++)
        {
            ref readonly var message = ref messages[i];
            if (message.Route.Transport != IceTransport.Udp || message.Route.IsOfTerminal)
                continue;

            if (message.Segments > 1 && !_segments)
            {
                Transmit(prepared);
                prepared = 0;
                SendOneByOne(batch, message);
                continue;
            }

            Prepare(prepared++, batch, message);
        }

        Transmit(prepared);
    }

    public void Wait(TimeSpan atMost)
    {
        var descriptors = stackalloc Libc.PollDescriptor[3];
        descriptors[0] = new Libc.PollDescriptor { Descriptor = _descriptor, Events = Libc.PollIn };
        descriptors[1] = new Libc.PollDescriptor { Descriptor = _wakeDescriptor, Events = Libc.PollIn };
        descriptors[2] = new Libc.PollDescriptor { Descriptor = _alsoWaitedFor, Events = Libc.PollIn };
        var ticks = Math.Max(0, atMost.Ticks);
        var time = new Libc.TimeSpec { Seconds = ticks / TimeSpan.TicksPerSecond, Nanoseconds = ticks % TimeSpan.TicksPerSecond * 100 };
        if (Libc.Poll(descriptors, 3, &time, null) > 0 && descriptors[1].Returned != 0)
        {
            ulong drained;
            _ = Libc.Read(_wakeDescriptor, &drained, sizeof(ulong));
        }
    }

    public void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wakeDescriptor, &one, sizeof(ulong));
    }

    public void Dispose()
    {
        _socket.Dispose();
        _ = Libc.Close(_wakeDescriptor);
        _ingress.Dispose();
        NativeMemory.AlignedFree(_native);
    }

    private int ReceiveInto(Span<byte> memory)
    {
        for (var i = 0; i < _batchSize; i++)
        {
            var body = _ingress.Slot(memory, i)[PacketPipe<DatagramHeader>.HeaderSize..];
            _receiveVectors[i] = new Libc.IoVector
            {
                Base = System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(body)),
                Length = (nuint)body.Length,
            };
            _received[i].Header = new Libc.MessageHeader
            {
                Name = &_receiveNames[i],
                NameLength = (uint)sizeof(Libc.SocketName),
                Vectors = &_receiveVectors[i],
                VectorCount = 1,
                Control = _coalesces ? _receiveControl + (i * ControlBytes) : null,
                ControlLength = _coalesces ? ControlBytes : 0u,
            };
        }

        return Libc.ReceiveMany(_descriptor, _received, (uint)_batchSize, Libc.MsgDontWait, null);
    }

    private void WriteHeader(Span<byte> slot, int index)
    {
        ref readonly var message = ref _received[index];
        MemoryMarshal.Write(slot, new DatagramHeader
        {
            Length = (int)message.Length,
            SegmentSize = _coalesces ? SegmentSize(message.Header) : 0,
            From = SocketNames.Read(_receiveNames[index]),
        });
    }

    private static int SegmentSize(in Libc.MessageHeader header)
    {
        if (header.ControlLength < (nuint)(sizeof(Libc.ControlHeader) + sizeof(int)))
            return 0;

        var control = (Libc.ControlHeader*)header.Control;
        return control->Level == Libc.SolUdp && control->Type == Libc.UdpGro ? *(int*)(control + 1) : 0;
    }

    private void Prepare(int index, EgressBatch batch, in EgressMessage message)
    {
        var nameLength = SocketNames.Write(ref _sendNames[index], _family, message.Route.Remote);
        _sendVectors[index] = new Libc.IoVector { Base = batch.Memory + message.Offset, Length = (nuint)message.Length };
        ref var header = ref _sending[index].Header;
        header.Name = &_sendNames[index];
        header.NameLength = nameLength;
        header.Vectors = &_sendVectors[index];
        header.VectorCount = 1;
        header.Control = null;
        header.ControlLength = 0;
        if (message.Segments == 1)
            return;

        var control = (Libc.ControlHeader*)(_sendControl + (index * ControlBytes));
        control->Length = (nuint)(sizeof(Libc.ControlHeader) + sizeof(ushort));
        control->Level = Libc.SolUdp;
        control->Type = Libc.UdpSegment;
        *(ushort*)(control + 1) = (ushort)message.SegmentSize;
        header.Control = control;
        header.ControlLength = (nuint)(sizeof(Libc.ControlHeader) + sizeof(ulong));
    }

    private void Transmit(int count)
    {
        var sent = 0;
        while (sent < count)
        {
            var done = Libc.SendMany(_descriptor, _sending + sent, (uint)(count - sent), Libc.MsgDontWait);
            if (done > 0)
            {
                sent += done;
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Libc.Interrupted)
                continue;

            // The message at the front is the one that was refused. One with segments gets a second chance in pieces.
            ref var refused = ref _sending[sent].Header;
            if (refused.ControlLength != 0 && error is Libc.InputOutput or Libc.InvalidArgument or Libc.MessageTooLong)
                SendInPieces(ref refused);
            else if (error != Libc.MessageTooLong || !TrySendCutUp(_sending + sent))
                _counters.SendFailed(error, Segments(refused));

            sent++;
        }
    }

    private static int Segments(in Libc.MessageHeader header)
    {
        if (header.ControlLength == 0)
            return 1;

        var size = *(ushort*)((Libc.ControlHeader*)header.Control + 1);
        return (int)(((long)header.Vectors->Length + size - 1) / size);
    }

    private void SendInPieces(ref Libc.MessageHeader header)
    {
        var size = *(ushort*)((Libc.ControlHeader*)header.Control + 1);
        var bytes = (byte*)header.Vectors->Base;
        var left = (int)header.Vectors->Length;
        header.Control = null;
        header.ControlLength = 0;
        while (left > 0)
        {
            var length = Math.Min(size, left);
            *header.Vectors = new Libc.IoVector { Base = bytes, Length = (nuint)length };
            var message = new Libc.MultiMessage { Header = header };
            if (Libc.SendMany(_descriptor, &message, 1, Libc.MsgDontWait) != 1)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error != Libc.MessageTooLong || !TrySendCutUp(&message))
                    _counters.SendFailed(error, 1);
            }

            bytes += length;
            left -= length;
        }
    }

    /// <summary>Sends a datagram that is larger than its path takes: the kernel makes fragments of it.</summary>
    private bool TrySendCutUp(Libc.MultiMessage* message)
    {
        _ = TryOption(Libc.SolIp, Libc.IpMtuDiscover, Libc.IpPathMtuWant);
        var done = Libc.SendMany(_descriptor, message, 1, Libc.MsgDontWait);
        _ = TryOption(Libc.SolIp, Libc.IpMtuDiscover, Libc.IpPathMtuDo);
        return done == 1;
    }

    private void SendOneByOne(EgressBatch batch, in EgressMessage message)
    {
        for (var offset = 0; offset < message.Length; offset += message.SegmentSize)
        {
            var length = Math.Min(message.SegmentSize, message.Length - offset);
            Prepare(0, batch, new EgressMessage(message.Route, message.Offset + offset, length));
            Transmit(1);
        }
    }

    private bool TryOption(int level, int name, int value) => Libc.SetOption(_descriptor, level, name, &value, sizeof(int)) == 0;

    private static byte* Take(ref byte* at, int bytes)
    {
        var taken = at;
        at += (bytes + 7) & ~7;
        return taken;
    }
}
