namespace Protocols.Sdp.Terminals;

/// <summary>The transports of an <c>m=</c> line that a terminal's media may name.</summary>
internal static class TerminalProtocols
{
    private static readonly string[] Clear = ["RTP/AVP", "RTP/AVPF"];
    private static readonly string[] Secure = ["RTP/SAVP", "RTP/SAVPF"];

    public static bool IsRtp(string protocol) => Clear.Contains(protocol) || IsSecure(protocol);

    /// <summary>It insists on encryption; the others may offer it (RFC 8643).</summary>
    public static bool IsSecure(string protocol) => Secure.Contains(protocol);
}
