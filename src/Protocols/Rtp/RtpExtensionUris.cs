namespace Protocols.Rtp;

/// <summary>The names by which session descriptions call the header extensions (RFC 8285 §5), as browsers write them.</summary>
public static class RtpExtensionUris
{
    private static readonly string[] ByKind =
    [
        "",
        "urn:ietf:params:rtp-hdrext:sdes:mid",
        "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
        "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
        "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
        "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
        "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
        "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time",
        "urn:3gpp:video-orientation",
        "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension",
        "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
        "urn:ietf:params:rtp-hdrext:toffset",
        "http://www.webrtc.org/experiments/rtp-hdrext/video-layers-allocation00",
    ];

    /// <summary>One more than the highest kind: the size of a table indexed by kind.</summary>
    internal static int KindCount => ByKind.Length;

    /// <summary>Empty for <see cref="RtpExtensionKind.Unknown"/>.</summary>
    public static string UriOf(RtpExtensionKind kind) => (int)kind < ByKind.Length ? ByKind[(int)kind] : "";

    public static RtpExtensionKind KindOf(ReadOnlySpan<char> uri)
    {
        for (var kind = 1; kind < ByKind.Length; kind++)
        {
            if (uri.SequenceEqual(ByKind[kind]))
                return (RtpExtensionKind)kind;
        }

        return RtpExtensionKind.Unknown;
    }
}
