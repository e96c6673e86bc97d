using System.Net;
using System.Net.Sockets;
using MediaServer.Packets;
using Protocols;
using Protocols.Ice;

namespace MediaServer.Edge;

/// <summary>
/// One shard's UDP port by way of the platform's own sockets, for systems without Linux's batched calls. Slower by a third of a
/// microsecond a packet, and otherwise the same: datagrams wait in a <see cref="PacketPipe{T}"/> and are read from it.
/// </summary>
internal sealed class PortableUdpPort : IDatagramPort
{
    private const int BatchSize = 64;

    private readonly Socket _socket;
    private readonly Socket _waker;
    private readonly SocketAddress _from;
    private readonly SocketAddress _to;
    private readonly PacketPipe<DatagramHeader> _ingress;
    private readonly EdgeCounters _counters;
    private readonly List<Socket> _waiting = [];
    private readonly byte[] _drain = new byte[16];
    private readonly AddressFamily _family;

    public PortableUdpPort(IPEndPoint local, EdgeCounters counters)
    {
        _counters = counters;
        _family = local.AddressFamily;
        _socket = UdpSockets.Bind(local);
        _from = new SocketAddress(local.AddressFamily);
        _to = new SocketAddress(local.AddressFamily);
        _ingress = new PacketPipe<DatagramHeader>(
            PacketPipe<DatagramHeader>.HeaderSize + PacketPool.SlotSize, slotsPerBlock: BatchSize * 2, maximumSlots: BatchSize * 2);

        // There is no portable event to wait for beside a socket; a datagram to ourselves on a second socket is one.
        _waker = UdpSockets.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _waker.Connect(_waker.LocalEndPoint!);
    }

    public string Features => "the platform's sockets, one datagram a call";

    public bool HasMore { get; private set; }

    public bool Receive(IDatagramSink sink, Instant now)
    {
        HasMore = false;
        if (!_ingress.TryReserve(BatchSize, out var reserved))
            return false;

        var memory = reserved.Span;
        var count = 0;
        while (count < BatchSize && TryReceiveInto(_ingress.Slot(memory, count)))
            count++;

        HasMore = count == BatchSize;
        if (count == 0)
            return false;

        _ingress.Commit(count);
        return _ingress.Read((sink, now), static (state, ref header, body) => DatagramHeader.Deliver(state.sink, state.now, ref header, body));
    }

    public void Send(EgressBatch batch)
    {
        foreach (ref readonly var message in batch.Messages)
        {
            if (message.Route.Transport != IceTransport.Udp || message.Route.IsOfTerminal)
                continue;

            SocketNames.Write(_to, _family, message.Route.Remote);
            var bytes = batch.Bytes(message);
            for (var offset = 0; offset < bytes.Length; offset += message.SegmentSize)
                SendOne(bytes.Slice(offset, Math.Min(message.SegmentSize, bytes.Length - offset)));
        }
    }

    public void Wait(TimeSpan atMost)
    {
        _waiting.Clear();
        _waiting.Add(_socket);
        _waiting.Add(_waker);
        Socket.Select(_waiting, null, null, atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero);
        if (_waiting.Contains(_waker))
            Drain();
    }

    public void Wake()
    {
        try
        {
            _waker.Send(stackalloc byte[1]);
        }
        catch (SocketException)
        {
            // A full buffer holds a wake-up already.
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _waker.Dispose();
        _ingress.Dispose();
    }

    private bool TryReceiveInto(Span<byte> slot)
    {
        try
        {
            if (_socket.Available == 0 && !_socket.Poll(0, SelectMode.SelectRead))
                return false;

            var length = _socket.ReceiveFrom(slot[PacketPipe<DatagramHeader>.HeaderSize..], SocketFlags.None, _from);
            System.Runtime.InteropServices.MemoryMarshal.Write(slot, new DatagramHeader { From = SocketNames.Read(_from), Length = length });
            return true;
        }
        catch (SocketException)
        {
            // An ICMP refusal of an earlier datagram surfaces here; the next call reads on.
            return false;
        }
    }

    private void SendOne(ReadOnlySpan<byte> datagram)
    {
        try
        {
            _socket.SendTo(datagram, SocketFlags.None, _to);
        }
        catch (SocketException refused)
        {
            _counters.SendFailed(refused.ErrorCode, 1);
        }
    }

    private void Drain()
    {
        try
        {
            while (_waker.Available > 0)
                _waker.Receive(_drain);
        }
        catch (SocketException)
        {
            // Woken is woken.
        }
    }
}
