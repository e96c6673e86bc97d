using Mixer.Audio.Codecs;
using Mixer.Audio.Playout;
using Mixer.Synchronizing;
using Protocols.Audio;

namespace Mixer.Audio;

/// <summary>How a sound mix is made.</summary>
public sealed record SoundMixOptions
{
    /// <summary>
    /// Who is heard: four at once. Anything that is not silence has a place while there is one, however soft; a telephone's noise
    /// is better than a telephone's user cut off. Who is heard is heard for a second at least: where everybody talks, words would be cut to pieces, and
    /// nearly everybody would have an encoder of his own.
    /// </summary>
    public DominantSpeakerOptions Loudest { get; init; } = new() { Places = 4, QuietestVoice = 70, PlaceTakeoverDecibels = 6, PlaceLeast = TimeSpan.FromSeconds(1) };

    public PlayoutOptions Playout { get; init; } = new();

    public LipSyncOptions LipSync { get; init; } = new();

    public OpusOptions Opus { get; init; } = new();

    /// <summary>How long somebody keeps an encoder of his own after his last sound, so that it has become like the shared one when he leaves it.</summary>
    public TimeSpan OwnMixHold { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How much softer the meeting is to somebody while he alone is told something: 12 dB.</summary>
    public float UnderPrompt { get; init; } = 0.25f;

    /// <summary>When the mix is called later than this, it leaves out what nobody waits for any more.</summary>
    public TimeSpan LongestCatchUp { get; init; } = TimeSpan.FromMilliseconds(100);
}
