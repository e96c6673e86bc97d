using Protocols.Codecs;
using Protocols.Rtp;

namespace Client;

/// <summary>The last packets of one outgoing stream, in a ring by their sequence number.</summary>
internal sealed class SentHistory(int capacity)
{
    private readonly Entry[] _entries = new Entry[capacity];
    private readonly byte[] _payloads = new byte[capacity * OutgoingTrack.LongestPacket];
    private byte[] _dependencies = [];

    public void Add(SequenceNumber sequence, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> dependencies)
    {
        var slot = sequence.Value % _entries.Length;
        _entries[slot] = new Entry(sequence, timestamp, marker, payload.Length, dependencies.Length);
        payload.CopyTo(_payloads.AsSpan(slot * OutgoingTrack.LongestPacket));
        if (dependencies.IsEmpty)
            return;

        if (_dependencies.Length == 0)
            _dependencies = new byte[capacity * DependencyDescriptor.MaxLength];

        dependencies.CopyTo(_dependencies.AsSpan(slot * DependencyDescriptor.MaxLength));
    }

    public bool TryFind(SequenceNumber sequence, out RtpTimestamp timestamp, out bool marker, out ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> dependencies)
    {
        var slot = sequence.Value % _entries.Length;
        var entry = _entries[slot];
        (timestamp, marker) = (entry.Timestamp, entry.Marker);
        payload = _payloads.AsSpan(slot * OutgoingTrack.LongestPacket, entry.Length);
        dependencies = entry.Dependencies == 0 ? [] : _dependencies.AsSpan(slot * DependencyDescriptor.MaxLength, entry.Dependencies);
        return entry.Sequence == sequence && entry.Length > 0;
    }

    private readonly record struct Entry(SequenceNumber Sequence, RtpTimestamp Timestamp, bool Marker, int Length, int Dependencies);
}
