using System.Runtime.InteropServices;
using MediaServer.Packets;

namespace MediaServer.Edge;

/// <summary>
/// Packets from one thread to one other, handed over some at a time, so that the cost of the hand-over and of waking the other is shared.
/// When as many are unread as it holds, the newest is refused: the older ones are the reader's already.
/// </summary>
/// <param name="before">Room for what stands between header and packet.</param>
internal sealed class PacketLane<THeader>(int before = 0) : IDisposable
    where THeader : unmanaged
{
    private const int SlotsPerHandOver = 32;
    private const int SlotsUnread = 4096;

    private readonly PacketPipe<THeader> _pipe = new(
        PacketPipe<THeader>.HeaderSize + before + PacketPool.SlotSize, slotsPerBlock: SlotsPerHandOver * 2, SlotsUnread);

    private Memory<byte> _room;
    private int _written;
    private bool _hasRoom;
    private bool _handedOver;

    public bool IsEmpty => _pipe.IsEmpty;

    public bool TryWrite(in THeader header, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default)
    {
        if (first.Length + second.Length > _pipe.BodySize || (!_hasRoom && !_pipe.TryReserve(SlotsPerHandOver, out _room)))
            return false;

        _hasRoom = true;
        var slot = _pipe.Slot(_room.Span, _written++);
        MemoryMarshal.Write(slot, header);
        first.CopyTo(slot[PacketPipe<THeader>.HeaderSize..]);
        second.CopyTo(slot[(PacketPipe<THeader>.HeaderSize + first.Length)..]);
        if (_written == SlotsPerHandOver)
            Commit();

        return true;
    }

    /// <summary>True when something was handed over since the last time: the reader may have to be woken.</summary>
    public bool Flush()
    {
        if (_written > 0)
            Commit();

        var any = _handedOver;
        _handedOver = false;
        return any;
    }

    public bool Read<TState>(TState state, PacketReader<THeader, TState> reader)
        where TState : allows ref struct => _pipe.Read(state, reader);

    public void Dispose() => _pipe.Dispose();

    private void Commit()
    {
        _pipe.Commit(_written);
        _written = 0;
        _hasRoom = false;
        _handedOver = true;
    }
}
