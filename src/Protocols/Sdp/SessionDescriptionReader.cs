using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Protocols.Sdp;

/// <summary>
/// Reads a session description line by line. The order of lines is not insisted upon, except that everything after an
/// <c>m=</c> belongs to that section. Only what would change the meaning of the rest is an error.
/// </summary>
internal static class SessionDescriptionReader
{
    /// <summary>Enough for a gallery of fifty people with sound and picture; a bound on what one answer can cost us.</summary>
    public const int MaxMediaSections = 128;

    public const int MaxFormatsPerSection = 128;

    public static bool TryRead(string text, [NotNullWhen(true)] out SessionDescription? description, out string error)
    {
        var session = new SessionDescription();
        description = null;
        MediaDescription? media = null;
        var sawVersion = false;
        var lines = new SdpLines(text);
        while (lines.TryNext())
        {
            switch (lines.Type)
            {
                case 'v' when media is null:
                    if (lines.Value != "0")
                        lines.Fail("the version of SDP is 0");
                    sawVersion = true;
                    break;

                case 'm':
                    media = ReadMedia(ref lines);
                    if (media is not null && session.Media.Count == MaxMediaSections)
                        lines.Fail($"there are more than {MaxMediaSections} media sections");
                    if (media is not null)
                        session.Media.Add(media);
                    break;

                case 'o' when media is null:
                    if (SdpOrigin.TryParse(lines.Value, out var origin))
                        session.Origin = origin;
                    else
                        lines.Fail("o= has six fields");
                    break;

                case 's' when media is null:
                    session.Name = lines.Value.Length == 0 ? "-" : lines.Value;
                    break;

                case 't' when media is null:
                    session.Times.Add(lines.Value);
                    break;

                case 'v' or 'o' or 's' or 't':
                    lines.Fail($"{lines.Type}= belongs before the first media section");
                    break;

                case 'c':
                    ReadConnection(ref lines, session, media);
                    break;

                case 'b':
                    // Some terminals write modifiers nobody knows with values nobody can read; they limit nothing.
                    if (SdpBandwidth.TryParse(lines.Value, out var bandwidth))
                        (media?.Bandwidths ?? session.Bandwidths).Add(bandwidth);
                    break;

                case 'a':
                    ReadAttribute(ref lines, media?.Attributes ?? session.Attributes);
                    break;

                default:
                    (media?.OtherLines ?? session.OtherLines).Add(new(lines.Type, lines.Value));
                    break;
            }
        }

        error = lines.Error;
        if (error.Length == 0 && !sawVersion)
            error = "there is no v=0 line";
        if (error.Length > 0)
            return false;

        description = session;
        return true;
    }

    public static MediaDescription? ReadMedia(ref SdpLines lines)
    {
        var parts = lines.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 4)
        {
            lines.Fail("m= has a medium, a port, a protocol and at least one format");
            return null;
        }

        if (parts.Length - 3 > MaxFormatsPerSection)
        {
            lines.Fail($"m= has more than {MaxFormatsPerSection} formats");
            return null;
        }

        var slash = parts[1].IndexOf('/', StringComparison.Ordinal);
        var portCount = 1;
        if (!MediaDescription.TryParsePort(slash < 0 ? parts[1] : parts[1][..slash], out var port)
            || (slash >= 0 && !int.TryParse(parts[1].AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out portCount)))
        {
            lines.Fail($"'{SdpLimits.Shortened(parts[1])}' is not a port");
            return null;
        }

        var media = new MediaDescription { Media = parts[0], Port = port, PortCount = portCount, Protocol = parts[2] };
        media.Formats.AddRange(parts[3..]);
        return media;
    }

    private static void ReadConnection(ref SdpLines lines, SessionDescription session, MediaDescription? media)
    {
        if (!SdpConnection.TryParse(lines.Value, out var connection))
            lines.Fail("c= has a network, an address type and an address");
        else if (media is null)
            session.Connection = connection;
        else
            media.Connection ??= connection;
    }

    public static void ReadAttribute(ref SdpLines lines, AttributeList attributes)
    {
        var colon = lines.Value.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? lines.Value : lines.Value[..colon];
        if (name.Length == 0 || name.Contains(' '))
            lines.Fail("a= has a name without spaces");
        else
            attributes.Add(name, colon < 0 ? null : lines.Value[(colon + 1)..]);
    }
}
