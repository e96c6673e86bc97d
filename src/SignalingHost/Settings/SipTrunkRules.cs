using System.Globalization;
using Protocols.Sip.Transactions;
using Protocols.Sip.Trunks;

namespace SignalingHost.Settings;

/// <summary>What must hold of trunks before anything starts.</summary>
internal static class SipTrunkRules
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static IEnumerable<string> Check(SipOptions sip)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < sip.Trunks.Count; i++)
        {
            var (trunk, path) = (sip.Trunks[i], string.Create(CultureInfo.InvariantCulture, $"Sip:Trunks:{i}"));
            if (trunk.Name.Length is 0 or > 64 || !trunk.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
                yield return $"{path}:Name is '{trunk.Name}': give 1 to 64 letters, digits, '-', '_' or '.'.";
            else if (!seen.Add(trunk.Name))
                yield return $"{path}:Name is '{trunk.Name}', which an earlier trunk has already: give each trunk a name of its own.";

            foreach (var sentence in Servers(trunk, path).Concat(Accounts(trunk, path)).Concat(Numbers(trunk, path)).Concat(Limits(trunk, path)))
                yield return sentence;
        }

        for (var i = 0; i < sip.AccessNumbers.Count; i++)
        {
            var (access, path) = (sip.AccessNumbers[i], string.Create(CultureInfo.InvariantCulture, $"Sip:AccessNumbers:{i}"));
            if (!DialledNumber.TryParse(access.Number, out var number) || number.Number != access.Number)
                yield return $"{path}:Number is '{access.Number}', which is no telephone number: give digits, perhaps behind a plus.";
            else if (sip.AccessNumbers.Take(i).Any(earlier => earlier.Number == access.Number))
                yield return $"{path}:Number is '{access.Number}', which an earlier one is already: give each number once.";
            if (access.Trunk.Length > 0 && sip.Trunks.All(trunk => trunk.Name != access.Trunk))
                yield return $"{path}:Trunk is '{access.Trunk}', which is no trunk's name: give one of Sip:Trunks:…:Name, or leave it out.";
        }
    }

    private static IEnumerable<string> Servers(SipTrunkOptions trunk, string path)
    {
        if (trunk.Hosts.Count == 0 && trunk.IncomingUser.Length == 0 && trunk.Sources.Count == 0)
            yield return $"{path}:Hosts is empty: give its servers, or Sources or IncomingUser for an exchange that only calls us.";

        foreach (var text in trunk.Hosts.Where(text => !TrunkHost.TryParse(text, out _)))
            yield return $"{path}:Hosts holds '{text}', which is no server: give such as sip.example.net:5060;transport=udp;priority=0;weight=1, comma separated.";

        foreach (var text in trunk.Sources)
        {
            if (!TrustedProxies.TryParse(text, out var network))
                yield return $"{path}:Sources holds '{text}', which is neither an IP address nor a network: give such as 192.0.2.5 or 198.51.100.0/24, comma separated.";
            else if (network.PrefixLength == 0)
                yield return $"{path}:Sources holds '{text}', which is everybody: give the addresses that the operator calls from.";
        }
    }

    private static IEnumerable<string> Accounts(SipTrunkOptions trunk, string path)
    {
        if (trunk.Register && (trunk.User.Length == 0 || trunk.Hosts.Count == 0))
            yield return $"{path}:Register is true but {(trunk.User.Length == 0 ? "User" : "Hosts")} is empty: give what to register and where, or do not register.";
        if (trunk.User.Length > 0 && trunk.Register && trunk.Password.Value.Length == 0)
            yield return $"{path}:Register is true but Password is empty: give the account's password.";
        if (trunk.IncomingUser.Length > 0 && trunk.IncomingPassword.Value.Length < 8)
            yield return $"{path}:IncomingPassword is shorter than 8 characters: strangers guess at such accounts day and night; give a longer one.";
    }

    private static IEnumerable<string> Numbers(SipTrunkOptions trunk, string path)
    {
        if (trunk.Number.Length > 0 && (!DialledNumber.TryParse(trunk.Number, out var number) || number.DigitsBehind.Length > 0))
            yield return $"{path}:Number is '{trunk.Number}', which is no telephone number: give digits, perhaps behind a plus.";

        (string Name, IReadOnlyList<string> Lines)[] rules = [("NumbersOut", trunk.NumbersOut), ("NumbersIn", trunk.NumbersIn), ("CallersIn", trunk.CallersIn)];
        foreach (var (name, lines) in rules)
        {
            foreach (var line in lines.Where(line => !NumberRule.TryParse(line, out _)))
                yield return $"{path}:{name} holds '{line}', which is no rule: give such as +86... -> 0... or +86900... -> no, comma separated.";
        }
    }

    private static IEnumerable<string> Limits(SipTrunkOptions trunk, string path)
    {
        if (trunk.RegisterFor < Shortest || trunk.RegisterFor > Longest)
            yield return $"{path}:RegisterFor is {trunk.RegisterFor}: give between a minute and a day.";
        if (trunk.ProbeEvery > TimeSpan.Zero && trunk.ProbeEvery < TimeSpan.FromSeconds(5))
            yield return $"{path}:ProbeEvery is {trunk.ProbeEvery}: give at least 5 seconds, or 0 for never.";
        if (trunk.Weight is < 0 or > TrunkHost.Highest || trunk.Priority is < 0 or > TrunkHost.Highest)
            yield return $"{path}:{(trunk.Weight is < 0 or > TrunkHost.Highest ? $"Weight is {trunk.Weight}" : $"Priority is {trunk.Priority}")}: give a number from 0 to {TrunkHost.Highest}.";
        foreach (var codec in trunk.Codecs.Where(codec => !SipTrunkOptions.IsCodec(codec)))
            yield return $"{path}:Codecs holds '{codec}', which is not spoken over trunks: give some of G722, PCMA, PCMU, opus, the best first.";
        if (trunk.Srtp == TrunkSrtp.Forced && trunk.Hosts.Any(text => TrunkHost.TryParse(text, out var host) && host!.Transport != SipTransport.Tls))
            yield return $"{path}:Srtp is Forced, but not all of Hosts are reached by TLS, so the keys would go in clear: give transport=tls, or BestEffort.";
        if (trunk.MostCalls < 0)
            yield return $"{path}:MostCalls is {trunk.MostCalls}: give a number of calls, or 0 for any.";
    }
}
