using System.Runtime.InteropServices;
using System.Threading.Channels;
using MediaServer.Engines;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Edge;

/// <summary>
/// One engine thread's way to and from all shards. Only that thread may call it, but for <see cref="Now"/>. It may have chairs in
/// any number of rooms. Events come before the packets that they are about, since packets come only of what was asked for.
/// </summary>
public sealed class EnginePort : IDisposable
{
    /// <summary>So many tracks are named by one entry; a packet for more is sent again.</summary>
    private const int MostTracks = 64;

    private readonly Channel<EngineEvent> _events = Channel.CreateUnbounded<EngineEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly MediaNode _node;
    private readonly MonotonicClock _clock;
    private readonly Inbox[] _fromShards;
    private readonly PacketLane<DeliveryHeader>[] _toShards;
    private readonly Action _wake;
    private long _dropped;

    internal EnginePort(MediaNode node, MonotonicClock clock, int shards, Action wake)
    {
        (_node, _clock, _wake) = (node, clock, wake);
        _fromShards = new Inbox[shards];
        _toShards = new PacketLane<DeliveryHeader>[shards];
        for (var i = 0; i < shards; i++)
        {
            _fromShards[i] = new Inbox(this);
            _toShards[i] = new PacketLane<DeliveryHeader>(before: MostTracks * sizeof(long));
        }
    }

    /// <summary>The clock of all media of this node.</summary>
    public Instant Now => _clock.Now;

    /// <summary>Processor time that the calling thread has taken since it began.</summary>
    public static unsafe TimeSpan TakenByThisThread
    {
        get
        {
            Libc.TimeSpec taken;
            return Libc.ReadClock(Libc.ThreadClock, &taken) < 0 ? TimeSpan.Zero : TimeSpan.FromTicks((taken.Seconds * TimeSpan.TicksPerSecond) + (taken.Nanoseconds / 100));
        }
    }

    /// <summary>Packets that a shard had no room for.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Takes a chair in a room. Null when the shard is overloaded.</summary>
    public IEngineSeat? TrySit(RoomId room)
    {
        var place = _node.TakePlace(room);
        if (_node.Post(place.Peer, new ShardLetter.AddEngine(new EngineSetup { Id = place.Peer, Room = room, Inbox = _fromShards[place.Shard] })))
            return new EngineSeat(this, _node, place);

        _node.GiveBack(place);
        return null;
    }

    /// <summary>Tells the engine all that has come. False when nothing had.</summary>
    public bool Receive(IEngine engine, Instant now)
    {
        var any = false;
        while (_events.Reader.TryRead(out var what))
        {
            engine.Handle(what, now);
            any = true;
        }

        foreach (var inbox in _fromShards)
            any |= inbox.Lane.Read((engine, now), Tell);

        return any;
    }

    /// <summary>Hands over what was sent, and wakes the shards that have something now.</summary>
    public void Flush()
    {
        for (var shard = 0; shard < _toShards.Length; shard++)
        {
            if (_toShards[shard].Flush())
                _node.Wake(shard);
        }
    }

    public void Dispose()
    {
        foreach (var inbox in _fromShards)
            inbox.Lane.Dispose();
        foreach (var lane in _toShards)
            lane.Dispose();
    }

    internal bool IsEmptyTo(int shard) => _toShards[shard].IsEmpty;

    internal bool ReceiveFor(int shard, ShardCore core, Instant now) => _toShards[shard].Read((core, now), Deliver);

    internal void FlushFrom(int shard)
    {
        if (_fromShards[shard].Flush())
            _wake();
    }

    internal bool TrySend(int shard, ReadOnlySpan<TrackId> tracks, ReadOnlySpan<byte> rtp, Instant madeAt, int encoding)
    {
        while (!tracks.IsEmpty)
        {
            var some = tracks[..Math.Min(tracks.Length, MostTracks)];
            tracks = tracks[some.Length..];
            if (_toShards[shard].TryWrite(new DeliveryHeader { MadeAt = madeAt, Tracks = some.Length, Length = rtp.Length, Encoding = encoding }, MemoryMarshal.AsBytes(some), rtp))
                continue;

            Volatile.Write(ref _dropped, _dropped + 1);
            return false;
        }

        return true;
    }

    /// <summary>A level that finds no room is followed by another 20 ms later.</summary>
    internal void TellLevel(int shard, PeerId engine, TrackId track, AudioLevel level) => _toShards[shard].TryWrite(
        new DeliveryHeader { Engine = engine, Level = level, Tracks = 1 }, MemoryMarshal.AsBytes(new ReadOnlySpan<TrackId>(in track)));

    private static void Tell((IEngine Engine, Instant Now) state, ref EnginePacket header, Span<byte> body)
    {
        if (RtpPacket.TryParse(body[..header.Length], out var packet))
            state.Engine.Receive(header, packet, state.Now);
    }

    private static void Deliver((ShardCore Core, Instant Now) state, ref DeliveryHeader header, Span<byte> body)
    {
        var tracks = MemoryMarshal.Cast<byte, TrackId>(body[..(header.Tracks * sizeof(long))]);
        if (header.Length == 0)
            state.Core.ReceiveLevel(header.Engine, tracks[0], header.Level, state.Now);
        else
            state.Core.ReceiveFromEngine(tracks, body.Slice(header.Tracks * sizeof(long), header.Length), header.Encoding, header.MadeAt, state.Now);
    }

    /// <summary>What precedes an engine's packet: behind it the tracks it is for, then the packet. Without a packet it tells how loud a track is.</summary>
    private struct DeliveryHeader
    {
        public PeerId Engine;
        public AudioLevel Level;
        public Instant MadeAt;
        public int Tracks;
        public int Length;
        public int Encoding;
    }

    /// <summary>One shard's end; its thread alone writes here.</summary>
    private sealed class Inbox(EnginePort port) : IEngineInbox
    {
        private bool _hasEvents;

        public PacketLane<EnginePacket> Lane { get; } = new();

        public bool TrySend(in EnginePacket packet, ReadOnlySpan<byte> rtp) => Lane.TryWrite(packet, rtp);

        public void Raise(EngineEvent what)
        {
            port._events.Writer.TryWrite(what);
            _hasEvents = true;
        }

        public bool Flush()
        {
            var any = Lane.Flush() | _hasEvents;
            _hasEvents = false;
            return any;
        }
    }
}
