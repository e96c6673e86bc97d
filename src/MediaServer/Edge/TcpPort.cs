using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MediaServer.Packets;
using MediaServer.Shards;
using Protocols;
using Protocols.Framing;
using Protocols.Ice;

namespace MediaServer.Edge;

/// <summary>
/// One shard's TCP port for peers that cannot use UDP (RFC 6544), frames as in RFC 4571. Connections are read by Pipelines and hand
/// their frames to the shard through one <see cref="PacketPipe{T}"/>; what the shard sends waits in the connection's own Pipe, and
/// when too much waits there it is dropped, because late media is worth nothing.
/// </summary>
internal sealed class TcpPort : IDisposable
{
    private const int MaximumConnections = 2048;
    private const int MaximumWaitingBytes = 256 * 1024;
    private const int SlotsUnread = 2048;

    private readonly TcpListener _listener;
    private readonly ConcurrentDictionary<int, Connection> _connections = new();
    private readonly PacketPipe<StreamHeader> _ingress = new(
        PacketPipe<StreamHeader>.HeaderSize + PacketPool.SlotSize, slotsPerBlock: 64, SlotsUnread);

    private readonly Lock _writers = new();
    private readonly CancellationTokenSource _closing = new();
    private Action _wake = () => { };
    private Action<IceRoute> _closed = _ => { };
    private int _lastConnection;
    private long _dropped;

    public TcpPort(IPEndPoint local)
    {
        _listener = new TcpListener(local);
        if (local.AddressFamily == AddressFamily.InterNetworkV6)
            _listener.Server.DualMode = true;

        _listener.Start();
    }

    public bool IsEmpty => _ingress.IsEmpty;

    public long Dropped => Volatile.Read(ref _dropped);

    public void Start(Action wake, Action<IceRoute> closed)
    {
        _wake = wake;
        _closed = closed;
        _ = AcceptAsync();
    }

    public bool Receive(ShardCore core, Instant now) =>
        _ingress.Read((core, now), static (state, ref header, body) =>
            state.core.Receive(new IceRoute(IceTransport.Tcp, header.From, header.Connection), body[..header.Length], state.now));

    public void Send(EgressBatch batch)
    {
        foreach (ref readonly var message in batch.Messages)
        {
            if (message.Route.Transport != IceTransport.Tcp)
                continue;

            if (!_connections.TryGetValue(message.Route.Connection, out var connection) || !connection.TrySend(batch.Bytes(message), message.SegmentSize))
                Volatile.Write(ref _dropped, _dropped + message.Segments);
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Stop();
        foreach (var connection in _connections.Values)
            connection.Dispose();

        _closing.Dispose();
        _ingress.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_closing.Token);
                if (_connections.Count >= MaximumConnections)
                {
                    socket.Dispose();
                    continue;
                }

                _ = ServeAsync(socket);
            }
            catch (SocketException)
            {
                // The peer hung up before we answered; the listener goes on.
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        if (socket.RemoteEndPoint is not IPEndPoint remote)
        {
            socket.Dispose();
            return;
        }

        var id = Interlocked.Increment(ref _lastConnection);
        var route = new IceRoute(IceTransport.Tcp, TransportAddress.From(remote.Address, remote.Port), id);
        using var connection = new Connection(socket);
        _connections[id] = connection;
        var writing = connection.WriteAsync(_closing.Token);
        try
        {
            await ReadAsync(connection, route);
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over, however it ended.
        }

        _connections.TryRemove(id, out _);
        connection.Dispose();
        await writing;
        _closed(route);
    }

    private async Task ReadAsync(Connection connection, IceRoute route)
    {
        var reader = PipeReader.Create(connection.Stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
        while (true)
        {
            var result = await reader.ReadAsync(_closing.Token);
            var buffer = result.Buffer;
            if (!TakeFrames(ref buffer, route))
                break;

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                break;
        }

        await reader.CompleteAsync();
    }

    /// <summary>False when the stream cannot be what we expect and is not worth reading on.</summary>
    private bool TakeFrames(ref ReadOnlySequence<byte> buffer, IceRoute route)
    {
        var any = false;
        while (Rfc4571.TryReadFrame(ref buffer, out var frame))
        {
            if (frame.Length > PacketPool.SlotSize)
                return false;

            if (!frame.IsEmpty)
                any |= TryHandOver(frame, route);
        }

        if (any)
            _wake();

        return buffer.Length <= ushort.MaxValue + 2;
    }

    private bool TryHandOver(in ReadOnlySequence<byte> frame, IceRoute route)
    {
        lock (_writers)
        {
            if (!_ingress.TryReserve(1, out var memory))
            {
                Interlocked.Increment(ref _dropped);
                return false;
            }

            var slot = memory.Span;
            MemoryMarshal.Write(slot, new StreamHeader { From = route.Remote, Connection = route.Connection, Length = (int)frame.Length });
            frame.CopyTo(slot[PacketPipe<StreamHeader>.HeaderSize..]);
            _ingress.Commit(1);
            return true;
        }
    }

    private struct StreamHeader
    {
        public TransportAddress From;
        public int Connection;
        public int Length;
    }

    private sealed class Connection(Socket socket) : IDisposable
    {
        private readonly Pipe _outgoing = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
        private long _waiting;

        public NetworkStream Stream { get; } = new(socket, ownsSocket: true);

        /// <summary>Called by the shard's thread only.</summary>
        public bool TrySend(ReadOnlySpan<byte> datagrams, int segmentSize)
        {
            if (Volatile.Read(ref _waiting) > MaximumWaitingBytes)
                return false;

            var writer = _outgoing.Writer;
            for (var offset = 0; offset < datagrams.Length; offset += segmentSize)
            {
                var datagram = datagrams.Slice(offset, Math.Min(segmentSize, datagrams.Length - offset));
                var frame = writer.GetSpan(datagram.Length + 2);
                Rfc4571.WriteHeader(frame, datagram.Length);
                datagram.CopyTo(frame[2..]);
                writer.Advance(datagram.Length + 2);
                Interlocked.Add(ref _waiting, datagram.Length + 2);
            }

            var flushed = writer.FlushAsync();
            if (flushed.IsCompletedSuccessfully)
                flushed.GetAwaiter().GetResult();

            return true;
        }

        public async Task WriteAsync(CancellationToken closing)
        {
            try
            {
                while (true)
                {
                    var result = await _outgoing.Reader.ReadAsync(closing);
                    foreach (var segment in result.Buffer)
                        await Stream.WriteAsync(segment, closing);

                    Interlocked.Add(ref _waiting, -result.Buffer.Length);
                    _outgoing.Reader.AdvanceTo(result.Buffer.End);
                    if (result.IsCanceled)
                        break;
                }
            }
            catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // Nobody is there to send to any more.
            }

            // The shard may be writing at this moment; a Pipe without a reader swallows that quietly.
            await _outgoing.Reader.CompleteAsync();
        }

        public void Dispose()
        {
            Stream.Dispose();
            _outgoing.Reader.CancelPendingRead();
        }
    }
}
