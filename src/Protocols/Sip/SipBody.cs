using System.Text;

namespace Protocols.Sip;

/// <summary>
/// Finds the part of a body that somebody wants: the body itself, or a part of a multipart one (RFC 2046 §5.1, RFC 5621), as call
/// managers send that put their own matters beside the SDP.
/// </summary>
public static class SipBody
{
    private const int MaxDepth = 3;

    public static ReadOnlySpan<byte> Sdp => "application/sdp"u8;

    public static bool TryFind(in SipMessage message, ReadOnlySpan<byte> type, out ReadOnlySpan<byte> body)
    {
        message.TryFind(SipHeader.ContentType, out var stated);
        return TryFind(stated, message.Body, type, MaxDepth, out body);
    }

    public static bool TryFindSdp(in SipMessage message, out ReadOnlySpan<byte> sdp)
    {
        if (TryFind(message, Sdp, out sdp))
            return true;

        // Some write no Content-Type; what begins like SDP is SDP.
        sdp = message.Body;
        return !message.Has(SipHeader.ContentType) && message.Body.StartsWith("v=0"u8);
    }

    /// <summary>Whether the type, without its parameters, is this one.</summary>
    public static bool IsType(ReadOnlySpan<byte> stated, ReadOnlySpan<byte> type) => Ascii.EqualsIgnoreCase(WithoutParameters(stated), type);

    /// <summary>Whether the sender insists that the body be understood; that is so unless he says otherwise (RFC 3261 §20.11).</summary>
    public static bool IsRequired(in SipMessage message) =>
        !message.TryFind(SipHeader.ContentDisposition, out var disposition)
        || !SipParameters.TryFind(disposition, "handling"u8, out var handling)
        || !Ascii.EqualsIgnoreCase(handling, "optional"u8);

    /// <summary>A body that is packed in a way we cannot open.</summary>
    public static bool IsEncoded(in SipMessage message) =>
        message.TryFind(SipHeader.ContentEncoding, out var encoding) && !encoding.IsEmpty && !Ascii.EqualsIgnoreCase(encoding, "identity"u8);

    private static bool TryFind(scoped ReadOnlySpan<byte> stated, ReadOnlySpan<byte> body, scoped ReadOnlySpan<byte> type, int depth, out ReadOnlySpan<byte> found)
    {
        found = body;
        var plain = WithoutParameters(stated);
        if (Ascii.EqualsIgnoreCase(plain, type))
            return !body.IsEmpty;

        if (depth == 0 || plain.Length < 10 || !Ascii.EqualsIgnoreCase(plain[..10], "multipart/"u8)
            || !SipParameters.TryFind(stated, "boundary"u8, out var boundary))
        {
            return false;
        }

        boundary = boundary.Trim((byte)'"');
        if (boundary.IsEmpty || !TryCutPart(ref body, boundary, out _))
            return false;

        while (TryCutPart(ref body, boundary, out var part))
        {
            if (TryReadPart(part, out var partType, out var content) && TryFind(partType, content, type, depth - 1, out found))
                return true;
        }

        return false;
    }

    // Cuts what stands before the next boundary line; afterwards the rest begins behind that line.
    private static bool TryCutPart(scoped ref ReadOnlySpan<byte> rest, scoped ReadOnlySpan<byte> boundary, out ReadOnlySpan<byte> part)
    {
        part = default;
        for (var from = 0; from < rest.Length;)
        {
            var at = rest[from..].IndexOf(boundary);
            if (at < 0)
                return false;

            at += from;
            from = at + boundary.Length;
            var dashes = at - 2;
            if (dashes < 0 || rest[dashes] != '-' || rest[dashes + 1] != '-' || (dashes > 0 && rest[dashes - 1] != '\n'))
                continue;

            part = rest[..dashes];
            if (part.EndsWith("\n"u8))
                part = part[..^1];
            if (part.EndsWith("\r"u8))
                part = part[..^1];

            var line = rest[from..].IndexOf((byte)'\n');
            rest = line < 0 ? [] : rest[(from + line + 1)..];
            return true;
        }

        return false;
    }

    private static bool TryReadPart(ReadOnlySpan<byte> part, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> content)
    {
        type = "text/plain"u8;
        content = default;
        while (true)
        {
            var end = part.IndexOf((byte)'\n');
            if (end < 0)
                return false;

            var line = part[..end].TrimEnd((byte)'\r');
            part = part[(end + 1)..];
            if (line.IsEmpty)
            {
                content = part;
                return true;
            }

            var colon = line.IndexOf((byte)':');
            if (colon > 0 && SipHeaderNames.Of(SipText.Trim(line[..colon])) == SipHeader.ContentType)
                type = SipText.Trim(line[(colon + 1)..]);
        }
    }

    private static ReadOnlySpan<byte> WithoutParameters(ReadOnlySpan<byte> stated)
    {
        var semicolon = stated.IndexOf((byte)';');
        return SipText.Trim(semicolon < 0 ? stated : stated[..semicolon]);
    }
}
