using System.Text;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>
/// Changes and refreshes of a call that stands, by re-INVITE and UPDATE (RFC 3261 §14, RFC 3311), from either side. One offer at a time
/// (RFC 6337 §2): an offer that meets one of ours gets 491, one that meets another of the peer's gets 500 with Retry-After; ours wait and
/// try again. A re-INVITE that says nothing new is answered with what holds, without asking anybody.
/// </summary>
internal sealed class Renewal(SipCall call, TransactionLayer layer) : IResponseTaker
{
    private IncomingInvite? _theirs;
    private ServerTransaction? _update;
    private SessionAsk _updateSession;
    private string? _theirSdp;
    private ClientTransaction? _ours;
    private string? _ourSdp;
    private string? _wanted;
    private bool _mustRefresh;
    private Instant _retryAt = Instant.Never;

    public Instant Due => Instant.Earlier(_retryAt, _theirs?.Due ?? Instant.Never);

    private bool IsBusy => _ours is not null || _update is not null || _theirs is { IsAnswered: false } or { AwaitsAck: true } || !call.IsStanding || call.AwaitsAck;

    private bool HasOffered => _ours is not null && _ourSdp is not null;

    public void ReceiveInvite(in SipMessage request, SipFlow flow, Instant now)
    {
        var ask = SessionAsk.Of(request);
        if (_theirs is { IsAnswered: false } || _update is not null || !call.IsStanding)
            RefuseBusy(request, flow, now);
        else if (_ours is not null || _theirs is { AwaitsAck: true } || call.AwaitsAck)
            new SipReply(layer, request, flow, now).Refuse(491, SipWords.Phrase(491));
        else if (call.Session.IsTooShort(ask))
            RefuseShort(request, flow, now);
        else
            TakeInvite(request, flow, now);
    }

    public void ReceiveUpdate(in SipMessage request, SipFlow flow, Instant now)
    {
        var ask = SessionAsk.Of(request);
        var hasOffer = SipBody.TryFindSdp(request, out var sdp);
        if (call.Session.IsTooShort(ask))
        {
            RefuseShort(request, flow, now);
        }
        else if (!hasOffer)
        {
            var reply = new SipReply(layer, request, flow, now);
            var writer = reply.Begin(200, "OK");
            Agree(writer, ask, now);
            reply.SendAndKeep();
            call.Watch();
        }
        else if (_update is not null || _theirs is { IsAnswered: false } || call.HasUnansweredOffer)
        {
            RefuseBusy(request, flow, now);
        }
        else if (HasOffered || _theirs is { AwaitsAck: true } || call.AwaitsAck)
        {
            new SipReply(layer, request, flow, now).Refuse(491, SipWords.Phrase(491));
        }
        else
        {
            TakeOffer(layer.Open(request, flow, tag: null), ask, Encoding.UTF8.GetString(sdp), now);
        }
    }

    /// <summary>An offer that came in an UPDATE or a PRACK, whose transaction waits for the answer.</summary>
    public void TakeOffer(ServerTransaction transaction, in SessionAsk ask, string sdp, Instant now)
    {
        (_update, _updateSession, _theirSdp) = (transaction, ask, sdp);
        call.Raise(new SipEvent.OfferCame(call.Id, sdp));
    }

    /// <summary>The owner's answer to the latest offer; false if there is none.</summary>
    public bool TryAnswer(string sdp, Instant now)
    {
        if (_update is { } update)
        {
            _update = null;
            call.Agreed(sdp, _theirSdp);
            var writer = layer.BeginReply(update, 200, "OK");
            if (update.Method == SipMethod.Update)
                Agree(writer, _updateSession, now);
            writer.Header(SipHeader.ContentType, SipBody.Sdp);
            update.Send(200, writer.Finish(Encoding.UTF8.GetBytes(sdp)), now);
            call.AfterPrack(update, now);
            GoOn(now);
            return true;
        }

        if (_theirs is not { IsAnswered: false } invite)
            return false;

        call.Agreed(sdp, _theirSdp);
        invite.Accept(sdp, now);
        return true;
    }

