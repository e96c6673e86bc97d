using System.Text;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>
/// A request in a call that needs nothing but to arrive: BYE, INFO, PRACK, REFER, NOTIFY. Proves who we are if it is asked; ends the
/// call if the peer does not know it any more (RFC 3261 §12.2.1.2).
/// </summary>
internal sealed class PlainRequest(SipCall? call, SipDialog dialog, TransactionLayer layer, SipMethod method) : IResponseTaker
{
    private readonly List<(SipHeader Header, string Value)> _headers = [];
    private byte[] _body = [];

    /// <summary>Told the final status.</summary>
    public Action<int, Instant>? Finished { get; init; }

    public PlainRequest With(SipHeader header, string value)
    {
        _headers.Add((header, value));
        return this;
    }

    public PlainRequest WithBody(string contentType, string body)
    {
        _body = Encoding.UTF8.GetBytes(body);
        return With(SipHeader.ContentType, contentType);
    }

    public void Start(Instant now)
    {
        var branch = layer.NewBranch();
        var writer = dialog.Begin(method, ++dialog.Sequence, branch);
        foreach (var (header, value) in _headers)
            writer.Header(header, value);
        layer.Start(this, method, dialog.Flow, branch, writer.Finish(_body), now);
    }

    public void Receive(ClientTransaction transaction, in SipMessage response, Instant now)
    {
        if (response.Status < 200)
            return;

        if (response.Status is 401 or 407 && dialog.Digest is { } digest && digest.TryTake(response))
        {
            Start(now);
            return;
        }

        if (response.Status is 481 or 408)
            call?.End(SipEndReason.PeerGone, now, response.Status);
        Finished?.Invoke(response.Status, now);
    }

    public void Failed(ClientTransaction transaction, RequestFailure failure, Instant now)
    {
        call?.PeerGone(now);
        Finished?.Invoke(408, now);
    }
}
