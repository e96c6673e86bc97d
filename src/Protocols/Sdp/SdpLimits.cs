namespace Protocols.Sdp;

/// <summary>Bounds on words that we were given and will repeat.</summary>
internal static class SdpLimits
{
    /// <summary>Browsers write one to three digits; it travels in RTP header extensions, which 16 characters fill.</summary>
    public const int MaxMidLength = 32;

    private const int MaxQuoted = 20;

    /// <summary>RFC 8866 §9, <c>token</c>.</summary>
    public static bool IsToken(string text) =>
        text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`{|}~".Contains(letter));

    /// <summary>For repeating a stranger's word in an error sentence.</summary>
    public static string Shortened(string text) => text.Length <= MaxQuoted ? text : text[..MaxQuoted] + "…";
}
