using System.Net;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Settings;

/// <summary>What must hold between the settings before anything starts. Each sentence names the setting, its value and the fix.</summary>
internal static class SettingsRules
{
    private const int MostShards = 256;
    private const int MostMixingThreads = 256;

    public static IEnumerable<string> Check(ServerSettings settings) =>
        Ports(settings).Concat(Limits(settings)).Concat(Addresses(settings)).Concat(Files(settings)).Concat(Rooms(settings.Rooms)).Concat(SipTrunkRules.Check(settings.Sip));

    private static IEnumerable<string> Ports(ServerSettings settings)
    {
        var media = settings.Media;
        (string Name, int Port, int Lowest)[] single =
        [
            ("Http:Port", settings.Http.Port, 0), ("Https:Port", settings.Https.Port, 0),
            ("Sip:Port", settings.Sip.Port, 0), ("Sip:TlsPort", settings.Sip.TlsPort, 0), ("Media:FirstPort", media.FirstPort, 1),
        ];
        foreach (var (name, port, lowest) in single)
        {
            if (port < lowest || port > PortRange.Highest)
                yield return $"{name} is {port}, which is no port: give a number from {lowest} to {PortRange.Highest}.";
        }

        if (!media.RtpPorts.IsValid)
            yield return $"Media:RtpPorts is {media.RtpPorts}, which is no range of ports: give first-last between 1 and {PortRange.Highest}, the smaller first.";

        if (media.Shards is < 0 or > MostShards)
            yield return $"Media:Shards is {media.Shards}: give a number from 1 to {MostShards}, or 0 for one for each core.";
        else if (media.FirstPort <= PortRange.Highest && media.ShardPorts.Last > PortRange.Highest)
            yield return $"Media:FirstPort is {media.FirstPort}, which leaves no room for {media.ShardCount} shards below {PortRange.Highest}: give a lower port.";

        foreach (var name in settings.Sip.Digests.Where(name => !SipOptions.IsDigest(name)))
            yield return $"Sip:Digests holds '{name}', which is not SHA-256 or MD5: give one of them or both, the best first.";

        // Port 0 is whichever the system finds free, so it is no range and clashes with nothing.
        foreach (var sentence in Overlaps([.. PortClaim.All(settings).Where(claim => claim.Ports.IsValid)]))
            yield return sentence;
    }

    private static IEnumerable<string> Overlaps(IReadOnlyList<PortClaim> claims)
    {
        // The same two settings can clash by UDP and by TCP; that is one mistake.
        var told = new HashSet<(string, string)>();
        for (var i = 0; i < claims.Count; i++)
        {
            for (var j = i + 1; j < claims.Count; j++)
            {
                var (a, b) = (claims[i], claims[j]);
                if (a.Clashes(b) && told.Add((a.Setting, b.Setting)))
                    yield return $"{a.Setting} ({a.Ports}) and {b.Setting} ({b.Ports}) overlap: give one of them other ports.";
            }
        }
    }

