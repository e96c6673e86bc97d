namespace SignalingHost.Rest;

/// <summary>The language a caller reads: Chinese unless Accept-Language begins with English.</summary>
internal static class RequestLanguage
{
    public static bool WantsEnglish(this HttpRequest request) =>
        request.Headers.AcceptLanguage.ToString().AsSpan().TrimStart().StartsWith("en", StringComparison.OrdinalIgnoreCase);
}
