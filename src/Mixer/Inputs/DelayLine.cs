using Protocols;
using Protocols.Rtp;

namespace Mixer.Inputs;

/// <summary>Packets that wait for their moment, in the order in which they came: none overtakes another. Room for 250 ms at 10 Mbit/s.</summary>
internal sealed class DelayLine
{
    public const int LongestPayload = 1_500;
    private const int Places = 256;

    private readonly byte[] _bytes = new byte[Places * LongestPayload];
    private readonly Facts[] _facts = new Facts[Places];
    private int _first;
    private int _count;
    private Instant _lastDue = Instant.Zero;

    public bool IsEmpty => _count == 0;

    public bool IsFull => _count == Places;

    public Instant NextDeadline => _count > 0 ? _facts[_first].Due : Instant.Never;

    /// <summary>It is not full, and the payload not too long.</summary>
    public void Put(SequenceNumber sequence, RtpTimestamp timestamp, bool marker, ReadOnlySpan<byte> payload, Instant due)
    {
        var place = (_first + _count++) % Places;
        _lastDue = Instant.Later(_lastDue, due);
        _facts[place] = new Facts(sequence, timestamp, marker, payload.Length, _lastDue);
        payload.CopyTo(_bytes.AsSpan(place * LongestPayload));
    }

    /// <summary>The oldest, whether its moment has come or not. Its payload is good until the next call.</summary>
    public void Take(out SequenceNumber sequence, out RtpTimestamp timestamp, out bool marker, out ReadOnlySpan<byte> payload)
    {
        (sequence, timestamp, marker, var length, _) = _facts[_first];
        payload = _bytes.AsSpan(_first * LongestPayload, length);
        _first = (_first + 1) % Places;
        _count--;
    }

    public void Clear() => (_first, _count) = (0, 0);

    private readonly record struct Facts(SequenceNumber Sequence, RtpTimestamp Timestamp, bool Marker, int Length, Instant Due);
}
