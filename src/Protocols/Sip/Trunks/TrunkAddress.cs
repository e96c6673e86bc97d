namespace Protocols.Sip.Trunks;

/// <summary>How addresses at a trunk are written.</summary>
internal static class TrunkAddress
{
    public static string Of(string host) => $"sip:{Bracketed(host)}";

    public static string OfUs(TrunkServer server)
    {
        var user = server.Trunk.User.Length > 0 ? server.Trunk.User : server.Trunk.Number;
        return user.Length == 0 ? Of(DomainOf(server)) : $"sip:{SipText.Escaped(user)}@{Bracketed(DomainOf(server))}";
    }

    public static string DomainOf(TrunkServer server) => server.Trunk.Domain.Length > 0 ? server.Trunk.Domain : server.Host.Name;

    public static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host;
}
