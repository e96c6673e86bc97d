using Protocols;

namespace Mixer.Video.Planning;

/// <summary>
/// Turns what all viewers of a class ask for into few key frames. A key frame costs as much as ten others and a burst on everybody's line, so requests are
/// gathered for a moment, answered by one, and not again within a second.
/// </summary>
public sealed class KeyFrameRequests(KeyFrameOptions options)
{
    private Instant _last = Instant.Zero - TimeSpan.FromDays(1);

    /// <summary>When the next picture is to be a key frame; never, if nobody waits for one.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>How many were asked for; the rest of what <see cref="Made"/> says was saved.</summary>
    public long Requested { get; private set; }

    public long Made { get; private set; }

    public void Request(Instant now)
    {
        Requested++;
        if (NextDeadline == Instant.Never)
            NextDeadline = Instant.Later(now + options.Gathering, _last + options.Interval);
    }

    /// <summary>True: the picture that is about to be encoded is to be a key frame.</summary>
    public bool TryTake(Instant now)
    {
        if (now < NextDeadline)
            return false;

        MadeOne(now);
        return true;
    }

    /// <summary>The encoder made one unasked, as its first picture is: whoever waits has it.</summary>
    public void MadeOne(Instant now)
    {
        (_last, NextDeadline) = (now, Instant.Never);
        Made++;
    }
}

public sealed record KeyFrameOptions
{
    /// <summary>Terminals that lose the same packet ask within this time of each other.</summary>
    public TimeSpan Gathering { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);
}
