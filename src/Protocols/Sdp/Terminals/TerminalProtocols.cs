namespace Protocols.Sdp.Terminals;

/// <summary>The transports of an <c>m=</c> line that a terminal's media may name.</summary>
internal static class TerminalProtocols
{
    /// <summary>What we offer where keys are to be agreed on by DTLS.</summary>
    public const string OfferedDtls = "UDP/TLS/RTP/SAVP";

    private static readonly string[] Clear = ["RTP/AVP", "RTP/AVPF"];
    private static readonly string[] Secure = ["RTP/SAVP", "RTP/SAVPF"];
    private static readonly string[] Dtls = [OfferedDtls, "UDP/TLS/RTP/SAVPF"];

    public static bool IsRtp(string protocol) => Clear.Contains(protocol) || IsSecure(protocol);

    /// <summary>It insists on encryption; the others may offer it (RFC 8643).</summary>
    public static bool IsSecure(string protocol) => Secure.Contains(protocol) || IsDtls(protocol);

    /// <summary>Keys are agreed on in the media's own way (RFC 5764).</summary>
    public static bool IsDtls(string protocol) => Dtls.Contains(protocol);
}
