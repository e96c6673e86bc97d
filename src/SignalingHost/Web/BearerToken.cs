namespace SignalingHost.Web;

internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>What an Authorization header carries (RFC 6750 §2.1); null where it is of another kind, or there is none.</summary>
    public static string? Of(string? authorization) =>
        authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? authorization[Scheme.Length..].Trim() : null;
}
