namespace Protocols.Rtp;

/// <summary>
/// The timestamps of one outgoing stream: continuous over switches of the source, and never backwards. A new source is
/// placed by capture time, if sender reports of both sources are known; else by how long after the last packet it arrived,
/// which has the uplink's jitter in it but can't be wrong by much.
/// What a switch had to put ahead of capture time, in order not to go backwards, is taken back at the next one. Meanwhile
/// <see cref="TryReport"/> tells the receiver the true capture times, so lips and voice stay together.
/// </summary>
public sealed class TimestampRewriter(int clockRate, TimestampOptions options)
{
    private uint _shift;
    private RtpTimestamp _newest;
    private Instant _newestAt;
    private bool _hasSent;
    private CaptureClock? _source;
    private long _ahead;

    /// <summary>A sender report of the current source.</summary>
    public void Learn(CaptureClock clock) => _source = clock;

    public RtpTimestamp Map(RtpTimestamp incoming, Instant now)
    {
        var outgoing = new RtpTimestamp(unchecked(incoming.Value + _shift));
        if (_hasSent && !outgoing.IsNewerThan(_newest))
            return outgoing;

        _hasSent = true;
        _newest = outgoing;
        _newestAt = now;
        return outgoing;
    }

    /// <summary>
    /// The next source begins with this timestamp. Its clock is null if no sender report has come yet, or if it belongs to
    /// another sender than the last, whose wall clock has nothing to do with it.
    /// </summary>
    public void SwitchTo(RtpTimestamp first, CaptureClock? clock, Instant now)
    {
        if (_hasSent)
        {
            var outgoing = unchecked(_newest.Value + (uint)Step(first, clock, now));
            _shift = unchecked(outgoing - first.Value);
        }

        _source = clock;
    }

    /// <summary>The current source's clock as the receiver sees it: what a sender report to it must say.</summary>
    public bool TryReport(out CaptureClock outgoing)
    {
        outgoing = default;
        if (_source is not { } source)
            return false;

        outgoing = source with { Rtp = new RtpTimestamp(unchecked(source.Rtp.Value + _shift)) };
        return true;
    }

    private long Step(RtpTimestamp first, CaptureClock? clock, Instant now)
    {
        var least = Math.Max(1, Ticks(options.MinStep));
        var elapsed = Ticks(now - _newestAt);
        if (clock is not { } next || _source is not { } last)
        {
            _ahead = 0;
            return Math.Max(least, elapsed);
        }

        var newest = new RtpTimestamp(unchecked(_newest.Value - _shift));
        var wanted = Ticks(next.At(first, clockRate) - last.At(newest, clockRate)) - _ahead;
        var most = Math.Max(least, elapsed + Ticks(options.MaxLead));
        if (wanted > most)
        {
            // Time can't have run faster at the sender than here: one of the clocks is wrong.
            _ahead = 0;
            return most;
        }

        var step = Math.Max(least, wanted);
        _ahead = Math.Min(step - wanted, most);
        return step;
    }

    private long Ticks(TimeSpan span) => (long)Math.Round(span.TotalSeconds * clockRate);
}

/// <summary>How far <see cref="TimestampRewriter"/> may move at a switch.</summary>
public sealed record TimestampOptions
{
    public static readonly TimestampOptions Default = new();

    /// <summary>Two frames never share a timestamp, even if both layers show the same capture.</summary>
    public TimeSpan MinStep { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How much more time may have passed by the senders' clocks than between the arrivals here: the uplink's jitter.</summary>
    public TimeSpan MaxLead { get; init; } = TimeSpan.FromMilliseconds(200);
}
