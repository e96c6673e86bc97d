using System.Net;
using System.Net.Sockets;
using SignalingHost.Settings;

namespace SignalingHost.Startup;

/// <summary>Whether the ports that will be bound can be bound, so that all that are taken are told at once and by their settings.</summary>
internal static class FreePorts
{
    public static IEnumerable<string> Check(IEnumerable<PortClaim> claims)
    {
        foreach (var claim in claims.Where(claim => claim.BoundAtStart))
        {
            for (var port = claim.Ports.First; port <= claim.Ports.Last; port++)
            {
                if (port != 0 && WhyNot(claim.Protocol, port) is { } why)
                    yield return Sentence(claim.Setting, claim.Protocol, port, why);
            }
        }
    }

    public static string Sentence(string setting, PortProtocol protocol, int port, SocketError why)
    {
        var name = protocol == PortProtocol.Tcp ? "TCP" : "UDP";
        return why == SocketError.AccessDenied
            ? $"{setting} needs {name} port {port}, which this user may not open: give a port above 1023, or the right to bind low ports."
            : $"{setting} needs {name} port {port}, which is taken: stop what uses it, or give another port.";
    }

    private static SocketError? WhyNot(PortProtocol protocol, int port)
    {
        try
        {
            var (kind, transport) = protocol == PortProtocol.Tcp ? (SocketType.Stream, ProtocolType.Tcp) : (SocketType.Dgram, ProtocolType.Udp);
            using var socket = Socket.OSSupportsIPv6
                ? new Socket(AddressFamily.InterNetworkV6, kind, transport) { DualMode = true }
                : new Socket(AddressFamily.InterNetwork, kind, transport);
            socket.Bind(new IPEndPoint(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port));
            if (protocol == PortProtocol.Tcp)
                socket.Listen(1);
            return null;
        }
        catch (SocketException refused) when (refused.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return refused.SocketErrorCode;
        }
    }
}
