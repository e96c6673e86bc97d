using Protocols.Rtp;

namespace Protocols.Codecs.Assembly;

/// <summary>
/// The packets that came before one that is missing. On a good line there are none, so a place gets its memory when it is first needed and
/// keeps it.
/// </summary>
internal sealed class WaitingPackets
{
    /// <summary>What 150 ms of 10 Mbit/s may be; more than that behind a gap means that the gap stays.</summary>
    public const int Places = 256;

    public const int LongestPayload = 1_500;

    private readonly Place[] _places = new Place[Places];

    public int Count { get; private set; }

    public bool Has(SequenceNumber sequence)
    {
        ref readonly var place = ref PlaceOf(sequence);
        return place.IsTaken && place.Sequence == sequence;
    }

    /// <summary>The caller keeps the numbers within as many of each other as there are places.</summary>
    public void Put(SequenceNumber sequence, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload)
    {
        ref var place = ref PlaceOf(sequence);
        Count += place.IsTaken ? 0 : 1;
        place.Bytes ??= new byte[LongestPayload];
        payload.CopyTo(place.Bytes);
        (place.IsTaken, place.Sequence, place.Timestamp, place.Marker, place.Length) = (true, sequence, timestamp, marker, payload.Length);
    }

    /// <summary>The payload is good until the next packet is put here.</summary>
    public bool TryTake(SequenceNumber sequence, out RtpTimestamp timestamp, out bool marker, out ReadOnlySpan<byte> payload)
    {
        ref var place = ref PlaceOf(sequence);
        timestamp = place.Timestamp;
        marker = place.Marker;
        payload = default;
        if (!Has(sequence))
            return false;

        payload = place.Bytes.AsSpan(0, place.Length);
        place.IsTaken = false;
        Count--;
        return true;
    }

    public void Clear()
    {
        foreach (ref var place in _places.AsSpan())
            place.IsTaken = false;

        Count = 0;
    }

    private ref Place PlaceOf(SequenceNumber sequence) => ref _places[sequence.Value % Places];

    private struct Place
    {
        public bool IsTaken;
        public SequenceNumber Sequence;
        public RtpTimestamp Timestamp;
        public bool Marker;
        public byte[]? Bytes;
        public int Length;
    }
}
