namespace Protocols.Sip.Transactions;

/// <summary>
/// The one response to a request that is answered at once. Challenges and refusals for overload leave nothing behind; other responses
/// to datagrams are kept for repetitions, and over connections nothing need be.
/// </summary>
public readonly ref struct SipReply
{
    private readonly TransactionLayer _layer;

    internal SipReply(TransactionLayer layer, in SipMessage request, SipFlow flow, Instant now)
    {
        _layer = layer;
        Request = request;
        Flow = flow;
        Now = now;
    }

    public SipMessage Request { get; }

    public SipFlow Flow { get; }

    public Instant Now { get; }

    /// <summary>Header fields may be added to what is returned.</summary>
    public SipWriter Begin(int status, ReadOnlySpan<char> phrase)
    {
        var writer = _layer.Writer.Response(status, phrase);
        ReplyHead.Write(writer, Request, Flow);
        if (Request.ToTag.IsEmpty && Request.Has(SipHeader.To))
            writer.Raw(";tag="u8).Raw(_layer.NewTag());
        if (Request.Has(SipHeader.To))
            writer.End();
        return writer.Header(SipHeader.Server, _layer.Options.Product);
    }

    public void Send(ReadOnlySpan<byte> body = default)
    {
        var back = ReplyHead.Back(Request, Flow);
        _layer.Send(back, _layer.Writer.Finish(body));
    }

    /// <summary>As <see cref="Send"/>, and says the same to repetitions of the request.</summary>
    public void SendAndKeep(ReadOnlySpan<byte> body = default)
    {
        var response = _layer.Writer.Finish(body);
        if (Flow.IsReliable)
            _layer.Send(Flow, response);
        else
            _layer.Keep(Request, Flow, response, Now);
    }

    public void Refuse(int status, ReadOnlySpan<char> phrase)
    {
        Begin(status, phrase);
        SendAndKeep();
    }
}
