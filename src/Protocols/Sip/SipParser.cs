using System.Text;

namespace Protocols.Sip;

/// <summary>
/// Reads SIP messages as terminals write them (RFC 3261 §7, RFC 4475): folded lines, compact names, blanks wherever somebody once put
/// them, bare line feeds. Strict only where a lax reading would be a guess. One message at a time: the index of header fields is used anew
/// for each, so reading costs no memory. Every refusal is counted by its name.
/// </summary>
public sealed class SipParser(SipLimits? limits = null)
{
    private const uint MaxSequence = int.MaxValue;      // RFC 3261 §8.1.1.5: less than 2^31.

    private static ReadOnlySpan<byte> Version => "SIP/2.0"u8;

    private readonly SipLimits _limits = limits ?? SipLimits.Default;
    private readonly HeaderLine[] _lines = new HeaderLine[(limits ?? SipLimits.Default).MaxHeaders];
    private readonly long[] _counts = new long[Enum.GetValues<SipRefusal>().Length];

    /// <summary>How many messages ended so.</summary>
    public long Count(SipRefusal refusal) => _counts[(int)refusal];

    public SipRefusal Parse(ReadOnlySpan<byte> bytes, SipFraming framing, out SipMessage message)
    {
        var refusal = Read(bytes, framing, out message);
        _counts[(int)refusal]++;
        return refusal;
    }

    private SipRefusal Read(ReadOnlySpan<byte> bytes, SipFraming framing, out SipMessage message)
    {
        message = default;
        bytes = bytes.TrimStart("\r\n\0"u8);
        if (bytes.IsEmpty)
            return SipRefusal.KeepAlive;

        var head = bytes[..Math.Min(bytes.Length, _limits.MaxHead)];
        var line = head.IndexOf((byte)'\n');
        if (line < 0)
            return SipRefusal.NotSip;

        var refusal = ReadStart(bytes[..line], out var start);
        if (refusal == SipRefusal.NotSip)
            return refusal;

        var index = IndexHead(bytes, head, line + 1, out var count, out var bodyAt);
        return Check(bytes, framing, start, refusal == SipRefusal.None ? index : refusal, _lines.AsSpan(0, count), bodyAt, out message);
    }

    private SipRefusal ReadStart(ReadOnlySpan<byte> line, out StartLine start)
    {
        start = default;
        line = line.TrimEnd(" \t\r"u8);
        if (line.Length > Version.Length && Ascii.EqualsIgnoreCase(line[..4], "SIP/"u8))
            return ReadStatusLine(line, out start);

        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        if (first <= 0 || !SipText.IsToken(line[..first]))
            return SipRefusal.NotSip;

        var version = line[(last + 1)..];
        if (version.Length < 4 || !Ascii.EqualsIgnoreCase(version[..4], "SIP/"u8))
            return SipRefusal.NotSip;

        var uri = last > first ? line[(first + 1)..last] : [];
        start = new() { IsRequest = true, Method = line[..first], Uri = uri };
        if (!Ascii.EqualsIgnoreCase(version, Version))
            return SipRefusal.UnknownVersion;

        if (uri.Length > _limits.MaxUri)
            return SipRefusal.UriTooLong;

        if (uri.IsEmpty || SipText.HasBlank(uri))
            return SipRefusal.BadRequestLine;

        // A Request-URI has no brackets and no headers (§19.1.5).
        return SipUri.TryParse(uri, out var parsed) && parsed.Headers.IsEmpty ? SipRefusal.None : SipRefusal.BadRequestUri;
    }

    private static SipRefusal ReadStatusLine(ReadOnlySpan<byte> line, out StartLine start)
    {
        start = default;
        if (!Ascii.EqualsIgnoreCase(line[..Version.Length], Version))
            return SipRefusal.BadStatusLine;

        var rest = line[Version.Length..];
        var code = SipText.Trim(rest);
        if (code.Length < 3 || rest[0] != ' ' || !SipText.TryNumber(code[..3], 699, out var status) || status < 100 || (code.Length > 3 && code[3] != ' '))
            return SipRefusal.BadStatusLine;

        start = new() { Status = (int)status, Phrase = SipText.Trim(code[3..]) };
        return SipRefusal.None;
    }

