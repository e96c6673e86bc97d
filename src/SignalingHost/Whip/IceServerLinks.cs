using SignalingHost.Settings;

namespace SignalingHost.Whip;

/// <summary>STUN and TURN servers that WHIP and WHEP clients are told of (RFC 9725 §4.6), as values of Link headers.</summary>
internal sealed class IceServerLinks(MediaOptions media)
{
    public IReadOnlyList<string> Links { get; } = [.. media.IceServers.Select(server => LinkTo(server, media))];

    private static string LinkTo(string server, MediaOptions media)
    {
        var link = $"<{server}>; rel=\"ice-server\"";
        return server.StartsWith("turn", StringComparison.OrdinalIgnoreCase) && media.IceUsername.Length > 0
            ? $"{link}; username=\"{media.IceUsername}\"; credential=\"{media.IceCredential.Value}\"; credential-type=\"password\""
            : link;
    }
}
