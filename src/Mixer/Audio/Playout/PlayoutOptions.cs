namespace Mixer.Audio.Playout;

/// <summary>How patiently one source's packets are waited for.</summary>
public sealed record PlayoutOptions
{
    /// <summary>Before anything is known of a source, its packets are taken to be this much late at times.</summary>
    public TimeSpan FirstGuess { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Of a hundred packets this many are waited for; what comes even later costs a moment of concealment.</summary>
    public float WaitedFor { get; init; } = 0.985f;

    /// <summary>No packet is waited for longer, and no sound is older than this when it is heard.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Sound that is to wait for its picture is drawn out by this share of its length until it is late enough, and hurried by it afterwards: nobody hears that.</summary>
    public double WaitPace { get; init; } = 0.04;

    /// <summary>How far the delay may be off its aim before a pitch period is taken out or put in.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>When nothing at all comes, sound is stretched this far; then it is silence until the source is back.</summary>
    public TimeSpan LongestStretch { get; init; } = TimeSpan.FromMilliseconds(100);
}
