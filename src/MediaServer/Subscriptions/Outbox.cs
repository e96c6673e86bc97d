using System.Diagnostics.CodeAnalysis;
using Protocols;
using Protocols.Congestion;

namespace MediaServer.Subscriptions;

/// <summary>
/// What waits for one receiver's pacer, by urgency: audio, then retransmissions, then video. Entries are numbers, not packets: the
/// packet is written and encrypted when it leaves, so that transport-wide numbers and send times are those of the leaving.
/// A part of its receiver's sender rather than an object of its own: every packet asks for it.
/// </summary>
public struct Outbox(int maximumEntries)
{
    private Lane _audio;
    private Lane _retransmissions;
    private Lane _video = Lane.WithPlaces();

    public readonly int Count => _audio.Count + _retransmissions.Count + _video.Count;

    public readonly bool IsEmpty => Count == 0;

    public readonly int VideoCount => _video.Count;

    /// <summary>False when the lane is full: the receiver does not keep up.</summary>
    public bool TryAdd(in Queued entry) => LaneOf(entry.Kind).TryAdd(entry, maximumEntries);

    /// <summary>The most urgent entry, left where it is.</summary>
    public readonly bool TryPeek(out Queued entry) =>
        _audio.TryPeek(out entry) || _retransmissions.TryPeek(out entry) || _video.TryPeek(out entry);

    public void Take(PacketKind kind) => LaneOf(kind).Take();

    /// <summary>Brings near where a picture's packets wait, which are most of all.</summary>
    public readonly void Approach() => _video.Approach();

    public void Clear()
    {
        _audio.Clear();
        _retransmissions.Clear();
        _video.Clear();
    }

    [UnscopedRef]
    private ref Lane LaneOf(PacketKind kind)
    {
        switch (kind)
        {
            case PacketKind.Audio:
                return ref _audio;
            case PacketKind.Video:
                return ref _video;
            default:
                return ref _retransmissions;
        }
    }

    // An empty one begins again at its first place: few cache lines.
    private struct Lane
    {
        private const int FewestPlaces = 8;
        private const int LineBytes = 64;

        private Queued[]? _ring;
        private int _first;
        private int _count;

        public readonly int Count => _count;

        public static Lane WithPlaces() => new() { _ring = new Queued[FewestPlaces] };

        public readonly void Approach() => CacheLine.Fetch(_ring, 2 * LineBytes);

        public bool TryAdd(in Queued entry, int maximum)
        {
            if (_ring is null || _count == _ring.Length)
            {
                if (_count >= maximum)
                    return false;

                Grow();
            }

            _ring[(_first + _count++) & (_ring.Length - 1)] = entry;
            return true;
        }

        public readonly bool TryPeek(out Queued entry)
        {
            entry = _count > 0 ? _ring![_first] : default;
            return _count > 0;
        }

        public void Take()
        {
            _count--;
            _first = _count == 0 ? 0 : (_first + 1) & (_ring!.Length - 1);
        }

        public void Clear()
        {
            _first = 0;
            _count = 0;
        }

        [MemberNotNull(nameof(_ring))]
        private void Grow()
        {
            var larger = new Queued[_ring is null ? FewestPlaces : _ring.Length * 2];
            for (var i = 0; i < _count; i++)
                larger[i] = _ring![(_first + i) & (_ring.Length - 1)];

            _ring = larger;
            _first = 0;
        }
    }
}

/// <summary>
/// A number of a stream that is to leave, for the first time or again, and about how large it will be before encryption. The stream is
/// named by its place among its receiver's, so that an entry is 16 bytes that the collector need not look at.
/// </summary>
public readonly record struct Queued(long Number, ushort Stream, ushort Size, PacketKind Kind);
