using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Protocols.Sdp;

/// <summary>
/// A session description (RFC 8866): a few lines about the session, then media sections in an order that means something.
/// Reading keeps every line it was given; <see cref="ToString"/> writes them in the RFC's order with CRLF.
/// </summary>
public sealed class SessionDescription
{
    public SdpOrigin Origin { get; set; } = new();

    public string Name { get; set; } = "-";

    public SdpConnection? Connection { get; set; }

    public List<SdpBandwidth> Bandwidths { get; } = [];

    /// <summary>The values of the <c>t=</c> lines.</summary>
    public List<string> Times { get; } = [];

    public List<SdpLine> OtherLines { get; } = [];

    public AttributeList Attributes { get; } = new();

    public List<MediaDescription> Media { get; } = [];

    /// <summary>The members of the first BUNDLE group (RFC 9143); empty if there is none. Browsers know no second.</summary>
    public IReadOnlyList<string> BundledMids
    {
        get
        {
            foreach (var group in Attributes.All("group"))
            {
                var parts = group.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (parts.Length > 0 && parts[0] == "BUNDLE")
                    return parts[1..];
            }

            return [];
        }
    }

    public bool IsIceLite => Attributes.Has("ice-lite");

    /// <summary>The direction of a section: its own, else the session's, else both ways (RFC 8866 §6.7).</summary>
    public MediaDirection DirectionOf(MediaDescription media) =>
        media.Attributes.Direction ?? Attributes.Direction ?? MediaDirection.Both;

    /// <summary>The address of a section: its own, else the session's.</summary>
    public SdpConnection? ConnectionOf(MediaDescription media) => media.Connection ?? Connection;

    /// <summary>Whether one- and two-byte header extensions may be mixed in a section (RFC 8285 §6).</summary>
    public bool AllowsMixedExtensions(MediaDescription media) =>
        media.Attributes.Has("extmap-allow-mixed") || Attributes.Has("extmap-allow-mixed");

    /// <summary>Reads a description; <paramref name="error"/> names the line and what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SessionDescription? description, out string error) =>
        SessionDescriptionReader.TryRead(text, out description, out error);

    public override string ToString()
    {
        var text = new StringBuilder("v=0\r\n");
        text.Append(Origin).Append("\r\ns=").Append(Name).Append("\r\n");
        WriteLines(text, OtherLines, "iuep");
        if (Connection is { } connection)
            text.Append(connection).Append("\r\n");

        foreach (var bandwidth in Bandwidths)
            text.Append(bandwidth).Append("\r\n");

        if (Times.Count == 0)
            text.Append("t=0 0\r\n");

        foreach (var time in Times)
            text.Append("t=").Append(time).Append("\r\n");

        WriteLines(text, OtherLines, "rzk");
        foreach (var attribute in Attributes)
            text.Append(attribute).Append("\r\n");

        foreach (var media in Media)
            media.WriteTo(text);

        return text.ToString();
    }

    internal static void WriteLines(StringBuilder text, List<SdpLine> lines, string types)
    {
        foreach (var type in types)
        {
            foreach (var line in lines)
            {
                if (line.Type == type)
                    text.Append(line).Append("\r\n");
            }
        }
    }
}
