namespace Protocols.Audio;

/// <summary>How much speech it takes to be noticed. The counts are of 20 ms ticks; see docs/mechanisms/dominant-speaker.md.</summary>
public sealed record DominantSpeakerOptions
{
    /// <summary>A packet quieter than this many dB below overload is no speech, whatever its voice flag says.</summary>
    public byte QuietestVoice { get; init; } = 75;

    /// <summary>How often the meeting is looked at while somebody else than the dominant speaker speaks.</summary>
    public TimeSpan DecisionInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The stretch in which <see cref="EnoughTicks"/> are counted: 640 ms.</summary>
    public int WindowTicks { get; init; } = 32;

    /// <summary>440 ms of speech within the window. A cough of 300 ms counts for 380 ms at most, and jitter may add to that.</summary>
    public int EnoughTicks { get; init; } = 22;

    /// <summary>By how many ticks a challenger must have spoken more than the dominant speaker did.</summary>
    public int LeadTicks { get; init; } = 8;

    /// <summary>Who is this many dB below another is the noise behind that other one.</summary>
    public float BackgroundDecibels { get; init; } = 15;

    /// <summary>Who talks over the dominant speaker takes over when this many dB louder …</summary>
    public float InterruptionDecibels { get; init; } = 6;

    /// <summary>… for this many of the last 64 ticks: about a second.</summary>
    public int InterruptionTicks { get; init; } = 50;

    /// <summary>How many are heard at once. Three talk at once only for a moment; a fourth adds noise and no meaning.</summary>
    public int Places { get; init; } = 3;

    /// <summary>How long a place is kept after the last voice, so that a pause for breath costs no syllable.</summary>
    public TimeSpan PlaceHold { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>After this silence a held place goes to somebody who speaks, if there is no free one.</summary>
    public TimeSpan PlaceYield { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How much louder one must be to take the place of somebody who is speaking.</summary>
    public float PlaceTakeoverDecibels { get; init; } = 9;

    /// <summary>For so long nobody who speaks loses his place to a louder one; where many talk at once, somebody is louder every moment.</summary>
    public TimeSpan PlaceLeast { get; init; } = TimeSpan.Zero;
}
