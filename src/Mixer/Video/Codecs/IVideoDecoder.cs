namespace Mixer.Video.Codecs;

/// <summary>Makes pictures of one stream's access units. Belongs to one thread.</summary>
public interface IVideoDecoder : IDisposable
{
    bool HasPicture { get; }

    /// <summary>What the last decoding made that was <see cref="DecodeOutcome.Shown"/>. The view is good until the next decoding.</summary>
    PictureView Picture { get; }

    /// <summary>Leaves the edges of blocks unsmoothed: a fourth cheaper, and not seen in a small pane.</summary>
    bool SkipsLoopFilter { get; set; }

    /// <summary>
    /// Takes one access unit (H.264 with start codes, AV1 as a temporal unit, VP8 and VP9 one frame). It may be anything: whoever sent it
    /// is a stranger.
    /// </summary>
    DecodeOutcome Decode(ReadOnlySpan<byte> unit);
}
