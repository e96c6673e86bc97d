namespace Mixer.Video.Composing;

/// <summary>Where a compositor finds what is to be shown.</summary>
public interface INewestPictures
{
    /// <summary>
    /// The newest whole picture of a source, good until the compositor returns, and a number that is another with every new one. False: it has none (yet, or no
    /// longer), and an avatar stands for it.
    /// </summary>
    bool TryNewest(SourceId source, out PictureView picture, out long number);
}
