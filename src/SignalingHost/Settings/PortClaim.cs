namespace SignalingHost.Settings;

/// <summary>That a setting wants certain ports for itself. Whether they are bound at start or only kept for later is said too.</summary>
internal sealed record PortClaim(string Setting, PortProtocol Protocol, PortRange Ports, bool BoundAtStart)
{
    public static IReadOnlyList<PortClaim> All(ServerSettings settings)
    {
        var (http, https, sip, media) = (settings.Http, settings.Https, settings.Sip, settings.Media);
        var servesSip = settings.Roles.HasFlag(NodeRoles.Signaling);
        var servesMedia = settings.Roles.HasFlag(NodeRoles.Media);
        return
        [
            new("Http:Port", PortProtocol.Tcp, new(http.Port, http.Port), BoundAtStart: true),
            new("Https:Port", PortProtocol.Tcp, new(https.Port, https.Port), BoundAtStart: true),
            new("Sip:Port", PortProtocol.Tcp, new(sip.Port, sip.Port), BoundAtStart: servesSip),
            new("Sip:Port", PortProtocol.Udp, new(sip.Port, sip.Port), BoundAtStart: servesSip),
            new("Sip:TlsPort", PortProtocol.Tcp, new(sip.TlsPort, sip.TlsPort), BoundAtStart: servesSip),
            new("Media:FirstPort", PortProtocol.Udp, media.ShardPorts, BoundAtStart: servesMedia),
            new("Media:FirstPort", PortProtocol.Tcp, media.ShardPorts, BoundAtStart: servesMedia),
            new("Media:RtpPorts", PortProtocol.Udp, media.RtpPorts, BoundAtStart: false),
        ];
    }

    public bool Clashes(PortClaim other) => Protocol == other.Protocol && Ports.Overlaps(other.Ports);
}

internal enum PortProtocol
{
    Tcp,
    Udp,
}
