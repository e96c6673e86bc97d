namespace Protocols.Rtp;

/// <summary>
/// Unrolls the circle of RTP timestamps into media time that never wraps, as <see cref="ExtendedSequence"/> does for
/// sequence numbers.
/// </summary>
public struct ExtendedTimestamp
{
    public bool HasStarted { get; private set; }

    /// <summary>The highest media time so far; meaningless before the first timestamp.</summary>
    public long Highest { get; private set; }

    public readonly long Guess(RtpTimestamp timestamp) =>
        HasStarted ? Highest + (timestamp - new RtpTimestamp(unchecked((uint)Highest))) : timestamp.Value;

    public long Unwrap(RtpTimestamp timestamp)
    {
        var time = Guess(timestamp);
        if (!HasStarted || time > Highest)
            Highest = time;

        HasStarted = true;
        return time;
    }
}
