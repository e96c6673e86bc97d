namespace Protocols.Sdp;

/// <summary>The <c>o=</c> line: who described the session, and which version of the description this is (RFC 8866 §5.2).</summary>
public sealed record SdpOrigin
{
    public string UserName { get; init; } = "-";

    /// <summary>Numeric by rule, but old terminals write more digits than fit a machine word: kept as text.</summary>
    public string SessionId { get; init; } = "0";

    public string Version { get; init; } = "0";

    public string AddressType { get; init; } = "IP4";

    public string Address { get; init; } = "0.0.0.0";

    public static bool TryParse(string value, out SdpOrigin origin)
    {
        origin = new();
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 6)
            return false;

        // User names with spaces are forbidden and yet sent; the last five fields are the ones that matter.
        origin = new()
        {
            UserName = string.Join('_', parts[..^5]),
            SessionId = parts[^5],
            Version = parts[^4],
            AddressType = parts[^2],
            Address = parts[^1],
        };
        return true;
    }

    public override string ToString() => $"o={UserName} {SessionId} {Version} IN {AddressType} {Address}";
}
