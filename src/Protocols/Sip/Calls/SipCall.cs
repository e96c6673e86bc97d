using System.Text;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>
/// One call, from the first INVITE to its end. What belongs to one matter lives in its own part: the INVITE that makes the call, later
/// changes, the session timer, transfers. Invariant: <see cref="SipEvent.Ended"/> is raised exactly once, and nothing after it.
/// </summary>
internal sealed class SipCall : ITimed
{
    private readonly CallTable _table;
    private readonly TransactionLayer _layer;
    private readonly Renewal _renewal;
    private readonly Transfers _transfers;
    private IncomingInvite? _invitation;
    private OutgoingInvite? _dialling;
    private Instant _ringsUntil = Instant.Never;
    private Instant _silentUntil = Instant.Never;
    private SipCall? _replaced;
    private bool _mustHangUp;
    private bool _isRefreshDue = true;

    public SipCall(CallTable table, TransactionLayer layer, SipCallId id, SipDialog dialog, bool isOurs)
    {
        _table = table;
        _layer = layer;
        _renewal = new(this, layer);
        _transfers = new(this, table, layer);
        Id = id;
        Dialog = dialog;
        IsOurs = isOurs;
        Session = new(layer.Options);
    }

    public SipCallId Id { get; }

    public SipDialog Dialog { get; }

    /// <summary>We called.</summary>
    public bool IsOurs { get; }

    public SessionTimer Session { get; }

    public bool IsStanding { get; private set; }

    public bool IsOver { get; private set; }

    public string? LocalSdp { get; private set; }

    public string? RemoteSdp { get; private set; }

    public bool AwaitsAck => _invitation is { AwaitsAck: true };

    /// <summary>The INVITE's own offer has no answer yet.</summary>
    public bool HasUnansweredOffer => _invitation is { IsAnswered: false } && LocalSdp is null && RemoteSdp is not null;

    public Instant Due => Instant.Earlier(
        Instant.Earlier(Instant.Earlier(_ringsUntil, _silentUntil), _invitation?.Due ?? Instant.Never),
        IsOver ? Instant.Never : Instant.Earlier(_renewal.Due, _isRefreshDue ? Session.Due : Instant.Never));

    public Instant QueuedFor { get; set; } = Instant.Never;

    public void Watch() => _layer.Timed.Watch(this);

    public void Raise(SipEvent happened)
    {
        if (!IsOver)
            _table.Raise(happened);
    }

    /// <summary>What both sides now hold to.</summary>
    public void Agreed(string? local, string? remote)
    {
        LocalSdp = local ?? LocalSdp;
        RemoteSdp = remote ?? RemoteSdp;
    }

    // The beginning, theirs.

    public void Begin(ServerTransaction transaction, in SipMessage invite, SipInvitation invitation, SipCall? replaced, Instant now)
    {
        _replaced = replaced;
        _invitation = new(this, _layer, transaction, invite, now);
        transaction.Owner = this;
        RemoteSdp = invitation.Sdp;
        _invitation.Trying(now);
        Watch();
        Raise(new SipEvent.Invited(Id, invitation));
    }

    // The beginning, ours.

    public void Dial(SipDialling whom, Instant now)
    {
        LocalSdp = whom.Sdp;
        _dialling = new(this, _layer, whom);
        _ringsUntil = now + _layer.Options.RingLimit;
        _silentUntil = whom.SilenceLimit is { } limit ? now + limit : Instant.Never;
        Watch();
        _dialling.Start(now);
    }

    /// <summary>The callee, or somebody on the way to him, has got our INVITE.</summary>
    public void Heard() => _silentUntil = Instant.Never;

    public void Stand(string offered, string? answer, Instant now)
    {
        _ringsUntil = Instant.Never;
        IsStanding = true;
        Agreed(offered, answer);
        if (answer is null)
        {
            HangUp(now);
            return;
        }

        Watch();
        Raise(new SipEvent.Answered(Id, answer));
        _renewal.GoOn(now);
    }

    // What the owner wants.

    public void Ring(string? sdp, Instant now)
    {
        if (_invitation is not { IsAnswered: false } invitation)
            return;

        LocalSdp = sdp ?? LocalSdp;
        invitation.Ring(sdp, now);
    }

    public void Answer(string sdp, Instant now)
    {
        if (_renewal.TryAnswer(sdp, now))
        {
            Watch();
            return;
        }

        if (_invitation is not { IsAnswered: false } invitation)
            return;

        LocalSdp = sdp;
        invitation.Accept(sdp, now);
        Watch();
        if (invitation.IsAnswered)
            TakeOver(now);
    }

