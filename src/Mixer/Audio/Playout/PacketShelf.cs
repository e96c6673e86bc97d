namespace Mixer.Audio.Playout;

/// <summary>
/// The packets of one source that have come and not been heard, in order. Their bytes are in one ring in the order of coming; what it
/// comes round to again is gone, heard or not, so memory is bounded whatever is sent.
/// </summary>
internal sealed class PacketShelf
{
    private const int Places = 64;
    private const int RingLength = 16 * 1024;

    /// <summary>No payload of sound is longer: 120 ms of Opus in frames of the highest rate would be, and nobody sends that.</summary>
    public const int LongestPayload = 4000;

    private readonly Place[] _places = new Place[Places];
    private readonly byte[] _ring = new byte[RingLength];
    private long _written;
    private long _first;
    private long _last = -1;

    public bool IsEmpty => _first > _last;

    /// <summary>From the highest number that can still be put down here, everything older is over.</summary>
    public void Clear(long next)
    {
        _first = next;
        _last = next - 1;
    }

    /// <summary>False when that one is here already, or its time on the shelf is over.</summary>
    public bool TryPut(long index, long mediaTime, int duration, ReadOnlySpan<byte> payload)
    {
        if (index < _first || IsHere(index))
            return false;

        // A far jump pushes out what is oldest.
        _last = Math.Max(_last, index);
        _first = Math.Max(_first, _last - Places + 1);

        // A payload never goes round the end of the ring.
        var offset = (int)(_written % RingLength);
        if (offset + payload.Length > RingLength)
            _written += RingLength - offset;

        payload.CopyTo(_ring.AsSpan((int)(_written % RingLength)));
        _places[index % Places] = new Place(index + 1, mediaTime, duration, _written, payload.Length);
        _written += payload.Length;
        return true;
    }

    /// <summary>The oldest packet; what is missing before it is not waited for here.</summary>
    public bool TryPeek(out ShelvedPacket packet)
    {
        for (var index = _first; index <= _last; index++)
        {
            ref readonly var place = ref _places[index % Places];
            if (!IsHere(index))
                continue;

            packet = new ShelvedPacket(index, place.MediaTime, place.Duration, _ring.AsSpan((int)(place.Written % RingLength), place.Length));
            return true;
        }

        packet = default;
        return false;
    }

    public void TakeUpTo(long index) => _first = index + 1;

    private bool IsHere(long index)
    {
        ref readonly var place = ref _places[index % Places];
        return place.IndexPlusOne == index + 1 && _written - place.Written <= RingLength;
    }

    private readonly record struct Place(long IndexPlusOne, long MediaTime, int Duration, long Written, int Length);
}

/// <summary>A packet on the shelf; a view that is good until the next is put there.</summary>
internal readonly ref struct ShelvedPacket(long index, long mediaTime, int duration, ReadOnlySpan<byte> payload)
{
    public long Index { get; } = index;

    public long MediaTime { get; } = mediaTime;

    public int Duration { get; } = duration;

    public long End => MediaTime + Duration;

    public ReadOnlySpan<byte> Payload { get; } = payload;
}
