using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MediaServer.Packets;
using Protocols;

namespace MediaServer.Edge;

/// <summary>
/// Terminals' ports by way of the platform's own sockets, for systems without Linux's calls: each is awaited by itself on the thread
/// pool, and what comes waits for the shard in one <see cref="PacketPipe{T}"/>. Many times dearer for each packet, and otherwise the same.
/// </summary>
internal sealed class AwaitedRtpPorts(EdgeCounters counters, Action wake) : IRtpPortSet
{
    private const int SlotsUnread = 4096;

    private readonly Lock _writers = new();
    private readonly PacketPipe<Header> _pipe = new(PacketPipe<Header>.HeaderSize + PacketPool.SlotSize, slotsPerBlock: 64, SlotsUnread);
    private readonly SocketAddress _toIPv6 = new(AddressFamily.InterNetworkV6);
    private readonly SocketAddress _toIPv4 = new(AddressFamily.InterNetwork);
    private long _dropped;

    public int Descriptor => -1;

    public bool IsEmpty => _pipe.IsEmpty;

    public bool HasMore => false;

    public long Dropped => Volatile.Read(ref _dropped);

    public void Add(RtpPort port)
    {
        if (port.IsAwaited)
            return;

        port.IsAwaited = true;
        _ = ListenAsync(port);
    }

    public void Remove(RtpPort port)
    {
        // Whoever listens notices by himself that the port is closed, or that it is another shard's.
    }

    public bool Receive(IRtpSink sink, Instant now) =>
        _pipe.Read((sink, now), static (state, ref header, body) => state.sink.Receive(header.Port, header.From, body[..header.Length], state.now));

    public void Send(RtpPort port, ReadOnlySpan<byte> datagram, in TransportAddress to)
    {
        var name = port.Family == AddressFamily.InterNetwork ? _toIPv4 : _toIPv6;
        try
        {
            SocketNames.Write(name, port.Family, to);
            port.Socket.SendTo(datagram, SocketFlags.None, name);
        }
        catch (SocketException refused)
        {
            counters.SendFailed(refused.ErrorCode, 1);
        }
    }

    public void Dispose() => _pipe.Dispose();

    private static async Task ListenAsync(RtpPort port)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(PacketPool.SlotSize, pinned: true);
        var from = new SocketAddress(port.Family);
        while (true)
        {
            try
            {
                var length = await port.Socket.ReceiveFromAsync(buffer, SocketFlags.None, from);
                ((AwaitedRtpPorts)port.Set).Put(port.Number, SocketNames.Read(from), buffer.AsSpan(0, length));
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

    private void Put(int port, in TransportAddress from, ReadOnlySpan<byte> datagram)
    {
        lock (_writers)
        {
            if (!_pipe.TryReserve(1, out var memory))
            {
                Volatile.Write(ref _dropped, _dropped + 1);
                return;
            }

            var slot = memory.Span;
            MemoryMarshal.Write(slot, new Header { From = from, Port = port, Length = datagram.Length });
            datagram.CopyTo(slot[PacketPipe<Header>.HeaderSize..]);
            _pipe.Commit(1);
        }

        wake();
    }

    private struct Header
    {
        public TransportAddress From;
        public int Port;
        public int Length;
    }
}
