using System.Globalization;
using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary><c>a=ssrc</c>: one thing said about one source (RFC 5576 §4.1).</summary>
public readonly record struct SsrcAttribute(Ssrc Ssrc, string Name, string Value)
{
    public static bool TryParse(string value, out SsrcAttribute attribute)
    {
        attribute = default;
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0 || !uint.TryParse(value.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;

        var said = value[(space + 1)..].Trim();
        var colon = said.IndexOf(':', StringComparison.Ordinal);
        attribute = colon < 0 ? new(new(number), said, "") : new(new(number), said[..colon], said[(colon + 1)..]);
        return attribute.Name.Length > 0;
    }

    public override string ToString() => Value.Length == 0 ? $"{Ssrc.Value} {Name}" : $"{Ssrc.Value} {Name}:{Value}";
}

/// <summary><c>a=ssrc-group</c>: sources that belong together: FID a stream and its repairs, SIM the layers of one picture.</summary>
public sealed record SsrcGroup(string Semantics, IReadOnlyList<Ssrc> Ssrcs)
{
    public static bool TryParse(string value, out SsrcGroup group)
    {
        group = new("", []);
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2)
            return false;

        var ssrcs = new List<Ssrc>(parts.Length - 1);
        foreach (var part in parts.AsSpan(1))
        {
            if (!uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;

            ssrcs.Add(new(number));
        }

        group = new(parts[0], ssrcs);
        return true;
    }

    public override string ToString() => $"{Semantics} {string.Join(' ', Ssrcs.Select(ssrc => ssrc.Value))}";
}
