using Meetings;
using SignalingHost.Settings;
using SignalingHost.Startup;

namespace SignalingHost.Web;

/// <summary>Under which address people outside find this server. Set by the operator; else an answer uses the address it was asked under, and a mail the machine's own.</summary>
internal sealed class PublicAddress(ServerSettings settings)
{
    /// <summary>Without a slash at its end.</summary>
    public string Base { get; } = settings.Http.PublicAddress.Length > 0
        ? settings.Http.PublicAddress.TrimEnd('/')
        : settings.Https.Port is 0 or 443 ? $"https://{Machine(settings)}" : $"https://{Machine(settings)}:{settings.Https.Port}";

    /// <summary>The address for the answer to a request.</summary>
    public string BaseFor(HttpRequest request) =>
        settings.Http.PublicAddress.Length > 0 || !request.Host.HasValue ? Base : $"{request.Scheme}://{request.Host.Value}";

    /// <summary>https://…/#/j/{number}/{48 hex}: one link for each role.</summary>
    public string JoinLink(string at, ConferenceId number, string key) => $"{at}/#/j/{number.Value}/{key}";

    private static string Machine(ServerSettings settings) => settings.Media.AnnouncedAddresses is [var first, ..] ? first : MachineAddresses.Read()[0].ToString();
}
