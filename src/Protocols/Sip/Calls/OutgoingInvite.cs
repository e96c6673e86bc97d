using System.Globalization;
using System.Text;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>
/// The INVITE with which we call somebody, from the first try to the last of its responses. A fork may answer more than once: the first
/// has the call, the others are thanked and hung up. A response that crosses our CANCEL is acknowledged and hung up too.
/// </summary>
internal sealed class OutgoingInvite(SipCall call, TransactionLayer layer, SipDialling whom) : IResponseTaker
{
    private ClientTransaction? _transaction;
    private uint _sequence;
    private byte[]? _ack;
    private byte[] _answeredBy = [];
    private uint _lastReliable;
    private byte[] _lastReliableFrom = [];
    private string? _earlyAnswer;
    private bool _isCancelled;
    private bool _isCancelSent;

    private SipDialog Dialog => call.Dialog;

    public void Start(Instant now)
    {
        var branch = layer.NewBranch();
        _sequence = ++Dialog.Sequence;
        var writer = Dialog.Begin(SipMethod.Invite, _sequence, branch).WriteAbilities().Header(SipHeader.Accept, SipWords.Accept);
        call.Session.WriteRequest(writer);
        if (whom.AssertedIdentity is { } identity)
            writer.Begin(SipHeader.PAssertedIdentity).Raw("<"u8).Text(identity).Raw(">"u8).End();
        if (whom.HidesCaller)
            writer.Header(SipHeader.Privacy, "id"u8);
        if (whom.Replaces is { } replaced)
            writer.Header(SipHeader.Replaces, replaced).Header(SipHeader.Require, "replaces"u8);
        writer.Header(SipHeader.ContentType, SipBody.Sdp);
        _transaction = layer.Start(this, SipMethod.Invite, Dialog.Flow, branch, writer.Finish(Encoding.UTF8.GetBytes(whom.Sdp)), now);
    }

    public void Cancel(Instant now)
    {
        _isCancelled = true;
        if (_transaction is not { IsFinal: false } invite)
            return;

        if (invite.IsProceeding)
            SendCancel(invite, now);
        invite.GiveUpAt(now + layer.Options.Patience);
    }

    public void Receive(ClientTransaction transaction, in SipMessage response, Instant now)
    {
        call.Heard();
        switch (response.Status)
        {
            case < 200:
                ReceiveProvisional(transaction, response, now);
                break;
            case < 300:
                ReceiveAcceptance(response, now);
                break;
            case 401 or 407 when !_isCancelled && Dialog.Digest is { } digest && digest.TryTake(response):
            case 422 when !_isCancelled && call.Session.TryLearn(response):
                Start(now);
                break;
            default:
                call.End(SipEndReason.RefusedByPeer, now, response.Status, Encoding.UTF8.GetString(response.Phrase));
                break;
        }
    }

    public void Failed(ClientTransaction transaction, RequestFailure failure, Instant now)
    {
        if (failure == RequestFailure.FlowGone)
            call.End(SipEndReason.PeerGone, now, 503, "Connection Lost");
        else
            call.End(SipEndReason.NoAnswer, now, 408, "Request Timeout");
    }

    private void ReceiveProvisional(ClientTransaction transaction, in SipMessage response, Instant now)
    {
        if (_isCancelled)
        {
            SendCancel(transaction, now);
            return;
        }

        if (response.Status == 100 || response.ToTag.IsEmpty)
            return;

        Dialog.TakeResponse(response);
        if (response.Lists(SipHeader.Require, "100rel"u8) && response.TryNumber(SipHeader.RSeq, out var number) && !TryAcknowledge(response, number, now))
            return;

        var answer = SipBody.TryFindSdp(response, out var early) ? Encoding.UTF8.GetString(early) : null;
        _earlyAnswer = answer ?? _earlyAnswer;
        call.Raise(new SipEvent.Progressed(call.Id, response.Status, answer));
    }

    // In order, once each (RFC 3262 §4); a repetition has been acknowledged, and if that was lost, the PRACK repeats itself.
    private bool TryAcknowledge(in SipMessage response, uint number, Instant now)
    {
        if (response.ToTag.SequenceEqual(_lastReliableFrom) && number != _lastReliable + 1)
            return false;

        _lastReliable = number;
        _lastReliableFrom = response.ToTag.ToArray();
        new PlainRequest(call: null, Dialog, layer, SipMethod.Prack)
            .With(SipHeader.RAck, string.Create(CultureInfo.InvariantCulture, $"{number} {_sequence} INVITE")).Start(now);
        return true;
    }

    private void ReceiveAcceptance(in SipMessage response, Instant now)
    {
        if (_ack is not null && response.ToTag.SequenceEqual(_answeredBy))
        {
            layer.Send(Dialog.Flow, _ack);
            return;
        }

        if (_ack is not null || call.IsOver)
        {
            HangUpFork(response, now);
            return;
        }

        Dialog.TakeResponse(response);
        _answeredBy = response.ToTag.ToArray();
        _ack = Dialog.Begin(SipMethod.Ack, _sequence, layer.NewBranch()).Finish().ToArray();
        layer.Send(Dialog.Flow, _ack);
        call.Session.Take(response, now);
        var answer = SipBody.TryFindSdp(response, out var body) ? Encoding.UTF8.GetString(body) : _earlyAnswer;
        call.Stand(whom.Sdp, answer, now);
    }

    private void HangUpFork(in SipMessage response, Instant now)
    {
        var fork = Dialog.Fork(response, _sequence);
        var ack = fork.Begin(SipMethod.Ack, _sequence, layer.NewBranch()).Finish().ToArray();
        layer.Send(fork.Flow, ack);
        new PlainRequest(call: null, fork, layer, SipMethod.Bye).Start(now);
    }

    private void SendCancel(ClientTransaction invite, Instant now)
    {
        if (_isCancelSent)
            return;

        _isCancelSent = true;
        layer.Start(Nobody.Waits, SipMethod.Cancel, invite.Flow, invite.Branch, layer.WriteCancel(invite), now);
    }

    // The INVITE's own response tells how the CANCEL went.
    private sealed class Nobody : IResponseTaker
    {
        public static readonly Nobody Waits = new();

        public void Receive(ClientTransaction transaction, in SipMessage response, Instant now)
        {
        }

        public void Failed(ClientTransaction transaction, RequestFailure failure, Instant now)
        {
        }
    }
}
