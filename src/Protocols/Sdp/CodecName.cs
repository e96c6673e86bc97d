namespace Protocols.Sdp;

/// <summary>The payload formats this server knows by name.</summary>
public enum CodecName
{
    Unknown,
    Opus,

    /// <summary>Redundant audio (RFC 2198) around another format.</summary>
    Red,

    G722,
    Pcmu,
    Pcma,
    ComfortNoise,
    TelephoneEvent,
    Vp8,
    Vp9,
    H264,
    H265,
    Av1,

    /// <summary>Retransmissions of another format (RFC 4588).</summary>
    Rtx,

    Ulpfec,
    Flexfec,
}

public static class CodecNames
{
    private static readonly (CodecName Name, string Text)[] Known =
    [
        (CodecName.Opus, "opus"),
        (CodecName.Red, "red"),
        (CodecName.G722, "G722"),
        (CodecName.Pcmu, "PCMU"),
        (CodecName.Pcma, "PCMA"),
        (CodecName.ComfortNoise, "CN"),
        (CodecName.TelephoneEvent, "telephone-event"),
        (CodecName.Vp8, "VP8"),
        (CodecName.Vp9, "VP9"),
        (CodecName.H264, "H264"),
        (CodecName.H265, "H265"),
        (CodecName.Av1, "AV1"),
        (CodecName.Rtx, "rtx"),
        (CodecName.Ulpfec, "ulpfec"),
        (CodecName.Flexfec, "flexfec-03"),
    ];

    /// <summary>Encoding names compare without case (RFC 8866 §6.6).</summary>
    public static CodecName Of(string encodingName)
    {
        foreach (var (name, text) in Known)
        {
            if (text.Equals(encodingName, StringComparison.OrdinalIgnoreCase))
                return name;
        }

        return CodecName.Unknown;
    }

    /// <summary>As browsers write it.</summary>
    public static string Text(this CodecName codec)
    {
        foreach (var (name, text) in Known)
        {
            if (name == codec)
                return text;
        }

        return "";
    }
}
