using System.Runtime.InteropServices;
using Protocols.Ice;

namespace MediaServer.Packets;

/// <summary>
/// Datagrams on their way out, in the order they were written: one stretch of native memory and a list of messages over it.
/// A message is a run of datagrams of one size to one route, of which only the last may be shorter, so that the kernel
/// can cut it up by itself (UDP_SEGMENT). Whoever reserves space commits or abandons it before the next reservation.
/// </summary>
public sealed unsafe class EgressBatch : IDisposable
{
    /// <summary>Small enough that what was encrypted is still in the core's second-level cache when the kernel copies it.</summary>
    private const int BufferSize = 256 * 1024;

    public const int MaximumMessages = 64;

    /// <summary>The kernel's UDP_MAX_SEGMENTS, and the 64 KB of one IP datagram, bound a message.</summary>
    public const int MaximumSegments = 64;

    private const int MaximumMessageBytes = 65_000;

    private readonly byte* _buffer = (byte*)NativeMemory.AlignedAlloc(BufferSize, 64);
    private readonly EgressMessage[] _messages = new EgressMessage[MaximumMessages];
    private int _used;
    private bool _mayExtend;

    public int Count { get; private set; }

    public ReadOnlySpan<EgressMessage> Messages => _messages.AsSpan(0, Count);

    public byte* Memory => _buffer;

    /// <summary>Some message goes by TCP.</summary>
    public bool HasStreams { get; private set; }

    /// <summary>Some message leaves from a terminal's port.</summary>
    public bool HasTerminals { get; private set; }

    /// <summary>True when there may be no room for another datagram: send what is here, <see cref="Clear"/>, go on.</summary>
    public bool IsFull => Count == MaximumMessages || _used + PacketPool.SlotSize > BufferSize;

    /// <summary>Whether a message of so many bytes can be written without filling the batch on the way.</summary>
    public bool HasRoomFor(int bytes) => Count < MaximumMessages - 1 && _used + bytes + PacketPool.SlotSize <= BufferSize;

    public Span<byte> Reserve() => new(_buffer + _used, PacketPool.SlotSize);

    /// <summary>The next datagram never joins the message before it.</summary>
    public void StartMessage() => _mayExtend = false;

    public void Commit(in IceRoute route, int length)
    {
        if (_mayExtend && Count > 0)
        {
            ref var last = ref _messages[Count - 1];
            if (length <= last.SegmentSize
                && last.Segments < MaximumSegments
                && last.Length + length <= MaximumMessageBytes
                && last.Route == route)
            {
                last.Length += length;
                last.Segments++;
                _used += length;
                _mayExtend = length == last.SegmentSize;
                return;
            }
        }

        HasStreams |= route.Transport == IceTransport.Tcp;
        HasTerminals |= route.IsOfTerminal;
        _messages[Count++] = new EgressMessage(route, _used, length);
        _used += length;
        _mayExtend = true;
    }

    public ReadOnlySpan<byte> Bytes(in EgressMessage message) => new(_buffer + message.Offset, message.Length);

    public void Clear()
    {
        Count = 0;
        HasStreams = false;
        HasTerminals = false;
        _used = 0;
        _mayExtend = false;
    }

    public void Dispose() => NativeMemory.AlignedFree(_buffer);
}

/// <summary>A run of datagrams to one route: all of <see cref="SegmentSize"/> bytes but perhaps the last.</summary>
public struct EgressMessage(IceRoute route, int offset, int length)
{
    public readonly IceRoute Route = route;
    public readonly int Offset = offset;
    public readonly int SegmentSize = length;
    public int Length = length;
    public int Segments = 1;
}

/// <summary>Where full batches go: the sockets, or a simulated network.</summary>
public interface IEgress
{
    /// <summary>Carries every message away before it returns, or counts it as lost. The caller clears the batch.</summary>
    void Send(EgressBatch batch);
}