    public void Refuse(int status, string phrase, Instant now)
    {
        var words = phrase.Length > 0 ? phrase : SipWords.Phrase(status);
        if (_renewal.TryRefuse(status, words, now) || _invitation is not { IsAnswered: false } invitation)
            return;

        invitation.Refuse(status, words, now);
        End(SipEndReason.RefusedByUs, now, status, words);
    }

    public void HangUp(Instant now, SipEndReason reason = SipEndReason.HungUpByUs)
    {
        if (IsOver)
            return;

        if (_dialling is not null && !IsStanding)
            _dialling.Cancel(now);
        else if (_invitation is { IsAnswered: false } invitation)
            invitation.Refuse(603, SipWords.Phrase(603), now);
        else if (AwaitsAck)
            _mustHangUp = true;     // RFC 3261 §15: not before the caller has acknowledged, or will not any more.
        else
            SendBye(now);

        End(reason, now);
    }

    public void Offer(string sdp, Instant now) => _renewal.Offer(sdp, now);

    public void SendInfo(string contentType, string body, Instant now)
    {
        if (IsStanding)
            new PlainRequest(this, Dialog, _layer, SipMethod.Info).WithBody(contentType, body).Start(now);
    }

    public void Transfer(string target, Instant now)
    {
        if (IsStanding)
            _transfers.Ask(target, now);
    }

    public void ReportTransfer(int status, string phrase, Instant now) => _transfers.Report(status, phrase, now);

    // What the peer does.

    public void ReceiveAck(in SipMessage ack, Instant now)
    {
        if (_invitation is { } invitation && invitation.TryReceiveAck(ack))
            Acknowledged(invitation, ack, now);
        else if (!IsOver)
            _renewal.TryReceiveAck(ack, now);
    }

    public void ReceiveCancel(ServerTransaction invite, Instant now)
    {
        if (_invitation is not { IsAnswered: false } invitation || invitation.Transaction != invite)
        {
            _renewal.Cancelled(invite, now);
            return;
        }

        invitation.Refuse(487, SipWords.Phrase(487), now);
        End(SipEndReason.Cancelled, now);
    }

    /// <summary>A request in the dialog, neither ACK nor CANCEL.</summary>
    public void Receive(in SipReply reply)
    {
        var request = reply.Request;
        if (request.CSeq <= Dialog.RemoteSequence)
        {
            reply.Refuse(500, "CSeq Out Of Order");
            return;
        }

        Dialog.RemoteSequence = request.CSeq;
        Dialog.Follow(request, reply.Flow);
        switch (request.Method)
        {
            case SipMethod.Bye:
                ReceiveBye(reply);
                break;
            case SipMethod.Invite:
                _renewal.ReceiveInvite(request, reply.Flow, reply.Now);
                break;
            case SipMethod.Update:
                _renewal.ReceiveUpdate(request, reply.Flow, reply.Now);
                break;
            case SipMethod.Prack:
                ReceivePrack(reply);
                break;
            case SipMethod.Info:
                ReceiveInfo(reply);
                break;
            case SipMethod.Refer:
                _transfers.ReceiveRefer(reply);
                break;
            case SipMethod.Notify:
                _transfers.ReceiveNotify(reply);
                break;
            default:
                SipUserAgent.AnswerOptions(reply);
                break;
        }
    }

    /// <summary>The answer to a PRACK has gone out; an answer to the INVITE may have waited for that.</summary>
    public void AfterPrack(ServerTransaction transaction, Instant now)
    {
        if (transaction.Method == SipMethod.Prack)
            Resume(now);
    }

    /// <summary>The peer has agreed to go on; the session timer counts anew.</summary>
    public void Refreshed() => _isRefreshDue = true;

    // How it goes wrong, and ends.

    public void NotAcknowledged(Instant now)
    {
        SendBye(now);
        End(SipEndReason.NotAcknowledged, now);
    }

    public void Undecided(IncomingInvite invite, Instant now)
    {
        if (invite != _invitation)
        {
            _renewal.Undecided(invite, now);
            return;
        }

        invite.Refuse(480, SipWords.Phrase(480), now);
        End(SipEndReason.NoAnswer, now);
    }

    public void PeerGone(Instant now)
    {
        if (IsOver)
            return;

        SendBye(now);
        End(SipEndReason.PeerGone, now);
    }