    public bool TryRefuse(int status, string phrase, Instant now)
    {
        if (_update is { } update)
        {
            _update = null;
            update.Send(status, layer.BeginReply(update, status, phrase).Explain(status, phrase, layer.Options).Finish(), now);
            call.AfterPrack(update, now);
            GoOn(now);
            return true;
        }

        if (_theirs is not { IsAnswered: false } invite)
            return false;

        invite.Refuse(status, phrase, now);
        _theirs = null;
        GoOn(now);
        return true;
    }

    /// <summary>Whether this ACK ends a re-INVITE; SDP in it answers the offer that we made in the 2xx.</summary>
    public bool TryReceiveAck(in SipMessage ack, Instant now)
    {
        if (_theirs is not { } invite || !invite.TryReceiveAck(ack))
            return false;

        _theirs = null;
        var hasSdp = SipBody.TryFindSdp(ack, out var sdp);
        var answer = hasSdp && invite.WantsOffer ? Encoding.UTF8.GetString(sdp) : null;
        if (answer is not null)
            call.Agreed(call.LocalSdp, answer);
        call.Raise(new SipEvent.Acknowledged(call.Id, answer));
        GoOn(now);
        return true;
    }

    /// <summary>Offers a change as soon as that may be done; a later wish takes the place of one that still waits.</summary>
    public void Offer(string sdp, Instant now)
    {
        _wanted = sdp;
        GoOn(now);
    }

    public void Refresh(Instant now)
    {
        _mustRefresh = true;
        GoOn(now);
    }

    public void Cancelled(ServerTransaction invite, Instant now)
    {
        if (_theirs?.Transaction == invite)
            TryRefuse(487, SipWords.Phrase(487), now);
    }

    public void Undecided(IncomingInvite invite, Instant now)
    {
        if (invite == _theirs)
            TryRefuse(500, SipWords.Phrase(500), now);
    }

    /// <summary>Sends what waits, if nothing is on its way.</summary>
    public void GoOn(Instant now)
    {
        if (IsBusy || call.IsOver || _retryAt != Instant.Never)
            return;

        if (_wanted is not null)
            Start(SipMethod.Invite, _wanted, now);
        else if (_mustRefresh && call.Dialog.TakesUpdate)
            Start(SipMethod.Update, sdp: null, now);
        else if (_mustRefresh)
            Start(SipMethod.Invite, call.LocalSdp, now);
    }

    public void Receive(ClientTransaction transaction, in SipMessage response, Instant now)
    {
        if (response.Status < 200)
        {
            transaction.GiveUpAt(now + layer.Options.Patience);
            return;
        }

        if (transaction != _ours)
        {
            // A 2xx that comes again has lost its ACK.
            if (transaction.Method == SipMethod.Invite && response.Status < 300)
                SendAck(response.CSeq);
            return;
        }

        var offered = _ourSdp;
        (_ours, _ourSdp) = (null, null);
        switch (response.Status)
        {
            case < 300:
                Accepted(transaction, response, offered, now);
                break;
            case 491 or 500 when response.Status == 491 || response.Has(SipHeader.RetryAfter):
                // RFC 3261 §14.1: who made the Call-ID waits longer, so that the two do not meet again.
                _wanted ??= offered != call.LocalSdp ? offered : null;
                _retryAt = now + TimeSpan.FromMilliseconds(call.IsOurs ? 2_100 + (10 * layer.Draw(190)) : 10 * layer.Draw(200));
                break;
            case 401 or 407 when call.Dialog.Digest is { } digest && digest.TryTake(response):
            case 422 when call.Session.TryLearn(response):
                Start(transaction.Method, offered, now);
                break;
            case 408 or 481:
                call.PeerGone(now);
                break;
            default:
                // A refusal is a sign of life too.
                _mustRefresh = false;
                call.Session.Restart(now);
                call.Refreshed();
                if (offered is not null)
                    call.Raise(new SipEvent.OfferRefused(call.Id, response.Status));
                break;
        }

        call.Watch();
        GoOn(now);
    }