    private SipRefusal IndexHead(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> head, int at, out int count, out int bodyAt)
    {
        count = 0;
        bodyAt = 0;
        while (true)
        {
            var end = LineEnd(head, at);
            if (end < 0)
            {
                // A datagram that ends with a whole line lacks only the blank one; some send none when there is no body.
                bodyAt = at == bytes.Length ? at : 0;
                return bodyAt > 0 ? SipRefusal.None : head.Length < bytes.Length ? SipRefusal.HeadTooLarge : SipRefusal.NoEndOfHead;
            }

            var line = head[at..end];
            if (line.TrimEnd((byte)'\r').IsEmpty)
            {
                bodyAt = end + 1;
                return SipRefusal.None;
            }

            // A line that names nothing is passed over, as malformed header fields are that nobody asks for (§7.3.1).
            var colon = line.IndexOf((byte)':');
            var name = colon < 0 ? [] : line[..colon].TrimEnd(" \t"u8);
            if (SipText.IsToken(name))
            {
                if (count == _lines.Length)
                    return SipRefusal.TooManyHeaders;

                var value = SipText.Trim(line[(colon + 1)..]);
                var valueAt = value.IsEmpty ? at + colon + 1 : at + colon + 1 + line[(colon + 1)..].IndexOfAnyExcept(" \t\r\n"u8);
                _lines[count++] = new(SipHeaderNames.Of(name), at, name.Length, valueAt, value.Length);
            }

            at = end + 1;
        }
    }

    // Where the line feed is that ends a header field: a line that begins with a blank belongs to the one before it.
    private static int LineEnd(ReadOnlySpan<byte> head, int at)
    {
        for (var from = at; ; from++)
        {
            var length = head[from..].IndexOf((byte)'\n');
            if (length < 0)
                return -1;

            from += length;
            var isEmpty = head[at..from].TrimEnd((byte)'\r').IsEmpty;
            if (isEmpty || from + 1 == head.Length || head[from + 1] is not ((byte)' ' or (byte)'\t'))
                return from;
        }
    }

    private SipRefusal Check(
        ReadOnlySpan<byte> bytes, SipFraming framing, scoped in StartLine start, SipRefusal refusal, ReadOnlySpan<HeaderLine> lines, int bodyAt, out SipMessage message)
    {
        var found = default(Found);
        for (var i = 0; i < lines.Length; i++)
            found.Note(lines[i].Header, i);

        SipVia via = default;
        NameAddress from = default;
        NameAddress to = default;
        ReadOnlySpan<byte> viaRest = [];
        ReadOnlySpan<byte> cseqMethod = [];
        var cseq = 0u;
        var maxForwards = -1;

        if (found.Via == 0)
            refusal = SipRefusal.NoVia;
        else if (!SipVia.TryParse(lines[found.Via - 1].Value(bytes), out via, out viaRest))
            Refuse(ref refusal, SipRefusal.BadVia);

        var callId = found.CallId == 0 ? [] : lines[found.CallId - 1].Value(bytes);
        if (callId.IsEmpty)
            Refuse(ref refusal, SipRefusal.NoCallId);

        if (found.From == 0)
            Refuse(ref refusal, SipRefusal.NoFrom);
        else if (!NameAddress.TryParse(lines[found.From - 1].Value(bytes), out from))
            Refuse(ref refusal, SipRefusal.BadFrom);

        if (found.To == 0)
            Refuse(ref refusal, SipRefusal.NoTo);
        else if (!NameAddress.TryParse(lines[found.To - 1].Value(bytes), out to))
            Refuse(ref refusal, SipRefusal.BadTo);

        if (found.CSeq == 0)
            Refuse(ref refusal, SipRefusal.NoCSeq);
        else if (!TryReadCSeq(lines[found.CSeq - 1].Value(bytes), out cseq, out cseqMethod))
            Refuse(ref refusal, SipRefusal.BadCSeq);
        else if (start.IsRequest && !cseqMethod.SequenceEqual(start.Method))
            Refuse(ref refusal, SipRefusal.MethodMismatch);

        if (found.IsRepeated)
            Refuse(ref refusal, SipRefusal.RepeatedHeader);

        if (found.MaxForwards != 0 && start.IsRequest)
        {
            if (SipText.TryNumber(lines[found.MaxForwards - 1].Value(bytes), byte.MaxValue, out var hops))
                maxForwards = (int)hops;
            else
                Refuse(ref refusal, SipRefusal.BadMaxForwards);
        }

        var length = ReadBody(bytes, framing, lines, bodyAt, out var body);
        Refuse(ref refusal, length);

        var method = start.IsRequest ? start.Method : cseqMethod;
        message = new()
        {
            Bytes = bytes,
            Lines = lines,
            IsRequest = start.IsRequest,
            Method = SipMethods.Of(method),
            MethodName = method,
            RequestUri = start.Uri,
            Status = start.Status,
            Phrase = start.Phrase,
            CallId = callId,
            CSeq = cseq,
            FromTag = from.Tag,
            ToTag = to.Tag,
            Via = via,
            HasMoreVias = !viaRest.IsEmpty || found.HasMoreVias,
            MaxForwards = maxForwards,
            Body = body,
        };
        return refusal;
    }

