using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace SignalingHost.Startup;

/// <summary>The addresses at which this machine can be reached: those of its interfaces that are up, loopback last.</summary>
internal static class MachineAddresses
{
    public static IReadOnlyList<IPAddress> Read()
    {
        var own = NetworkInterface.GetAllNetworkInterfaces()
            .Where(link => link.OperationalStatus != OperationalStatus.Down && link.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(IsReachable);
        IPAddress[] loopback = Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];
        return [.. own.Concat(loopback).Distinct()];
    }

    // Link-local addresses need an interface beside them, which neither a candidate nor a certificate can say.
    private static bool IsReachable(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? !(address.GetAddressBytes() is [169, 254, ..])
        : !address.IsIPv6LinkLocal && !address.IsIPv6Multicast;
}
