using System.Globalization;
using System.Text;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>
/// Transfers in one call (RFC 3515): the peer asks us to call somebody and is told by NOTIFY how that goes, or we ask him and he tells us.
/// </summary>
internal sealed class Transfers(SipCall call, CallTable table, TransactionLayer layer)
{
    private string? _askedBy;
    private bool _weAsked;

    public void ReceiveRefer(in SipReply reply)
    {
        var request = reply.Request;
        if (!request.TryAddress(SipHeader.ReferTo, out var target) || !SipUri.TryParse(target.Uri, out var uri) || uri.Scheme == SipScheme.Other)
        {
            reply.Refuse(400, "Bad Refer-To");
            return;
        }

        // One at a time: nobody transfers a call to two, and each would cost a subscription.
        if (_askedBy is not null)
        {
            reply.Refuse(491, SipWords.Phrase(491));
            return;
        }

        reply.Begin(202, SipWords.Phrase(202));
        reply.SendAndKeep();

        // §2.4.6: the first subscription needs no id, a later one is told apart by it.
        _askedBy = string.Create(CultureInfo.InvariantCulture, $"refer;id={request.CSeq}");
        Notify(100, SipWords.Phrase(100), reply.Now);
        var replaces = SipParameters.TryFind(uri.Headers, "Replaces"u8, out var escaped, '&') ? SipText.Unescaped(escaped) : null;
        var replaced = replaces is null ? null : table.FindReplaced(Encoding.UTF8.GetBytes(replaces))?.Id;
        call.Raise(new SipEvent.TransferAsked(call.Id, WithoutHeaders(uri), replaced, replaced is null ? replaces : null));
    }

    public void Report(int status, string phrase, Instant now)
    {
        if (_askedBy is null)
            return;

        Notify(status, phrase, now);
        if (status >= 200)
            _askedBy = null;
    }

    public void Ask(string target, Instant now)
    {
        _weAsked = true;
        new PlainRequest(call, call.Dialog, layer, SipMethod.Refer) { Finished = Answered }
            .With(SipHeader.ReferTo, $"<{target}>")
            .With(SipHeader.ReferredBy, Encoding.UTF8.GetString(call.Dialog.Local)).Start(now);
    }

    /// <summary>How far a transfer is that we asked for: the NOTIFY's body is a response's first line.</summary>
    public void ReceiveNotify(in SipReply reply)
    {
        if (!_weAsked || !reply.Request.TryFind(SipHeader.Event, out var what) || !what.StartsWith("refer"u8))
        {
            reply.Refuse(_weAsked ? 489 : 481, _weAsked ? "Bad Event" : SipWords.Phrase(481));
            return;
        }

        reply.Refuse(200, "OK");
        var line = reply.Request.Body;
        if (line.Length >= 11 && Ascii.EqualsIgnoreCase(line[..8], "SIP/2.0 "u8) && SipText.TryNumber(line.Slice(8, 3), 699, out var status))
            call.Raise(new SipEvent.TransferProgressed(call.Id, (int)status));
    }

    private void Answered(int status, Instant now)
    {
        if (status >= 300)
            call.Raise(new SipEvent.TransferProgressed(call.Id, status));
    }

    private void Notify(int status, string phrase, Instant now) =>
        new PlainRequest(call, call.Dialog, layer, SipMethod.Notify)
            .With(SipHeader.Event, _askedBy!)
            .With(SipHeader.SubscriptionState, status >= 200 ? "terminated;reason=noresource" : "active;expires=180")
            .WithBody("message/sipfrag;version=2.0", string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {status} {phrase}\r\n")).Start(now);

    private static string WithoutHeaders(in SipUri uri)
    {
        var text = Encoding.UTF8.GetString(uri.Text);
        return uri.Headers.IsEmpty ? text : text[..^(uri.Headers.Length + 1)];
    }
}
