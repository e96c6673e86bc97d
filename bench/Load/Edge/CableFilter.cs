using System.Diagnostics;
using System.Globalization;

namespace Load.Edge;

/// <summary>
/// Takes media away at our end of the cable, before it costs this side a socket: all but one in <see cref="OneIn"/> of the long
/// datagrams to a range of ports. The sender has paid for the whole way by then. It ends with the network namespace.
/// </summary>
internal static class CableFilter
{
    private const int OneIn = 64;
    private const int Long = 600;

    public static void DropLong(int firstPort, int lastPort) => Apply(string.Create(CultureInfo.InvariantCulture, $$"""
        table netdev lab
        delete table netdev lab
        table netdev lab {
            chain arriving {
                type filter hook ingress device "cable" priority 0; policy accept;
                meta protocol ip udp dport {{firstPort}}-{{lastPort}} meta length > {{Long}} numgen random mod {{OneIn}} != 0 drop
            }
        }
        """));

    /// <summary>Lets everything through again.</summary>
    public static void Open() => Apply("table netdev lab\ndelete table netdev lab\n");

    private static void Apply(string rules)
    {
        using var nft = Process.Start(new ProcessStartInfo("nft", "-f -") { RedirectStandardInput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("nft did not start.");
        nft.StandardInput.Write(rules);
        nft.StandardInput.Close();
        nft.WaitForExit();
        if (nft.ExitCode != 0)
            throw new InvalidOperationException("nft refused the rules that spare the load its receiving.");
    }
}