    private SipRefusal ReadBody(ReadOnlySpan<byte> bytes, SipFraming framing, ReadOnlySpan<HeaderLine> lines, int bodyAt, out ReadOnlySpan<byte> body)
    {
        body = [];
        var stated = -1L;
        foreach (ref readonly var line in lines)
        {
            if (line.Header != SipHeader.ContentLength)
                continue;

            if (!SipText.TryNumber(line.Value(bytes), int.MaxValue, out var length))
                return SipRefusal.BadContentLength;

            if (stated >= 0 && stated != length)
                return SipRefusal.RepeatedHeader;

            stated = length;
        }

        if (bodyAt == 0)
            return SipRefusal.None;     // The head has been refused already.

        var there = bytes[bodyAt..];
        if (stated < 0)
        {
            if (framing == SipFraming.Stream)
                return SipRefusal.NoContentLength;

            body = there.TrimEnd((byte)0);
        }
        else if (stated > there.Length)
        {
            return SipRefusal.BodyTruncated;
        }
        else
        {
            body = there[..(int)stated];
        }

        return body.Length > _limits.MaxBody ? SipRefusal.BodyTooLarge : SipRefusal.None;
    }

    private static bool TryReadCSeq(ReadOnlySpan<byte> value, out uint number, out ReadOnlySpan<byte> method)
    {
        number = 0;
        method = [];
        var blank = value.IndexOfAny(" \t\r\n"u8);
        if (blank <= 0)
            return false;

        method = SipText.Trim(value[blank..]);
        return SipText.TryNumber(value[..blank], MaxSequence, out number) && SipText.IsToken(method);
    }

    // The first fault is the one that is told.
    private static void Refuse(ref SipRefusal refusal, SipRefusal next)
    {
        if (refusal == SipRefusal.None)
            refusal = next;
    }

    private ref struct StartLine
    {
        public bool IsRequest { get; init; }

        public ReadOnlySpan<byte> Method { get; init; }

        public ReadOnlySpan<byte> Uri { get; init; }

        public int Status { get; init; }

        public ReadOnlySpan<byte> Phrase { get; init; }
    }

    // The place of each header field that every message has, counted from one.
    private struct Found
    {
        public int Via;
        public int CallId;
        public int From;
        public int To;
        public int CSeq;
        public int MaxForwards;
        public bool HasMoreVias;
        public bool IsRepeated;

        public void Note(SipHeader header, int index)
        {
            switch (header)
            {
                case SipHeader.Via when Via != 0:
                    HasMoreVias = true;
                    break;
                case SipHeader.Via:
                    Via = index + 1;
                    break;
                case SipHeader.CallId:
                    Once(ref CallId, index);
                    break;
                case SipHeader.From:
                    Once(ref From, index);
                    break;
                case SipHeader.To:
                    Once(ref To, index);
                    break;
                case SipHeader.CSeq:
                    Once(ref CSeq, index);
                    break;
                case SipHeader.MaxForwards:
                    Once(ref MaxForwards, index);
                    break;
            }
        }

        private void Once(ref int place, int index)
        {
            IsRepeated |= place != 0;
            place = place == 0 ? index + 1 : place;
        }
    }
}
