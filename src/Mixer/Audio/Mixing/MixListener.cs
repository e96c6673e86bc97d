using Mixer.Audio.Codecs;
using Protocols;

namespace Mixer.Audio.Mixing;

/// <summary>One who is given the mix. He has an encoder of his own only while he hears something other than the silent listeners do.</summary>
internal sealed class MixListener(VoiceId id, AudioCodec codec)
{
    // A field, because it is a value that changes in place.
    public GainRamp Meeting = new(1);

    public VoiceId Id => id;

    public AudioCodec Codec => codec;

    public EncodedMix? Own { get; set; }

    /// <summary>His decoder has followed the shared encoder up to now.</summary>
    public bool FollowsShared { get; set; }

    /// <summary>Until then his own encoder is kept.</summary>
    public Instant OwnUntil { get; set; }

    /// <summary>What he alone is told.</summary>
    public ISoundSource? Prompt { get; set; }
}
