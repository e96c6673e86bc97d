using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MediaServer.Packets;
using Protocols;

namespace MediaServer.Edge;

/// <summary>
/// Terminals' ports by way of Linux: one epoll says which of them have something, and <c>recvmmsg</c> takes it on the shard's thread,
/// into memory that is used again for the next port. Nothing is queued here: what is not taken stays in the port's socket.
/// </summary>
internal sealed unsafe class PolledRtpPorts : IRtpPortSet
{
    private const int PortsPerBatch = 64;
    private const int BatchesPerTurn = 8;

    /// <summary>A sound is one packet in 20 ms; a picture comes a few packets at a time. Nobody is read for longer than the others wait.</summary>
    private const int PacketsPerPort = 8;

    private const int ControlBytes = 64;

    private readonly ConcurrentDictionary<int, RtpPort> _ports = new();
    private readonly EdgeCounters _counters;
    private readonly byte* _native;
    private readonly byte* _events;
    private readonly Libc.MultiMessage* _messages;
    private readonly Libc.SocketName* _names;
    private readonly byte* _slots;
    private long _dropped;

    public PolledRtpPorts(EdgeCounters counters)
    {
        _counters = counters;
        Descriptor = Libc.CreateEpoll(Libc.EpollCloseOnExec);
        if (Descriptor < 0)
            throw new IOException($"The kernel gave no epoll for the terminals' ports: error {Marshal.GetLastPInvokeError()}.");

        const int each = PacketPool.SlotSize + ControlBytes;
        var size = (PortsPerBatch * sizeof(ulong) * 2)
            + (PacketsPerPort * (each + sizeof(Libc.MultiMessage) + sizeof(Libc.IoVector) + sizeof(Libc.SocketName) + 8));
        _native = (byte*)NativeMemory.AlignedAlloc((nuint)size, 64);
        NativeMemory.Clear(_native, (nuint)size);
        _slots = _native;
        var control = _slots + (PacketsPerPort * PacketPool.SlotSize);
        _events = control + (PacketsPerPort * ControlBytes);
        _messages = (Libc.MultiMessage*)(_events + (PortsPerBatch * sizeof(ulong) * 2));
        var vectors = (Libc.IoVector*)(_messages + PacketsPerPort);
        _names = (Libc.SocketName*)(vectors + PacketsPerPort);
        for (var i = 0; i < PacketsPerPort; i++)
        {
            vectors[i] = new Libc.IoVector { Base = _slots + (i * PacketPool.SlotSize), Length = PacketPool.SlotSize };
            _messages[i].Header = new Libc.MessageHeader
            {
                Name = &_names[i],
                Vectors = &vectors[i],
                VectorCount = 1,
                Control = control + (i * ControlBytes),
            };
        }
    }

    public int Descriptor { get; }

    public bool IsEmpty => true;

    public bool HasMore { get; private set; }

    /// <summary>By the kernel's own count, which comes with the next datagram of that port.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public void Add(RtpPort port)
    {
        _ports[port.Number] = port;
        var on = 1;
        _ = Libc.SetOption(port.Socket.SafeHandle, Libc.SolSocket, Libc.SoRxqOvfl, &on, sizeof(int));
        var what = stackalloc byte[Libc.EpollEventSize];
        Libc.WriteEpollEvent(what, (uint)Libc.PollIn, (ulong)port.Number);
        if (Libc.ControlEpoll(Descriptor, Libc.EpollAdd, port.Socket.SafeHandle, what) != 0)
            throw new SocketException(Marshal.GetLastPInvokeError());
    }

    /// <summary>Before the port is closed, or goes to another shard.</summary>
    public void Remove(RtpPort port)
    {
        _ports.TryRemove(port.Number, out _);
        _ = Libc.ControlEpoll(Descriptor, Libc.EpollDelete, port.Socket.SafeHandle, null);
    }

    public bool Receive(IRtpSink sink, Instant now)
    {
        HasMore = !_ports.IsEmpty;
        var worked = false;
        for (var batch = 0; batch < BatchesPerTurn && HasMore; batch++)
        {
            var ready = Libc.WaitEpoll(Descriptor, _events, PortsPerBatch, 0);
            HasMore = ready == PortsPerBatch;
            for (var i = 0; i < ready; i++)
            {
                var received = ReceiveFrom((int)Libc.ReadEpollData(_events, i), sink, now);
                HasMore |= received == PacketsPerPort;
                worked |= received > 0;
            }
        }

        return worked;
    }

    public void Send(RtpPort port, ReadOnlySpan<byte> datagram, in TransportAddress to)
    {
        var name = default(Libc.SocketName);
        var length = SocketNames.Write(ref name, port.Family, to);
        fixed (byte* bytes = datagram)
        {
            if (Libc.SendTo(port.Socket.SafeHandle, bytes, (nuint)datagram.Length, Libc.MsgDontWait, &name, length) < 0)
                _counters.SendFailed(Marshal.GetLastPInvokeError(), 1);
        }
    }

    public void Dispose()
    {
        _ = Libc.Close(Descriptor);
        NativeMemory.AlignedFree(_native);
    }

    private int ReceiveFrom(int number, IRtpSink sink, Instant now)
    {
        // It may have been closed since the kernel named it.
        if (!_ports.TryGetValue(number, out var port))
            return 0;

        for (var i = 0; i < PacketsPerPort; i++)
        {
            _messages[i].Header.NameLength = (uint)sizeof(Libc.SocketName);
            _messages[i].Header.ControlLength = ControlBytes;
        }

        int count;
        try
        {
            count = Libc.ReceiveMany(port.Socket.SafeHandle, _messages, PacketsPerPort, Libc.MsgDontWait, null);
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }

        for (var i = 0; i < count; i++)
        {
            CountDrops(port, _messages[i].Header);
            var from = SocketNames.Read(_names[i]);
            sink.Receive(number, from, new Span<byte>(_slots + (i * PacketPool.SlotSize), (int)_messages[i].Length), now);
        }

        return count;
    }

    private void CountDrops(RtpPort port, in Libc.MessageHeader header)
    {
        if (header.ControlLength < (nuint)(sizeof(Libc.ControlHeader) + sizeof(uint)))
            return;

        var control = (Libc.ControlHeader*)header.Control;
        if (control->Level != Libc.SolSocket || control->Type != Libc.SoRxqOvfl)
            return;

        var total = *(uint*)(control + 1);
        Volatile.Write(ref _dropped, _dropped + unchecked(total - port.DroppedByKernel));
        port.DroppedByKernel = total;
    }
}
