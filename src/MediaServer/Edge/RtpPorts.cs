using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MediaServer.Packets;
using MediaServer.Shards;
using Protocols;

namespace MediaServer.Edge;

/// <summary>
/// The UDP ports of terminals, which want a pair for each line: an even one for media and the odd one above for reports (RFC 3550 §11).
/// Pairs are taken in turn through the whole range, so that what is still sent to one that was given back meets nobody else for long.
/// What arrives goes to the shard of its terminal through one <see cref="PacketPipe{T}"/> for each shard.
/// </summary>
internal sealed class RtpPorts : IDisposable
{
    private const int SlotsUnread = 4096;

    private readonly ConcurrentDictionary<int, OpenPort> _open = new();
    private readonly Inbox[] _inboxes;
    private readonly IPAddress _address;
    private readonly int _firstPair;
    private readonly int _pairs;
    private readonly EdgeCounters[] _counters;
    private readonly Lock _gate = new();
    private int _next;

    public RtpPorts(IPAddress address, int first, int last, EdgeCounters[] counters)
    {
        _address = address;
        _firstPair = (first + 1) / 2 * 2;
        _pairs = Math.Max(0, (last - _firstPair + 1) / 2);
        _counters = counters;
        _inboxes = new Inbox[counters.Length];
        for (var i = 0; i < _inboxes.Length; i++)
            _inboxes[i] = new Inbox();
    }

    /// <summary>Ports that are open now, two for each line.</summary>
    public int Taken => _open.Count;

    public void Start(int shard, Action wake) => _inboxes[shard].Wake = wake;

    /// <summary>Opens a pair and listens at once. False when none is left in the range.</summary>
    public bool TryTake(int shard, out int port)
    {
        lock (_gate)
        {
            for (var tried = 0; tried < _pairs; tried++)
            {
                port = _firstPair + (2 * _next);
                _next = (_next + 1) % _pairs;
                if (!_open.ContainsKey(port) && TryOpen(port, shard))
                    return true;
            }
        }

        port = 0;
        return false;
    }

    /// <summary>From now on the pair's packets go to another shard.</summary>
    public void Move(int port, int shard)
    {
        if (_open.TryGetValue(port, out var media))
            media.Shard = shard;

        if (_open.TryGetValue(port + 1, out var reports))
            reports.Shard = shard;
    }

    public void GiveBack(int port)
    {
        Close(port);
        Close(port + 1);
    }

    public bool IsEmpty(int shard) => _inboxes[shard].Pipe.IsEmpty;

    public bool Receive(int shard, ShardCore core, Instant now) =>
        _inboxes[shard].Pipe.Read((core, now), static (state, ref header, body) =>
            state.core.ReceiveFromTerminal(header.Port, header.From, body[..header.Length], state.now));

    /// <summary>Called by a shard's thread with what leaves from terminals' ports among the rest.</summary>
    public void Send(int shard, EgressBatch batch)
    {
        foreach (ref readonly var message in batch.Messages)
        {
            if (!message.Route.IsOfTerminal)
                continue;

            if (!_open.TryGetValue(message.Route.Connection, out var port))
            {
                _counters[shard].SendFailed((int)SocketError.NotSocket, 1);
                continue;
            }

            try
            {
                port.Send(batch.Bytes(message), message.Route.Remote);
            }
            catch (Exception refused) when (refused is SocketException or ObjectDisposedException)
            {
                _counters[shard].SendFailed((refused as SocketException)?.ErrorCode ?? 0, 1);
            }
        }
    }

    public void Dispose()
    {
        foreach (var port in _open.Keys)
            Close(port);

        foreach (var inbox in _inboxes)
            inbox.Pipe.Dispose();
    }

    private bool TryOpen(int port, int shard)
    {
        OpenPort? media = null;
        try
        {
            media = new OpenPort(_address, port, shard);
            var reports = new OpenPort(_address, port + 1, shard);
            _open[port] = media;
            _open[port + 1] = reports;
            _ = ListenAsync(media);
            _ = ListenAsync(reports);
            return true;
        }
        catch (SocketException)
        {
            // Somebody else has one of them; the next pair will do.
            media?.Dispose();
            return false;
        }
    }

    private void Close(int port)
    {
        if (_open.TryRemove(port, out var closed))
            closed.Dispose();
    }

    private async Task ListenAsync(OpenPort port)
    {
        while (!port.IsClosed)
        {
            try
            {
                var length = await port.ReceiveAsync();
                _inboxes[port.Shard].TryPut(port, length);
            }
            catch (SocketException)
            {
                // An ICMP refusal of an earlier datagram surfaces here; the next call reads on.
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private struct TerminalHeader
    {
        public TransportAddress From;
        public int Port;
        public int Length;
    }

    private sealed class OpenPort : IDisposable
    {
        private readonly Socket _socket;
        private readonly SocketAddress _from;
        private readonly SocketAddress _to;
        private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(PacketPool.SlotSize, pinned: true);
        private volatile bool _isClosed;

        public OpenPort(IPAddress address, int port, int shard)
        {
            Port = port;
            Shard = shard;
            _socket = UdpSockets.Bind(new IPEndPoint(address, port));
            _from = new SocketAddress(address.AddressFamily);
            _to = new SocketAddress(address.AddressFamily);
        }

        public int Port { get; }

        public int Shard { get; set; }

        public bool IsClosed => _isClosed;

        public TransportAddress From => SocketNames.Read(_from);

        public ValueTask<int> ReceiveAsync() => _socket.ReceiveFromAsync(_buffer, SocketFlags.None, _from);

        public ReadOnlySpan<byte> Received(int length) => _buffer.AsSpan(0, length);

        /// <summary>While a call goes from one shard to another, both may have something to send.</summary>
        public void Send(ReadOnlySpan<byte> datagram, in TransportAddress to)
        {
            lock (_to)
            {
                SocketNames.Write(_to, _socket.AddressFamily, to);
                _socket.SendTo(datagram, SocketFlags.None, _to);
            }
        }

        public void Dispose()
        {
            _isClosed = true;
            _socket.Dispose();
        }
    }

    private sealed class Inbox
    {
        private readonly Lock _writers = new();

        public PacketPipe<TerminalHeader> Pipe { get; } = new(
            PacketPipe<TerminalHeader>.HeaderSize + PacketPool.SlotSize, slotsPerBlock: 64, SlotsUnread);

        public Action Wake { get; set; } = () => { };

        public void TryPut(OpenPort port, int length)
        {
            lock (_writers)
            {
                if (!Pipe.TryReserve(1, out var memory))
                    return;

                var slot = memory.Span;
                MemoryMarshal.Write(slot, new TerminalHeader { From = port.From, Port = port.Port, Length = length });
                port.Received(length).CopyTo(slot[PacketPipe<TerminalHeader>.HeaderSize..]);
                Pipe.Commit(1);
            }

            Wake();
        }
    }
}
