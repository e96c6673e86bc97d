using Protocols.Rtp;

namespace Protocols.Loss;

/// <summary>
/// Notices gaps in one incoming RTP stream and says when to ask again (RFC 4585 §6.2.1).
/// Invariant: the missing numbers are kept in order, each older than the newest received, at most <see cref="NackOptions.MaxMissing"/>.
/// </summary>
public sealed class NackGenerator
{
    private readonly NackOptions _options;
    private readonly Missing[] _missing;
    private int _count;
    private int _givenUp;
    private bool _hasStarted;
    private long _newest;
    private Instant _newestAt;
    private long _newestKeyFrame = long.MinValue;
    private SequenceNumber? _strayNext;

    public NackGenerator(NackOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _missing = new Missing[options.MaxMissing];
        RoundTrip = options.InitialRoundTrip;
    }

    public Instant NextDeadline { get; private set; } = Instant.Never;

    public TimeSpan RoundTrip { get; set; }

    /// <summary>Any packet of the stream, also one restored from a retransmission or from redundancy.</summary>
    public void Receive(SequenceNumber sequence, Instant now)
    {
        if (!_hasStarted)
        {
            _hasStarted = true;
            _newest = sequence.Value;
            _newestAt = now;
            return;
        }

        var steps = sequence - new SequenceNumber(unchecked((ushort)_newest));
        if (steps <= 0 && steps > -_options.MaxMissing * 10)
        {
            Remove(_newest + steps);
            return;
        }

        var silentFor = now - _newestAt;
        _newestAt = now;
        if (steps > _options.OutagePackets && silentFor > _options.Deadline)
        {
            BeginAnew(sequence, now);
            return;
        }

        if (steps > _options.MaxMissing || steps <= 0)
        {
            ReceiveStray(sequence, now);
            return;
        }

        _strayNext = null;
        for (var number = _newest + 1; number < _newest + steps; number++)
            Add(number, now);

        _newest += steps;
    }

    /// <summary>A key frame begins here; giving up what is older needs no other key frame.</summary>
    public void ReceiveKeyFrame(SequenceNumber first)
    {
        if (_hasStarted)
            _newestKeyFrame = Math.Max(_newestKeyFrame, _newest + (first - new SequenceNumber(unchecked((ushort)_newest))));
    }

    /// <summary>To be called when <see cref="NextDeadline"/> has come. Asks for all that is due in one go, oldest first.</summary>
    public void Advance(Instant now, INackOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var wait = RoundTrip + _options.RetryMargin;
        if (wait < _options.MinRetry)
            wait = _options.MinRetry;

        var kept = 0;
        NextDeadline = Instant.Never;
        for (var i = 0; i < _count; i++)
        {
            var one = _missing[i];
            if (one.IsReceived)
                continue;

            if (one.Due <= now)
            {
                if (now >= one.Since + _options.Deadline || one.Requests >= _options.MaxRequests)
                {
                    GiveUp(one.Number);
                    continue;
                }

                output.Request(new SequenceNumber(unchecked((ushort)one.Number)));
                one = one with { Due = now + wait, Requests = one.Requests + 1 };
            }

            NextDeadline = Instant.Earlier(NextDeadline, one.Due);
            _missing[kept++] = one;
        }

        _count = kept;
        if (_givenUp == 0)
            return;

        var givenUp = _givenUp;
        _givenUp = 0;
        output.GiveUp(givenUp);
    }

    // A number far from the last is a stray, or the source began anew. Two in a row are believed (RFC 3550 appendix A.1).
    private void ReceiveStray(SequenceNumber sequence, Instant now)
    {
        if (_strayNext != sequence)
        {
            _strayNext = sequence.Next;
            return;
        }

        BeginAnew(sequence, now);
    }

    private void BeginAnew(SequenceNumber sequence, Instant now)
    {
        _strayNext = null;
        _count = 0;
        _newest = sequence.Value;
        _newestKeyFrame = long.MinValue;
        _givenUp++;
        NextDeadline = now;
    }

    private void Add(long number, Instant now)
    {
        if (_count == _missing.Length)
            MakeRoom(now);

        _missing[_count++] = new Missing(number, now, now + _options.ReorderingAllowance, Requests: 0, IsReceived: false);
        NextDeadline = Instant.Earlier(NextDeadline, now + _options.ReorderingAllowance);
    }

    /// <summary>Forgets what has come; if nothing has, the oldest quarter is given up.</summary>
    private void MakeRoom(Instant now)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (!_missing[i].IsReceived)
                _missing[kept++] = _missing[i];
        }

        _count = kept;
        if (_count < _missing.Length)
            return;

        var oldest = Math.Max(1, _count / 4);
        for (var i = 0; i < oldest; i++)
            GiveUp(_missing[i].Number);

        _missing.AsSpan(oldest, _count - oldest).CopyTo(_missing);
        _count -= oldest;
        NextDeadline = now;
    }

    private void GiveUp(long number)
    {
        if (number > _newestKeyFrame)
            _givenUp++;
    }

    private void Remove(long number)
    {
        int low = 0, high = _count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_missing[middle].Number == number)
            {
                _missing[middle] = _missing[middle] with { IsReceived = true };
                return;
            }

            if (_missing[middle].Number < number)
                low = middle + 1;
            else
                high = middle - 1;
        }
    }

    private readonly record struct Missing(long Number, Instant Since, Instant Due, int Requests, bool IsReceived);
}

/// <summary>What the one who misses packets says to the one who sends them.</summary>
public interface INackOutput
{
    void Request(SequenceNumber missing);

    /// <summary>
    /// This many packets won't be asked for again, and no key frame since has made them needless: video asks for a key
    /// frame, audio goes on.
    /// </summary>
    void GiveUp(int packets);
}