    public void End(SipEndReason reason, Instant now, int status = 0, string phrase = "")
    {
        if (IsOver)
            return;

        IsOver = true;
        _ringsUntil = _silentUntil = Instant.Never;
        if (!_mustHangUp)
            _table.Remove(this);
        _table.Raise(new SipEvent.Ended(Id, reason, status, phrase));
    }

    public void Advance(Instant now)
    {
        if (_invitation is { } invitation && invitation.Due <= now)
            invitation.Advance(now);

        if (IsOver)
            return;

        if (_silentUntil <= now)
        {
            _dialling?.Cancel(now);
            End(SipEndReason.NoAnswer, now, 408, SipWords.Phrase(408));
            return;
        }

        if (_ringsUntil <= now)
        {
            _ringsUntil = Instant.Never;
            HangUp(now, SipEndReason.NoAnswer);
            return;
        }

        if (_renewal.Due <= now)
            _renewal.Advance(now);

        if (!IsOver && _isRefreshDue && Session.Due <= now)
            SessionDue(now);
    }

    private void Acknowledged(IncomingInvite invitation, in SipMessage ack, Instant now)
    {
        if (_mustHangUp)
        {
            SendBye(now);
            return;
        }

        IsStanding = true;
        var hasSdp = SipBody.TryFindSdp(ack, out var sdp);
        var answer = hasSdp && invitation.WantsOffer ? Encoding.UTF8.GetString(sdp) : null;
        RemoteSdp = answer ?? RemoteSdp;
        if (RemoteSdp is null)
        {
            HangUp(now);
            return;
        }

        Raise(new SipEvent.Acknowledged(Id, answer));
        _renewal.GoOn(now);
    }

    private void ReceiveBye(in SipReply reply)
    {
        reply.Begin(200, "OK");
        reply.SendAndKeep();
        if (_invitation is { IsAnswered: false } invitation)
            invitation.Refuse(487, SipWords.Phrase(487), reply.Now);
        Forget();
        End(SipEndReason.HungUpByPeer, reply.Now);
    }

    private void ReceiveInfo(in SipReply reply)
    {
        reply.Begin(200, "OK");
        reply.SendAndKeep();
        reply.Request.TryFind(SipHeader.ContentType, out var type);
        Raise(new SipEvent.InfoCame(Id, Encoding.ASCII.GetString(type), Encoding.UTF8.GetString(reply.Request.Body)));
    }

    private void ReceivePrack(in SipReply reply)
    {
        if (_invitation is not { } invitation || !invitation.TryReceivePrack(reply.Request, reply.Now))
        {
            reply.Refuse(481, SipWords.Phrase(481));
            return;
        }

        if (!SipBody.TryFindSdp(reply.Request, out var body))
        {
            reply.Refuse(200, "OK");
            Resume(reply.Now);
            return;
        }

        var sdp = Encoding.UTF8.GetString(body);
        if (!invitation.WantsOffer || RemoteSdp is not null)
        {
            _renewal.TakeOffer(_layer.Open(reply.Request, reply.Flow, tag: null), default, sdp, reply.Now);
            return;
        }

        // The provisional response made the offer, so this is its answer.
        reply.Refuse(200, "OK");
        invitation.IsSettled = true;
        RemoteSdp = sdp;
        Raise(new SipEvent.AnswerCame(Id, sdp));
        Resume(reply.Now);
    }

    private void Resume(Instant now)
    {
        _invitation?.Resume(now);
        Watch();
        if (_invitation is { IsAnswered: true } && !IsOver)
            TakeOver(now);
    }

    private void TakeOver(Instant now)
    {
        _replaced?.HangUp(now, SipEndReason.Replaced);
        _replaced = null;
    }

    private void SendBye(Instant now)
    {
        Forget();
        new PlainRequest(call: null, Dialog, _layer, SipMethod.Bye).Start(now);
    }

    // Nothing waits for an ACK any more.
    private void Forget()
    {
        _mustHangUp = false;
        _invitation = null;
        _table.Remove(this);
    }

    private void SessionDue(Instant now)
    {
        if (!Session.WeRefresh)
        {
            SendBye(now);
            End(SipEndReason.SessionExpired, now);
            return;
        }

        // Due again when the peer has agreed; if he never does, the request ends the call.
        _isRefreshDue = false;
        _renewal.Refresh(now);
    }
}
