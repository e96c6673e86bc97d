using MediaServer.Packets;
using MediaServer.Peers;
using MediaServer.Relays;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;

namespace Scenarios.World;

/// <summary>
/// A real shard core between simulated sockets: what the shard thread does, in simulated time. One turn is one input and everything it
/// causes. Packets to other shards take as long as a hand-over between threads.
/// </summary>
public sealed class SimulatedShard : IDatagramReceiver, ISleeper, IEgress, IRelay, IMediaEvents, IDisposable
{
    private static readonly TimeSpan HandOver = TimeSpan.FromMicroseconds(100);

    private readonly Timeline _timeline;
    private readonly SimulatedNetwork _network;
    private readonly IReadOnlyList<SimulatedShard> _shards;
    private readonly TransportAddress _address;

    public SimulatedShard(
        int index, Timeline timeline, SimulatedNetwork network, IReadOnlyList<SimulatedShard> shards, DtlsIdentity identity, PeerOptions options, int seed)
    {
        _timeline = timeline;
        _network = network;
        _shards = shards;
        Index = index;
        _address = AddressOf(index);
        network.AddServer(_address, this);
        var who = new ShardIdentity
        {
            Index = index,
            Epoch = NtpTime.FromUnix(SimulatedMeeting.UnixTimeAtZero),
            Dtls = identity,
            Seed = unchecked((seed * 31) + index),
            PoolBytes = 64L << 20,
            Peers = options,
        };
        Core = new ShardCore(who, this, this, this);
    }

    public int Index { get; }

    public ShardCore Core { get; }

    /// <summary>What the core has allocated on the heap in all its turns, the simulated sockets apart.</summary>
    public long AllocatedBytes { get; private set; }

    public List<MediaEvent> Events { get; } = [];

    /// <summary>Told of every event as it happens; the list keeps them too.</summary>
    public Action<MediaEvent>? Heard { get; set; }

    public Instant NextDeadline => Core.NextDeadline;

    Instant ISleeper.AwakeAt { get; set; } = Instant.Never;

    public static TransportAddress AddressOf(int index) => TransportAddress.FromIPv4(0x0A000001 + (uint)index, 40_000);

    /// <summary>From now on what is sent to that port is a terminal's.</summary>
    public void OpenTerminalPort(int port) => _network.AddServer(_address with { Port = (ushort)port }, new TerminalPort(this, port));

    public void Handle(ShardLetter letter)
    {
        Core.Handle(letter, _timeline.Now);
        Settle(_timeline.Now);
    }

    public void Receive(in IceRoute from, Span<byte> datagram, Instant now)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Core.Receive(from, datagram, now);
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        Settle(now);
    }

    public void ReceiveFromEngine(TrackId track, ReadOnlySpan<byte> rtp)
    {
        Core.ReceiveFromEngine(new ReadOnlySpan<TrackId>(in track), rtp, 0, _timeline.Now, _timeline.Now);
        Settle(_timeline.Now);
    }

    public void Advance(Instant now)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Core.Advance(now);
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        Settle(now);
    }

    public void Dispose() => Core.Dispose();

    void IEgress.Send(EgressBatch batch)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (ref readonly var message in batch.Messages)
        {
            var bytes = batch.Bytes(message);
            while (!bytes.IsEmpty)
            {
                var length = Math.Min(message.SegmentSize, bytes.Length);
                var from = message.Route.IsOfTerminal ? _address with { Port = (ushort)message.Route.Connection } : _address;
                _network.Down(from, message.Route.Remote, bytes[..length]);
                bytes = bytes[length..];
            }
        }

        AllocatedBytes -= GC.GetAllocatedBytesForCurrentThread() - before;
    }

    bool IRelay.TrySend(int toShard, TrackId track, int encoding, ReadOnlySpan<byte> packet, Instant arrivedAt)
    {
        var copy = packet.ToArray();
        var other = _shards[toShard];
        _timeline.ScheduleAfter(HandOver, () =>
        {
            other.Core.ReceiveRelayed(track, encoding, copy, arrivedAt, _timeline.Now);
            other.Settle(_timeline.Now);
        });
        return true;
    }

    void IRelay.Post(int toShard, ShardLetter letter) => _timeline.ScheduleAfter(HandOver, () => _shards[toShard].Handle(letter));

    void IMediaEvents.Raise(MediaEvent what)
    {
        Events.Add(what);
        Heard?.Invoke(what);
    }

    private void ReceiveFromTerminal(int port, in IceRoute from, Span<byte> datagram, Instant now)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Core.ReceiveFromTerminal(port, from.Remote, datagram, now);
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        Settle(now);
    }

    private void Settle(Instant now)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Core.Flush(now);
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        _timeline.Watch(this);
    }

    private sealed class TerminalPort(SimulatedShard shard, int port) : IDatagramReceiver
    {
        public void Receive(in IceRoute from, Span<byte> datagram, Instant now) => shard.ReceiveFromTerminal(port, from, datagram, now);
    }
}
