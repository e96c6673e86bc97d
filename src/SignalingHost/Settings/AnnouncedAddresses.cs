using System.Net;
using SignalingHost.Startup;

namespace SignalingHost.Settings;

/// <summary>Which addresses candidates name: those set, or else all of the machine's.</summary>
internal static class AnnouncedAddresses
{
    public static IReadOnlyList<IPAddress> Announced(this MediaOptions media) =>
        media.AnnouncedAddresses.Count == 0 ? MachineAddresses.Read() : [.. media.AnnouncedAddresses.Select(IPAddress.Parse)];
}
