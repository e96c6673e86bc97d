namespace SignalingHost.Calls;

/// <summary>Asking for a key frame where only signalling is left to ask by (RFC 5168).</summary>
internal static class MediaControl
{
    public const string Type = "application/media_control+xml";

    public const string FastUpdate =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<media_control><vc_primitive><to_encoder><picture_fast_update/></to_encoder></vc_primitive></media_control>\r\n";

    public static bool AsksForKeyFrame(string contentType, string body) =>
        contentType.StartsWith(Type, StringComparison.OrdinalIgnoreCase) && body.Contains("picture_fast_update", StringComparison.Ordinal);
}
