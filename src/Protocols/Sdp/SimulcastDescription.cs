using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>
/// <c>a=simulcast</c>: the encodings of one source that travel side by side (RFC 8853 §5.1). Each place in a list may name
/// alternatives, best first.
/// </summary>
public sealed record SimulcastDescription(
    IReadOnlyList<IReadOnlyList<SimulcastRid>> Send, IReadOnlyList<IReadOnlyList<SimulcastRid>> Receive)
{
    public static bool TryParse(string value, out SimulcastDescription simulcast)
    {
        simulcast = new([], []);
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (2 or 4))
            return false;

        IReadOnlyList<IReadOnlyList<SimulcastRid>>? send = null;
        IReadOnlyList<IReadOnlyList<SimulcastRid>>? receive = null;
        for (var i = 0; i < parts.Length; i += 2)
        {
            if (!TryParseList(parts[i + 1], out var list))
                return false;

            if (parts[i] == "send" && send is null)
                send = list;
            else if (parts[i] == "recv" && receive is null)
                receive = list;
            else
                return false;
        }

        simulcast = new(send ?? [], receive ?? []);
        return true;
    }

    public override string ToString()
    {
        var send = Send.Count == 0 ? "" : "send " + Text(Send);
        var receive = Receive.Count == 0 ? "" : "recv " + Text(Receive);
        return send.Length == 0 || receive.Length == 0 ? send + receive : $"{send} {receive}";
    }

    private static string Text(IReadOnlyList<IReadOnlyList<SimulcastRid>> list) =>
        string.Join(';', list.Select(alternatives => string.Join(',', alternatives)));

    private static bool TryParseList(string text, out IReadOnlyList<IReadOnlyList<SimulcastRid>> list)
    {
        var places = new List<IReadOnlyList<SimulcastRid>>();
        list = places;
        foreach (var place in text.Split(';'))
        {
            var alternatives = new List<SimulcastRid>();
            foreach (var alternative in place.Split(','))
            {
                var isPaused = alternative.StartsWith('~');
                var name = isPaused ? alternative[1..] : alternative;
                if (!RidDescription.IsName(name))
                    return false;

                alternatives.Add(new(new(name), isPaused));
            }

            places.Add(alternatives);
        }

        return true;
    }
}
