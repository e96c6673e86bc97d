using Protocols.Rtp;

namespace Protocols.Codecs;

/// <summary>
/// What <see cref="FrameReader"/> remembers of one incoming stream between packets, because many packets of a picture
/// don't say themselves what they belong to. One per stream, kept by whoever owns it, starts as <c>default</c>.
/// </summary>
public struct CodecReaderState
{
    // Ten seconds of a video clock. What lies further back is no late picture but one of a source whose clock began anew.
    private const int MaxLateTicks = 900_000;

    /// <summary>What dependency descriptors are read with; made when the first one comes.</summary>
    public DependencyHistory? Dependencies { get; internal set; }

    internal bool HasPicture { get; set; }

    /// <summary>The timestamp of the newest picture.</summary>
    internal RtpTimestamp Picture { get; set; }

    internal bool HasKeyPicture { get; set; }

    /// <summary>The timestamp of the newest picture that was found to be a key frame.</summary>
    internal RtpTimestamp KeyPicture { get; set; }

    /// <summary>H.264: parameter sets come in the stream, not only in the session description.</summary>
    internal bool SendsParameterSets { get; set; }

    /// <summary>The timestamp of the newest parameter sets.</summary>
    internal RtpTimestamp ParameterSets { get; set; }

    /// <summary>Notes the packet's timestamp and says whether it begins a picture newer than any before.</summary>
    internal bool BeginsPicture(RtpTimestamp timestamp)
    {
        if (HasPicture && !IsNewer(timestamp, Picture))
            return false;

        HasPicture = true;
        Picture = timestamp;
        return true;
    }

    internal void MarkKeyPicture(RtpTimestamp timestamp)
    {
        if (HasKeyPicture && !IsNewer(timestamp, KeyPicture))
            return;

        HasKeyPicture = true;
        KeyPicture = timestamp;
    }

    internal readonly bool IsKeyPicture(RtpTimestamp timestamp) => HasKeyPicture && KeyPicture == timestamp;

    private static bool IsNewer(RtpTimestamp a, RtpTimestamp b) => a - b is > 0 or < -MaxLateTicks;
}
