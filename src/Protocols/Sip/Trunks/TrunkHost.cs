using System.Globalization;
using System.Text;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Trunks;

/// <summary>
/// One of a trunk's servers, and how its calls are shared out as SRV records say it (RFC 2782): the lowest priority first, among equals by
/// weight. Written <c>sip1.example.net:5060;transport=tcp;priority=1;weight=3</c>, all but the name optional.
/// </summary>
public sealed record TrunkHost(string Name, ushort Port, SipTransport Transport, int Priority = 0, int Weight = 1)
{
    public const int Highest = 65_535;

    public static bool TryParse(string text, out TrunkHost? host)
    {
        host = null;
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        if (!HostPort.TryParse(Encoding.UTF8.GetBytes(parts[0]), out var name, out var port) || (port == 0 && parts[0].EndsWith(":0", StringComparison.Ordinal)))
            return false;

        var (transport, priority, weight) = (SipTransport.Udp, 0, 1);
        foreach (var part in parts.Skip(1))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var value = equals < 0 ? "" : part[(equals + 1)..];
            var isRead = (equals < 0 ? part : part[..equals]) switch
            {
                "transport" => Enum.TryParse(value, ignoreCase: true, out transport) && value.All(char.IsAsciiLetter),
                "priority" => TryNumber(value, out priority),
                "weight" => TryNumber(value, out weight),
                _ => false,
            };
            if (!isRead)
                return false;
        }

        var usual = (ushort)(transport == SipTransport.Tls ? 5061 : 5060);
        host = new(Encoding.ASCII.GetString(name), port == 0 ? usual : port, transport, priority, weight);
        return true;
    }

    public override string ToString() => $"{(Name.Contains(':', StringComparison.Ordinal) ? $"[{Name}]" : Name)}:{Port};transport={Transport.ToString().ToLowerInvariant()}";

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= Highest;
}
