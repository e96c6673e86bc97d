using Protocols;

namespace MediaServer.Terminals;

/// <summary>The addresses that mean another host in every network (RFC 6890): private, shared, of the link, of the host itself.</summary>
internal static class PrivateAddresses
{
    public static bool Contains(in TransportAddress address)
    {
        if (!address.IsIPv4)
        {
            var high = (ushort)(address.Ip >> 112);
            return (high & 0xFE00) == 0xFC00 || (high & 0xFFC0) == 0xFE80 || address.Ip <= 1;
        }

        var host = address.IPv4;
        return (host >> 24) is 0 or 10 or 127
            || (host >> 20) == 0xAC1
            || (host >> 16) is 0xC0A8 or 0xA9FE
            || (host >> 22) == 0x6440 >> 6;
    }
}
