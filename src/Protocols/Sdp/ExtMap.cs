using System.Globalization;
using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary><c>a=extmap</c>: which header extension a number stands for, and which way it may travel (RFC 8285 §5).</summary>
public readonly record struct ExtMap(byte Id, MediaDirection Direction, string Uri, string Parameters = "")
{
    public RtpExtensionKind Kind => RtpExtensionUris.KindOf(Uri);

    public static bool TryParse(string value, out ExtMap map)
    {
        map = default;
        var parts = value.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2)
            return false;

        var slash = parts[0].IndexOf('/', StringComparison.Ordinal);
        var number = slash < 0 ? parts[0] : parts[0][..slash];
        var direction = MediaDirection.Both;
        if (slash >= 0 && !MediaDirections.TryParse(parts[0][(slash + 1)..], out direction))
            return false;

        // 4096-4351 are placeholders for "assign me one" (§7); nobody who speaks to us uses them, and 0 is padding.
        if (!byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
            return false;

        map = new(id, direction, parts[1], parts.Length == 3 ? parts[2] : "");
        return true;
    }

    public override string ToString()
    {
        var direction = Direction == MediaDirection.Both ? "" : "/" + Direction.AttributeName();
        return Parameters.Length == 0 ? $"{Id}{direction} {Uri}" : $"{Id}{direction} {Uri} {Parameters}";
    }
}
