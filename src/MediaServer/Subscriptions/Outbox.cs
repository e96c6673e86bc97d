using Protocols;
using Protocols.Congestion;

namespace MediaServer.Subscriptions;

/// <summary>
/// What waits for one receiver's pacer, by urgency: audio, then retransmissions, then video. Entries are numbers, not packets: the
/// packet is written and encrypted when it leaves, so that transport-wide numbers and send times are those of the leaving.
/// </summary>
public sealed class Outbox(int maximumEntries)
{
    private readonly Lane _audio = new(maximumEntries);
    private readonly Lane _retransmissions = new(maximumEntries);
    private readonly Lane _video = new(maximumEntries);

    public int Count => _audio.Count + _retransmissions.Count + _video.Count;

    public bool IsEmpty => Count == 0;

    public int VideoCount => _video.Count;

    /// <summary>False when the lane is full: the receiver does not keep up.</summary>
    public bool TryAdd(in Queued entry) => LaneOf(entry.Kind).TryAdd(entry);

    /// <summary>The most urgent entry, left where it is.</summary>
    public bool TryPeek(out Queued entry) =>
        _audio.TryPeek(out entry) || _retransmissions.TryPeek(out entry) || _video.TryPeek(out entry);

    public void Take(PacketKind kind) => LaneOf(kind).Take();

    public void Approach()
    {
        CacheLine.Fetch(_audio);
        CacheLine.Fetch(_retransmissions);
        CacheLine.Fetch(_video);
    }

    public void Clear()
    {
        _audio.Clear();
        _retransmissions.Clear();
        _video.Clear();
    }

    private Lane LaneOf(PacketKind kind) => kind switch
    {
        PacketKind.Audio => _audio,
        PacketKind.Video => _video,
        _ => _retransmissions,
    };

    private sealed class Lane(int maximum)
    {
        private Queued[] _ring = new Queued[8];
        private int _first;

        public int Count { get; private set; }

        public void Approach() => CacheLine.Fetch(ref _ring[(_first + Count) & (_ring.Length - 1)], 64);

        public bool TryAdd(in Queued entry)
        {
            if (Count == _ring.Length)
            {
                if (Count >= maximum)
                    return false;

                Grow();
            }

            _ring[(_first + Count++) & (_ring.Length - 1)] = entry;
            return true;
        }

        public bool TryPeek(out Queued entry)
        {
            entry = _ring[_first];
            return Count > 0;
        }

        public void Take()
        {
            _ring[_first] = default;
            _first = (_first + 1) & (_ring.Length - 1);
            Count--;
        }

        public void Clear()
        {
            Array.Clear(_ring);
            Count = 0;
        }

        private void Grow()
        {
            var larger = new Queued[_ring.Length * 2];
            for (var i = 0; i < Count; i++)
                larger[i] = _ring[(_first + i) & (_ring.Length - 1)];

            _ring = larger;
            _first = 0;
        }
    }
}

/// <summary>A number of a stream that is to leave, for the first time or again, and about how large it will be before encryption.</summary>
public readonly record struct Queued(OutgoingStream Stream, long Number, PacketKind Kind, int Size);