    public void Failed(ClientTransaction transaction, RequestFailure failure, Instant now)
    {
        if (transaction == _ours)
            call.PeerGone(now);
    }

    public void Advance(Instant now)
    {
        if (_theirs is { } invite && invite.Due <= now)
            invite.Advance(now);

        if (_retryAt > now)
            return;

        _retryAt = Instant.Never;
        GoOn(now);
    }

    private void TakeInvite(in SipMessage request, SipFlow flow, Instant now)
    {
        _theirs = new(call, layer, layer.Open(request, flow, tag: null), request, now);
        _theirs.Transaction.Owner = call;
        _theirs.Trying(now);
        _theirSdp = SipBody.TryFindSdp(request, out var sdp) ? Encoding.UTF8.GetString(sdp) : null;
        if (_theirSdp is not null && string.Equals(_theirSdp, call.RemoteSdp, StringComparison.Ordinal) && call.LocalSdp is { } local)
            _theirs.Accept(local, now);
        else
            call.Raise(new SipEvent.OfferCame(call.Id, _theirSdp));
        call.Watch();
    }

    private void Accepted(ClientTransaction transaction, in SipMessage response, string? offered, Instant now)
    {
        call.Dialog.Follow(response, transaction.Flow);
        call.Session.Take(response, now);
        call.Refreshed();
        _mustRefresh = false;
        if (transaction.Method == SipMethod.Invite)
            SendAck(response.CSeq);
        if (offered is null || !SipBody.TryFindSdp(response, out var body))
            return;

        var answer = Encoding.UTF8.GetString(body);
        var isNew = offered != call.LocalSdp || !string.Equals(answer, call.RemoteSdp, StringComparison.Ordinal);
        call.Agreed(offered, answer);
        if (isNew)
            call.Raise(new SipEvent.AnswerCame(call.Id, answer));
    }

    private void Start(SipMethod method, string? sdp, Instant now)
    {
        if (sdp == _wanted)
            _wanted = null;
        _ourSdp = sdp;
        var branch = layer.NewBranch();
        var dialog = call.Dialog;
        var writer = dialog.Begin(method, ++dialog.Sequence, branch).WriteAbilities();
        call.Session.WriteRequest(writer);
        if (sdp is not null)
            writer.Header(SipHeader.ContentType, SipBody.Sdp);
        _ours = layer.Start(this, method, dialog.Flow, branch, writer.Finish(sdp is null ? [] : Encoding.UTF8.GetBytes(sdp)), now);
    }

    private void SendAck(uint sequence) =>
        layer.Send(call.Dialog.Flow, call.Dialog.Begin(SipMethod.Ack, sequence, layer.NewBranch()).Finish());

    private void Agree(SipWriter writer, in SessionAsk ask, Instant now)
    {
        call.Dialog.WriteContact(writer);
        call.Session.Agree(ask, writer.WriteAbilities(), now);
    }

    private void RefuseBusy(in SipMessage request, SipFlow flow, Instant now)
    {
        var reply = new SipReply(layer, request, flow, now);
        reply.Begin(500, SipWords.Phrase(500)).Header(SipHeader.RetryAfter, layer.Draw(10));
        reply.SendAndKeep();
    }

    private void RefuseShort(in SipMessage request, SipFlow flow, Instant now)
    {
        var reply = new SipReply(layer, request, flow, now);
        reply.Begin(422, SipWords.Phrase(422)).Header(SipHeader.MinSE, (long)layer.Options.MinSessionExpires.TotalSeconds);
        reply.SendAndKeep();
    }
}
