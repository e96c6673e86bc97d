using MediaServer.Relays;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;

namespace MediaServer.Edge;

/// <summary>
/// The lanes between shards: one for each ordered pair, made when first used. A turn's packets to one shard are handed over
/// together at its end.
/// </summary>
internal sealed class RelayNetwork : IDisposable
{
    private readonly PacketLane<RelayHeader>?[,] _lanes;
    private readonly Sender[] _senders;
    private ShardThread[] _shards = [];

    public RelayNetwork(int shards)
    {
        _lanes = new PacketLane<RelayHeader>?[shards, shards];
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
        {
            if (Volatile.Read(ref _lanes[from, shard]) is { } lane)
                any |= lane.Read((core, now), Receive);
        }

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

    private static void Receive((ShardCore Core, Instant Now) state, ref RelayHeader header, Span<byte> body) =>
        state.Core.ReceiveRelayed(new TrackId(header.Track), header.Encoding, body[..header.Length], header.ArrivedAt, state.Now);

    private PacketLane<RelayHeader> LaneTo(int from, int to)
    {
        var lane = _lanes[from, to];
        if (lane is null)
            Volatile.Write(ref _lanes[from, to], lane = new PacketLane<RelayHeader>());

        return lane;
    }

    private sealed class Sender(RelayNetwork network, int shard) : IRelay
    {
        public bool TrySend(int toShard, TrackId track, int encoding, ReadOnlySpan<byte> packet, Instant arrivedAt) =>
            network.LaneTo(shard, toShard).TryWrite(
                new RelayHeader { Track = track.Value, Encoding = encoding, Length = packet.Length, ArrivedAt = arrivedAt }, packet);

        // A full mailbox loses the letter; what letters ask for between shards is asked again while it is still wanted.
        public void Post(int toShard, ShardLetter letter) => network._shards[toShard].Post(letter);
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
