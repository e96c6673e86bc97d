using System.Net;

namespace SignalingHost.Sip;

internal static class IpAddresses
{
    /// <summary>An IPv4 address in its own form, however the socket gave it.</summary>
    public static IPAddress MapToIPv4OrSelf(this IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
