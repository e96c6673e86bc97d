using System.Net;
using System.Net.Sockets;
using Protocols;
using Protocols.Sip.Trunks;
using SignalingHost.Sip;

namespace SignalingHost.Trunks;

/// <summary>
/// Keeps the machine that knows the trunks supplied with what it cannot find out itself: the addresses that their hosts' names stand for,
/// again and again, since operators move. A name that cannot be resolved keeps the addresses it had.
/// </summary>
internal sealed class TrunkService(SipTrunks trunks, SipService sip, ILogger<TrunkService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    private readonly HashSet<string> _unresolved = new(StringComparer.OrdinalIgnoreCase);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (trunks.All.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            foreach (var trunk in trunks.All)
            {
                foreach (var host in trunk.Hosts)
                    await LocateAsync(trunk, host, stoppingToken);
            }

            if (trunks.All.All(trunk => trunk.Hosts.All(host => IPAddress.TryParse(host.Name, out _))))
                return;

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LocateAsync(SipTrunk trunk, TrunkHost host, CancellationToken stop)
    {
        IPAddress[] found;
        try
        {
            found = IPAddress.TryParse(host.Name, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host.Name, stop);
            _unresolved.Remove(host.Name);
        }
        catch (SocketException)
        {
            if (_unresolved.Add(host.Name))
                Log.TrunkHostUnknown(log, trunk.Name, host.Name);
            return;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        // Both families where the machine has both; the same address twice is one server.
        TransportAddress[] addresses = [.. found.Select(address => TransportAddress.From(address.MapToIPv4OrSelf(), host.Port)).Distinct()];
        sip.Turn(now => trunks.Locate(trunk, host, addresses, now));
    }
}
