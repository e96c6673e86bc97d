using Protocols;
using Protocols.Rtp;

namespace MediaServer.Packets;

/// <summary>
/// The newest packets of one encoding, in plaintext and once for everybody: what retransmissions, RED and paced queues draw from.
/// It is the only holder of its slots. It grows while packets younger than <see cref="HistoryOptions.Keep"/> would be overwritten,
/// up to <see cref="HistoryOptions.MaximumPackets"/>, and gives back what is older.
/// </summary>
public sealed class PacketHistory(PacketPool pool, HistoryOptions options) : IDisposable
{
    private Entry[] _ring = new Entry[options.InitialPackets];
    private SequenceNumber _newest;
    private int _held;

    public int Held => _held;

    public bool IsEmpty => _held == 0;

    public SequenceNumber Newest => _newest;

    public bool Contains(SequenceNumber sequence) => TryFind(sequence, out _);

    public bool TryFind(SequenceNumber sequence, out PacketSlot slot)
    {
        ref readonly var entry = ref _ring[sequence.Value & (_ring.Length - 1)];
        slot = entry.Slot;
        return entry.IsHeld && entry.Sequence == sequence;
    }

    /// <summary>Too far behind the newest to have a place: it could only push out something younger.</summary>
    public bool IsTooOld(SequenceNumber sequence) => _held > 0 && _newest - sequence >= _ring.Length;

    /// <summary>Takes the slot over. The caller has looked with <see cref="Contains"/> and <see cref="IsTooOld"/>.</summary>
    public void Add(SequenceNumber sequence, PacketSlot slot, Instant now)
    {
        if (_held == 0)
        {
            _newest = sequence;
        }

        var step = sequence - _newest;
        if (step > 0)
        {
            _newest = sequence;
        }

        MakeRoom(sequence, now);
        ref var entry = ref _ring[sequence.Value & (_ring.Length - 1)];
        if (entry.IsHeld)
            Release(ref entry);

        entry = new Entry { Sequence = sequence, Slot = slot, At = now, IsHeld = true };
        _held++;
    }

    /// <summary>Gives back what is older than it need be; called now and then, not per packet.</summary>
    public void Advance(Instant now)
    {
        if (_held == 0)
            return;

        var oldest = now - options.Keep;
        foreach (ref var entry in _ring.AsSpan())
        {
            if (entry.IsHeld && entry.At < oldest)
                Release(ref entry);
        }

        if (_ring.Length > options.InitialPackets && _held * 8 < _ring.Length)
            Resize(_ring.Length / 2);
    }

    public void Clear()
    {
        foreach (ref var entry in _ring.AsSpan())
        {
            if (entry.IsHeld)
                Release(ref entry);
        }
    }

    public void Dispose() => Clear();

    private void MakeRoom(SequenceNumber sequence, Instant now)
    {
        ref readonly var inTheWay = ref _ring[sequence.Value & (_ring.Length - 1)];
        if (inTheWay.IsHeld && now - inTheWay.At < options.Keep && _ring.Length < options.MaximumPackets)
            Resize(_ring.Length * 2);
    }

    private void Resize(int length)
    {
        var old = _ring;
        _ring = new Entry[length];
        foreach (ref var entry in old.AsSpan())
        {
            if (!entry.IsHeld)
                continue;

            ref var place = ref _ring[entry.Sequence.Value & (length - 1)];
            if (!place.IsHeld)
            {
                place = entry;
                continue;
            }

            // Two claim one place only when shrinking: the newer stays.
            var older = _newest - place.Sequence > _newest - entry.Sequence ? place : entry;
            if (older.Sequence == place.Sequence)
                place = entry;

            pool.Return(older.Slot);
            _held--;
        }
    }

    private void Release(ref Entry entry)
    {
        pool.Return(entry.Slot);
        entry.IsHeld = false;
        _held--;
    }

    private struct Entry
    {
        public PacketSlot Slot;
        public Instant At;
        public SequenceNumber Sequence;
        public bool IsHeld;
    }
}

/// <summary>How much of a stream is remembered.</summary>
public sealed record HistoryOptions
{
    /// <summary>At least a second, or four round trips on a long way: what comes later is no use to a live picture.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromSeconds(1.2);

    /// <summary>A power of two.</summary>
    public int InitialPackets { get; init; } = 64;

    /// <summary>A power of two: 4096 packets a second are about 35 Mbit/s in one encoding.</summary>
    public int MaximumPackets { get; init; } = 4096;
}
