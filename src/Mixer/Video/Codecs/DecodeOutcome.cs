namespace Mixer.Video.Codecs;

/// <summary>What became of an access unit. From <see cref="Damaged"/> on it is a fault of the stream.</summary>
public enum DecodeOutcome
{
    /// <summary>There is a new picture.</summary>
    Shown,

    /// <summary>Nothing is to be shown yet; nothing is wrong with that.</summary>
    Nothing,

    /// <summary>It cannot be decoded, or only with holes.</summary>
    Damaged,

    /// <summary>The picture would be larger than a decoder may make.</summary>
    TooLarge,

    /// <summary>Not eight bits, or colour in another resolution than I420's.</summary>
    UnsupportedFormat,
}