    private static IEnumerable<string> Limits(ServerSettings settings)
    {
        if (settings.Mixing.SoundThreads is < 0 or > MostMixingThreads)
            yield return $"Mixing:SoundThreads is {settings.Mixing.SoundThreads}: give a number from 1 to {MostMixingThreads}, or 0 for one for each core.";

        if (settings.Mixing.PictureThreads is < 0 or > MostMixingThreads)
            yield return $"Mixing:PictureThreads is {settings.Mixing.PictureThreads}: give a number from 1 to {MostMixingThreads}, or 0 for one for each core.";

        if (settings.Http.MaxRequestBytes < 1024)
            yield return $"Http:MaxRequestBytes is {settings.Http.MaxRequestBytes}: give at least 1024.";
        if (settings.Http.MaxConnections < 1)
            yield return $"Http:MaxConnections is {settings.Http.MaxConnections}: give at least 1.";
        if (settings.Sip.MaxTransactions < 100)
            yield return $"Sip:MaxTransactions is {settings.Sip.MaxTransactions}: give at least 100.";
        if (settings.Media.ConsentTimeout < TimeSpan.FromSeconds(7) || settings.Media.ConsentTimeout > TimeSpan.FromMinutes(10))
            yield return $"Media:ConsentTimeout is {settings.Media.ConsentTimeout}: give 7 to 600 seconds.";
        if (settings.Accounts.HashIterations < 1000)
            yield return $"Accounts:HashIterations is {settings.Accounts.HashIterations}: give at least 1000, and the default or more where people's passwords are kept.";
        if (settings.Drain.Timeout > TimeSpan.FromDays(1))
            yield return $"Drain:Timeout is {settings.Drain.Timeout}: give at most a day.";
        if (settings.Roles == NodeRoles.None)
            yield return "Roles is empty: name at least one of signaling, media, mixer, recorder.";
        foreach (var (name, password) in new[] { ("Admin:Password", settings.Admin.Password.Value), ("Admin:ResetPassword", settings.Admin.ResetPassword.Value) })
        {
            if (password.Length > 0 && PasswordRules.Check(password, settings.Admin.Account) != Meetings.Refusal.None)
                yield return $"{name} is too simple: give 8 to 32 letters, digits and signs of at least two kinds, other than the account's name.";
        }
    }

    private static IEnumerable<string> Addresses(ServerSettings settings)
    {
        foreach (var text in settings.Media.AnnouncedAddresses)
        {
            if (!IPAddress.TryParse(text, out var announced))
                yield return $"Media:AnnouncedAddresses holds '{text}', which is not an IP address: give addresses, not names, comma separated.";
            else if (announced.Equals(IPAddress.Any) || announced.Equals(IPAddress.IPv6Any))
                yield return $"Media:AnnouncedAddresses holds '{text}', which no one can send to: give the addresses that clients reach, or leave it empty.";
        }

        var site = settings.Http.PublicAddress;
        if (site.Length > 0 && !(Uri.TryCreate(site, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")))
            yield return $"Http:PublicAddress is '{site}', which is not an http or https address: give one such as https://meet.example.org.";

        foreach (var text in settings.Http.TrustedProxies)
        {
            if (!TrustedProxies.TryParse(text, out var proxies))
                yield return $"Http:TrustedProxies holds '{text}', which is neither an IP address nor a network: give such as 10.0.0.5 or 192.168.7.0/24, comma separated.";
            else if (proxies.PrefixLength == 0)
                yield return $"Http:TrustedProxies holds '{text}', which is everybody: give the addresses that your proxies call from.";
        }

        var endpoint = settings.Telemetry.OtlpEndpoint;
        if (endpoint.Length > 0 && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return $"Telemetry:OtlpEndpoint is '{endpoint}', which is not an http or https address: give one such as http://collector:4317.";
    }

    private static IEnumerable<string> Files(ServerSettings settings)
    {
        if (settings.Data.Directory.Length == 0)
            yield return "Data:Directory is empty: give a directory, or leave it out for ./data.";
        if (settings.Data.ConnectionString.Value.Length > 0 && !PostgresStore.TryRead(settings.Data.ConnectionString.Value, out _, out var unreadable))
            yield return unreadable;
        if (settings.Https.KeyPath.Length > 0 && settings.Https.CertificatePath.Length == 0)
            yield return $"Https:KeyPath is '{settings.Https.KeyPath}' but Https:CertificatePath is empty: give the certificate's file too.";
        if (settings.Prompts.Folder.Length > 0 && !Directory.Exists(settings.Prompts.Folder))
            yield return $"Prompts:Folder is '{settings.Prompts.Folder}', which is no folder: give one with zh-CN and en-US in it, or leave it out.";
    }

    private static IEnumerable<string> Rooms(IReadOnlyList<StaticRoom> rooms)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < rooms.Count; i++)
        {
            var id = rooms[i].ConferenceId;
            if (id.Length is 0 or > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                yield return $"Rooms:{i}:ConferenceId is '{id}': give 1 to 64 letters, digits, '-', '_' or '.'.";
            else if (!seen.Add(id))
                yield return $"Rooms:{i}:ConferenceId is '{id}', which an earlier room has already: give each room an id of its own.";
        }
    }
}
