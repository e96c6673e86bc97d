using Protocols.Rtcp;
using Protocols.Rtp;

namespace Protocols.Congestion;

/// <summary>
/// Remembers when the packets of one transport came and tells their sender so
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01). What is spoken of is the policy's choice; what is said is the truth.
/// Invariant: a number below <c>_next</c> has been settled, by a report or by silence, unless it is marked as unsaid, which
/// is how a packet that comes after its hole was reported is reported after all.
/// </summary>
public sealed class TransportFeedbackRecorder(FeedbackOptions options, IFeedbackPolicy policy)
{
    private readonly ArrivalRing _ring = new(options.History);
    private readonly int _maxPacketLength = Checked(options.MaxPacketLength);

    private ExtendedSequence _sequence;
    private long _next;
    private long _late = long.MaxValue;
    private byte _packetCount;
    private Instant _lastWritten = Instant.Zero;

    /// <summary>When to call <see cref="TryWrite(Ssrc, Ssrc, Span{byte}, Instant, out int)"/> until it says false.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    public void Receive(SequenceNumber transportSequence, Instant now)
    {
        var index = _sequence.Guess(transportSequence);
        if (!_sequence.HasStarted || Math.Abs(index - _sequence.Highest) > _ring.Length / 2)
        {
            Restart(transportSequence);
            index = transportSequence.Value;
        }
        else if (index <= _sequence.Highest && _ring.HasCome(index))
        {
            return;
        }

        Advance(index);
        _ring.Set(index, now);
        if (index < _next)
            _late = Math.Min(_late, index);

        if (NextDeadline == Instant.Never)
            NextDeadline = Instant.Later(now, _lastWritten + options.Interval);
    }

    /// <summary>
    /// Writes the next feedback packet, one per call. False means that there is nothing left to say, and
    /// <see cref="NextDeadline"/> has moved on; or that there is no room, and it has not.
    /// </summary>
    public bool TryWrite(Ssrc sender, Ssrc media, Span<byte> destination, Instant now, out int length)
    {
        var writer = new RtcpWriter(destination);
        var isWritten = TryWrite(sender, media, ref writer, now);
        length = writer.Written;
        return isWritten;
    }

    /// <summary>The same, behind what the writer already holds.</summary>
    public bool TryWrite(Ssrc sender, Ssrc media, ref RtcpWriter writer, Instant now)
    {
        while (TryFindUnsettled(out var first, out var end))
        {
            var window = new ArrivalWindow(_ring, first, (int)(end - first));
            if (!policy.TryChoose(window, out var run) || run.Start < 0 || run.End > window.Count || run.Start >= run.End)
            {
                Settle(first, end);
                continue;
            }

            var chosen = window.Slice(run);
            if (TransportFeedbackEncoder.TryWrite(ref writer, _maxPacketLength, sender, media, _packetCount, chosen, out var taken))
            {
                Settle(first, first + run.Start + taken);
                _packetCount++;
                _lastWritten = now;
                return true;
            }

            if (HasArrivals(chosen))
                return false;

            Settle(first, first + run.End);
        }

        NextDeadline = Instant.Never;
        return false;
    }

    private static bool HasArrivals(in ArrivalWindow window)
    {
        for (var i = 0; i < window.Count; i++)
        {
            if (window.Received(i))
                return true;
        }

        return false;
    }

    private void Restart(SequenceNumber first)
    {
        _ring.Clear();
        _sequence = default;
        _sequence.Unwrap(first);
        _next = first.Value;
        _late = long.MaxValue;
    }

    /// <summary>Makes room for <paramref name="index"/>: the slots of the numbers up to it belonged to numbers one ring ago.</summary>
    private void Advance(long index)
    {
        for (var skipped = _sequence.Highest + 1; skipped <= index; skipped++)
            _ring.Forget(skipped);

        _sequence.Unwrap(new SequenceNumber(unchecked((ushort)index)));
        var oldest = _sequence.Highest - _ring.Length + 1;
        _next = Math.Max(_next, oldest);
        _late = Math.Max(_late, oldest);
    }

    /// <summary>Late arrivals first, one run of neighbours at a time, then everything that no report has reached yet.</summary>
    private bool TryFindUnsettled(out long first, out long end)
    {
        while (_late < _next && !_ring.IsUnsaid(_late))
            _late++;

        if (_late < _next)
        {
            first = end = _late;
            while (end < _next && _ring.IsUnsaid(end))
                end++;

            if (end == _next)
                end = _sequence.Highest + 1;

            return true;
        }

        _late = long.MaxValue;
        first = _next;
        end = _sequence.Highest + 1;
        return _sequence.HasStarted && first < end;
    }

    private void Settle(long first, long end)
    {
        for (var index = first; index < end; index++)
            _ring.MarkSaid(index);

        if (first < _next)
            _late = end;

        _next = Math.Max(_next, end);
    }

    // A packet that holds its header and no report would be written again and again.
    private static int Checked(int maxPacketLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPacketLength, FeedbackOptions.LeastPacketLength);
        return maxPacketLength;
    }
}
