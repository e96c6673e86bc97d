namespace Mixer.Audio.Playout;

/// <summary>What became of one source's packets, counted from its beginning.</summary>
public readonly record struct PlayoutStatistics
{
    public long Received { get; init; }

    /// <summary>Came when their time was over.</summary>
    public long TooLate { get; init; }

    /// <summary>Did not come, and were repaired from what the next packet repeats.</summary>
    public long Recovered { get; init; }

    /// <summary>Sound that had to be made up.</summary>
    public TimeSpan Concealed { get; init; }

    /// <summary>How long the packets that come soonest wait until they are heard, now and as it is aimed at.</summary>
    public TimeSpan Delay { get; init; }

    public TimeSpan AimedDelay { get; init; }
}
