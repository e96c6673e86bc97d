namespace Protocols.Sip.Transactions;

/// <summary>
/// The header fields that every response to a request repeats (RFC 3261 §8.2.6.2), in one piece that ends with the To field's value, so that
/// a tag and the rest can follow. The topmost Via says where the request came from (RFC 3581).
/// </summary>
internal static class ReplyHead
{
    public static void Write(SipWriter writer, in SipMessage request, SipFlow flow)
    {
        var first = true;
        foreach (var line in request.Values(SipHeader.Via))
        {
            writer.Begin(SipHeader.Via);
            if (first && SipVia.TryParse(line, out var via, out var rest))
                WriteVia(writer, via, flow).Text(rest);
            else
                writer.Text(line);
            writer.End();
            first = false;
        }

        foreach (var line in request.Values(SipHeader.RecordRoute))
            writer.Header(SipHeader.RecordRoute, line);

        Copy(writer, request, SipHeader.From);
        Copy(writer, request, SipHeader.CallId);
        Copy(writer, request, SipHeader.CSeq);
        if (request.TryFind(SipHeader.To, out var to))
            writer.Begin(SipHeader.To).Text(to);
    }

    /// <summary>Where the response goes (RFC 3261 §18.2.2, RFC 3581 §4).</summary>
    public static SipFlow Back(in SipMessage request, SipFlow flow)
    {
        if (flow.IsReliable || request.Via.HasRport)
            return flow;

        return flow with { Remote = flow.Remote with { Port = request.Via.Port == 0 ? (ushort)5060 : request.Via.Port } };
    }

    private static SipWriter WriteVia(SipWriter writer, in SipVia via, SipFlow flow)
    {
        writer.Raw("SIP/2.0/"u8).Text(via.Transport).Raw(" "u8);
        WriteHost(writer, via.Host);
        if (via.Port != 0)
            writer.Raw(":"u8).Number(via.Port);

        foreach (var parameter in new SipParameters(via.Parameters))
        {
            if (System.Text.Ascii.EqualsIgnoreCase(parameter.Name, "rport"u8) || System.Text.Ascii.EqualsIgnoreCase(parameter.Name, "received"u8))
                continue;

            writer.Raw(";"u8).Text(parameter.Name);
            if (!parameter.Value.IsEmpty)
                writer.Raw("="u8).Text(parameter.Value);
        }

        Span<byte> source = stackalloc byte[64];
        source = source[..flow.FormatAddress(source)];
        if (via.HasRport)
            writer.Raw(";rport="u8).Number(flow.Remote.Port);
        if (via.HasRport || !source.SequenceEqual(via.Host))
            writer.Raw(";received="u8).Raw(source);
        return writer;
    }

    public static SipWriter WriteHost(SipWriter writer, ReadOnlySpan<byte> host) =>
        host.Contains((byte)':') ? writer.Raw("["u8).Text(host).Raw("]"u8) : writer.Text(host);

    private static void Copy(SipWriter writer, in SipMessage request, SipHeader header)
    {
        if (request.TryFind(header, out var value))
            writer.Header(header, value);
    }
}
