using System.Runtime.InteropServices;
using MediaServer.Packets;
using MediaServer.Relays;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;

namespace MediaServer.Edge;

/// <summary>
/// The pipes between shards: one for each ordered pair, made when first used. A turn's packets to one shard are handed over
/// together at its end, so that the cost of the hand-over and of waking the other is shared.
/// </summary>
internal sealed class RelayNetwork : IDisposable
{
    private const int SlotsPerHandOver = 32;
    private const int SlotsUnread = 4096;

    private readonly Lane?[,] _lanes;
    private readonly Sender[] _senders;
    private ShardThread[] _shards = [];

    public RelayNetwork(int shards)
    {
        _lanes = new Lane?[shards, shards];
        _senders = new Sender[shards];
        for (var i = 0; i < shards; i++)
            _senders[i] = new Sender(this, i);
    }

    public IRelay From(int shard) => _senders[shard];

    public void Connect(ShardThread[] shards) => _shards = shards;

    public bool IsEmpty(int shard)
    {
        for (var from = 0; from < _senders.Length; from++)
        {
            if (Volatile.Read(ref _lanes[from, shard]) is { IsEmpty: false })
                return false;
        }

        return true;
    }

    public bool Receive(int shard, ShardCore core, Instant now)
    {
        var any = false;
        for (var from = 0; from < _senders.Length; from++)
            any |= Volatile.Read(ref _lanes[from, shard])?.Receive(core, now) ?? false;

        return any;
    }

    public void Flush(int shard)
    {
        for (var to = 0; to < _senders.Length; to++)
        {
            if (_lanes[shard, to]?.Flush() == true)
                _shards[to].Wake();
        }
    }

    public void Dispose()
    {
        foreach (var lane in _lanes)
            lane?.Dispose();
    }

    private Lane LaneTo(int from, int to)
    {
        var lane = _lanes[from, to];
        if (lane is null)
            Volatile.Write(ref _lanes[from, to], lane = new Lane());

        return lane;
    }

    private sealed class Sender(RelayNetwork network, int shard) : IRelay
    {
        public bool TrySend(int toShard, TrackId track, int encoding, ReadOnlySpan<byte> packet, Instant arrivedAt) =>
            network.LaneTo(shard, toShard).TryWrite(track, encoding, packet, arrivedAt);

        // A full mailbox loses the letter; what letters ask for between shards is asked again while it is still wanted.
        public void Post(int toShard, ShardLetter letter) => network._shards[toShard].Post(letter);
    }

    private sealed class Lane : IDisposable
    {
        private readonly PacketPipe<RelayHeader> _pipe = new(
            PacketPipe<RelayHeader>.HeaderSize + PacketPool.SlotSize, slotsPerBlock: SlotsPerHandOver * 2, SlotsUnread);

        private int _written;
        private bool _hasRoom;
        private Memory<byte> _room;

        public bool IsEmpty => _pipe.IsEmpty;

        public bool TryWrite(TrackId track, int encoding, ReadOnlySpan<byte> packet, Instant arrivedAt)
        {
            if (packet.Length > PacketPool.SlotSize || (!_hasRoom && !_pipe.TryReserve(SlotsPerHandOver, out _room)))
                return false;

            _hasRoom = true;
            var slot = _pipe.Slot(_room.Span, _written++);
            MemoryMarshal.Write(slot, new RelayHeader { Track = track.Value, Encoding = encoding, Length = packet.Length, ArrivedAt = arrivedAt });
            packet.CopyTo(slot[PacketPipe<RelayHeader>.HeaderSize..]);
            if (_written == SlotsPerHandOver)
                Commit();

            return true;
        }

        /// <summary>True when something was handed over since the last time.</summary>
        public bool Flush()
        {
            if (_written > 0)
                Commit();

            var any = _handedOver;
            _handedOver = false;
            return any;
        }

        public bool Receive(ShardCore core, Instant now) =>
            _pipe.Read((core, now), static (state, ref header, body) =>
                state.core.ReceiveRelayed(new TrackId(header.Track), header.Encoding, body[..header.Length], header.ArrivedAt, state.now));

        public void Dispose() => _pipe.Dispose();

        private bool _handedOver;

        private void Commit()
        {
            _pipe.Commit(_written);
            _written = 0;
            _hasRoom = false;
            _handedOver = true;
        }
    }
}

/// <summary>What precedes a relayed packet in its slot.</summary>
internal struct RelayHeader
{
    public long Track;
    public Instant ArrivedAt;
    public int Length;
    public int Encoding;
}
