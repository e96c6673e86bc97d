using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary><c>a=rid</c>: a simulcast encoding, the way it travels, and what restricts it (RFC 8851).</summary>
public sealed record RidDescription(
    Rid Rid, MediaDirection Direction, IReadOnlyList<PayloadType> PayloadTypes, IReadOnlyList<(string Name, string Value)> Restrictions)
{
    /// <summary>The longest name that the RTP header extension could carry with room to spare; browsers take up to 255.</summary>
    private const int MaxLength = 64;

    public static bool TryParse(string value, out RidDescription rid)
    {
        rid = new(new(""), MediaDirection.Inactive, [], []);
        var parts = value.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || !IsName(parts[0]) || parts[1] is not ("send" or "recv"))
            return false;

        var payloadTypes = new List<PayloadType>();
        var restrictions = new List<(string, string)>();
        var pairs = parts.Length == 3 ? parts[2].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            var text = equals < 0 ? "" : pair[(equals + 1)..];
            if (name != "pt")
            {
                restrictions.Add((name, text));
                continue;
            }

            foreach (var number in text.Split(','))
            {
                if (!RtpMap.TryParsePayloadType(number, out var payloadType))
                    return false;

                payloadTypes.Add(payloadType);
            }
        }

        rid = new(new(parts[0]), parts[1] == "send" ? MediaDirection.Send : MediaDirection.Receive, payloadTypes, restrictions);
        return true;
    }

    public override string ToString()
    {
        var said = Restrictions.Select(pair => pair.Value.Length == 0 ? pair.Name : $"{pair.Name}={pair.Value}");
        if (PayloadTypes.Count > 0)
            said = said.Prepend($"pt={string.Join(',', PayloadTypes)}");
        var restrictions = string.Join(';', said);
        return $"{Rid} {(Direction == MediaDirection.Send ? "send" : "recv")}{(restrictions.Length == 0 ? "" : " " + restrictions)}";
    }

    internal static bool IsName(string text) =>
        text.Length is > 0 and <= MaxLength && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
