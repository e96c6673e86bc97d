using System.Net;

namespace SignalingHost.Settings;

/// <summary>Who may say on whose behalf a request comes: single addresses and networks, all as networks.</summary>
internal static class TrustedProxies
{
    public static bool TryParse(string text, out IPNetwork network)
    {
        if (!IPAddress.TryParse(text, out var single))
            return IPNetwork.TryParse(text, out network);

        network = new IPNetwork(single, single.GetAddressBytes().Length * 8);
        return true;
    }
}
