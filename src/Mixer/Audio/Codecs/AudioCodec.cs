namespace Mixer.Audio.Codecs;

/// <summary>The codecs that the sound mix takes in and gives out.</summary>
public enum AudioCodec
{
    /// <summary>G.711 µ-law.</summary>
    Pcmu,

    /// <summary>G.711 A-law.</summary>
    Pcma,

    /// <summary>G.722 at 64 kbit/s: 16 000 samples a second under an RTP clock of 8000, by an old mistake that all keep (RFC 3551 §4.5.2).</summary>
    G722,

    Opus,
}
