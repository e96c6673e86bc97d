using System.Text;
using Protocols.Sip.Digest;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>
/// This server as SIP sees it: told messages, commands and the time, it says messages and events. Everything is bounded: what would be one
/// transaction or call too many is answered with 503 and Retry-After and leaves nothing behind.
/// </summary>
public sealed class SipUserAgent
{
    private readonly SipOptions _options;
    private readonly ISipDoor _door;
    private readonly SipParser _parser;
    private readonly TransactionLayer _layer;
    private readonly CallTable _calls;
    private long _lastCall;

    public SipUserAgent(SipOptions options, IRandomBytes random, ISipCallOutput output, ISipDoor door)
    {
        _options = options;
        _door = door;
        _parser = new(options.Limits);
        _layer = new(options, random, output);
        _calls = new(output);
    }

    internal TransactionLayer Layer => _layer;

    public Instant NextDeadline => _layer.Timed.NextDue;

    public int Calls => _calls.Count;

    public int Transactions => _layer.Count;

    /// <summary>Requests that were answered with 503.</summary>
    public long Overloaded { get; private set; }

    /// <summary>Responses that answer nothing of ours, or came round by another (RFC 3261 §8.1.3.3).</summary>
    public long StrayResponses { get; private set; }

    /// <summary>How many messages ended so, <see cref="SipRefusal.None"/> among them.</summary>
    public long Count(SipRefusal refusal) => _parser.Count(refusal);

    public void Receive(ReadOnlySpan<byte> bytes, SipFraming framing, SipFlow flow, Instant now)
    {
        var refusal = _parser.Parse(bytes, framing, out var message);
        if (refusal != SipRefusal.None)
        {
            if (message.IsRequest && message.Method != SipMethod.Ack && refusal.Status() is > 0 and var status)
            {
                var reply = new SipReply(_layer, message, flow, now);
                reply.Begin(status, refusal.Phrase());
                reply.Send();
            }

            return;
        }

        if (message.IsRequest)
            ReceiveRequest(message, flow, now);
        else if (!message.HasMoreVias && _layer.FindClient(message) is { } client)
            client.Receive(message, now);
        else
            StrayResponses++;
    }

    /// <summary>A connection ended, or could not be opened.</summary>
    public void FlowGone(SipFlow flow, Instant now) => _layer.FlowGone(flow, now);

    public void Advance(Instant now) => _layer.Timed.Advance(now);

    public void Handle(SipCommand command, Instant now)
    {
        if (command is SipCommand.Dial dial)
        {
            Dial(dial, now);
            return;
        }

        if (_calls.Find(command.Call) is not { IsOver: false } call)
            return;

        switch (command)
        {
            case SipCommand.Ring ring:
                call.Ring(ring.Sdp, now);
                break;
            case SipCommand.Answer answer:
                call.Answer(answer.Sdp, now);
                break;
            case SipCommand.Refuse refuse:
                call.Refuse(refuse.Status, refuse.Phrase, now);
                break;
            case SipCommand.HangUp:
                call.HangUp(now);
                break;
            case SipCommand.Offer offer:
                call.Offer(offer.Sdp, now);
                break;
            case SipCommand.SendInfo info:
                call.SendInfo(info.ContentType, info.Body, now);
                break;
            case SipCommand.Transfer transfer:
                call.Transfer(transfer.Target, now);
                break;
            case SipCommand.ReportTransfer report:
                call.ReportTransfer(report.Status, report.Phrase, now);
                break;
        }
    }

    internal static void AnswerOptions(in SipReply reply)
    {
        reply.Begin(200, "OK").WriteAbilities().Header(SipHeader.Accept, SipWords.Accept);
        reply.SendAndKeep();
    }

    private void ReceiveRequest(in SipMessage request, SipFlow flow, Instant now)
    {
        switch (request.Method)
        {
            case SipMethod.Ack:
                _layer.FindServer(request, SipMethod.Invite)?.ReceiveAck(now);
                _calls.Find(request)?.ReceiveAck(request, now);
                return;
            case SipMethod.Cancel:
                ReceiveCancel(request, flow, now);
                return;
        }

        if (_layer.FindServer(request, request.Method) is { } known)
        {
            known.ReceiveAgain();
            return;
        }

        var reply = new SipReply(_layer, request, flow, now);
        if (IsTooMuch(request))
            RefuseOverload(reply);
        else if (CanServe(reply))
            Serve(reply);
    }

    // What belongs to a call is taken for longer: a BYE that is refused helps nobody.
    private bool IsTooMuch(in SipMessage request)
    {
        if (_layer.Count >= 2 * _options.MaxTransactions)
            return true;

        return request.ToTag.IsEmpty && (_layer.IsFull || (request.Method == SipMethod.Invite && _calls.Count >= _options.MaxCalls));
    }

    private void Serve(in SipReply reply)
    {
        var request = reply.Request;
        if (_calls.Find(request) is { IsOver: false } call)
        {
            if (request.Method != SipMethod.Invite || CanReadBody(reply))
                call.Receive(reply);
            return;
        }

        if (!request.ToTag.IsEmpty && request.Method is not (SipMethod.Options or SipMethod.Register))
        {
            reply.Refuse(481, SipWords.Phrase(481));
            return;
        }

        switch (request.Method)
        {
            case SipMethod.Invite:
                ReceiveInvitation(reply);
                break;
            case SipMethod.Register:
                _door.Register(reply);
                break;
            case SipMethod.Options:
                AnswerOptions(reply);
                break;
            case SipMethod.Bye or SipMethod.Prack or SipMethod.Update or SipMethod.Info or SipMethod.Notify:
                reply.Refuse(481, SipWords.Phrase(481));
                break;
            case SipMethod.Subscribe:
                reply.Refuse(489, "Bad Event");
                break;
            case SipMethod.Other:
                reply.Begin(501, SipWords.Phrase(501)).Header(SipHeader.Allow, SipWords.Allow);
                reply.SendAndKeep();
                break;
            default:
                reply.Begin(405, "Method Not Allowed").Header(SipHeader.Allow, SipWords.Allow);
                reply.SendAndKeep();
                break;
        }
    }

    private void ReceiveInvitation(in SipReply reply)
    {
        var request = reply.Request;
        if (_calls.IsCopy(request))
        {
            reply.Refuse(482, "Merged Request");
            return;
        }

        if (new SessionTimer(_options).IsTooShort(SessionAsk.Of(request)))
        {
            reply.Begin(422, SipWords.Phrase(422)).Header(SipHeader.MinSE, (long)_options.MinSessionExpires.TotalSeconds);
            reply.SendAndKeep();
            return;
        }

        if (!TryFindReplaced(reply, out var replaced))
            return;

        if (!CanReadBody(reply) || !_door.TryAdmit(reply, out var caller))
            return;

        var tag = _layer.NewTag();
        var transaction = _layer.Open(request, reply.Flow, tag);
        var call = new SipCall(_calls, _layer, new(_lastCall += 2), SipDialog.Of(_layer, request, reply.Flow, tag), isOurs: false);
        _calls.Add(call);
        call.Begin(transaction, request, InvitationOf(request, reply.Flow, caller, replaced), replaced, reply.Now);
    }

    // RFC 3891 §3. Who may take a call's place is for its owner to say.
    private bool TryFindReplaced(in SipReply reply, out SipCall? replaced)
    {
        replaced = null;
        if (!reply.Request.TryFind(SipHeader.Replaces, out var replaces))
            return true;

        replaced = _calls.FindReplaced(replaces);
        var status = replaced switch
        {
            null => 481,
            { IsStanding: true } when SipParameters.TryFind(replaces, "early-only"u8, out _) => 486,
            { IsStanding: false, IsOurs: false, AwaitsAck: false } => 481,
            _ => 0,
        };
        if (status != 0)
            reply.Refuse(status, SipWords.Phrase(status));
        return status == 0;
    }

    private void ReceiveCancel(in SipMessage request, SipFlow flow, Instant now)
    {
        var reply = new SipReply(_layer, request, flow, now);
        var invite = _layer.FindServer(request, SipMethod.Invite);
        reply.Begin(invite is null ? 481 : 200, SipWords.Phrase(invite is null ? 481 : 200));
        reply.Send();
        if (invite is { IsAnswered: false, Owner: SipCall call })
            call.ReceiveCancel(invite, now);
    }

    private bool CanServe(in SipReply reply)
    {
        var request = reply.Request;
        if (!SipUri.TryParse(request.RequestUri, out var uri) || uri.Scheme == SipScheme.Other)
        {
            reply.Refuse(416, "Unsupported URI Scheme");
            return false;
        }

        foreach (var option in request.Elements(SipHeader.Require))
        {
            if (SipText.Lists(SipWords.Supported, option))
                continue;

            reply.Begin(420, "Bad Extension").Header(SipHeader.Unsupported, option);
            reply.SendAndKeep();
            return false;
        }

        return true;
    }

    // RFC 3261 §8.2.3: what we must understand and do not is refused, and said what we would understand.
    private static bool CanReadBody(in SipReply reply)
    {
        var request = reply.Request;
        if (!request.Body.IsEmpty && SipBody.IsRequired(request) && (SipBody.IsEncoded(request) || !SipBody.TryFindSdp(request, out _)))
        {
            reply.Begin(415, SipWords.Phrase(415)).Header(SipHeader.Accept, SipWords.Accept);
            reply.SendAndKeep();
            return false;
        }

        if (!request.Has(SipHeader.Accept) || AcceptsSdp(request))
            return true;

        reply.Refuse(406, "Not Acceptable");
        return false;
    }

    private static bool AcceptsSdp(in SipMessage request)
    {
        foreach (var type in request.Elements(SipHeader.Accept))
        {
            if (SipBody.IsType(type, SipBody.Sdp) || SipBody.IsType(type, "application/*"u8) || SipBody.IsType(type, "*/*"u8))
                return true;
        }

        return false;
    }

    private static SipInvitation InvitationOf(in SipMessage request, SipFlow flow, SipCaller caller, SipCall? replaced)
    {
        var hasTarget = SipUri.TryParse(request.RequestUri, out var target);
        var hasFrom = request.TryAddress(SipHeader.From, out var from);
        var hasUri = SipUri.TryParse(from.Uri, out var fromUri);
        request.TryFind(SipHeader.UserAgent, out var userAgent);
        return new()
        {
            Number = hasTarget ? target.UserText : "",
            Host = hasTarget ? target.HostText : "",
            Account = caller.Account,
            Trunk = caller.Trunk,
            ToUser = request.TryAddress(SipHeader.To, out var to) && SipUri.TryParse(to.Uri, out var toUri) ? toUri.UserText : "",
            FromUser = hasUri ? fromUri.UserText : "",
            FromDisplay = hasFrom ? from.DisplayText : "",
            HidesCaller = HidesCaller(request),
            AssertedIdentity = request.TryFind(SipHeader.PAssertedIdentity, out var asserted) ? Encoding.UTF8.GetString(asserted) : null,
            UserAgent = Encoding.UTF8.GetString(userAgent),
            Sdp = SipBody.TryFindSdp(request, out var sdp) ? Encoding.UTF8.GetString(sdp) : null,
            Flow = flow,
            Replaces = replaced?.Id,
        };
    }

    private static bool HidesCaller(in SipMessage request)
    {
        request.TryFind(SipHeader.Privacy, out var wishes);
        foreach (var range in wishes.Split((byte)';'))
        {
            var wish = SipText.Trim(wishes[range]);
            if (Ascii.EqualsIgnoreCase(wish, "id"u8) || Ascii.EqualsIgnoreCase(wish, "user"u8))
                return true;
        }

        return false;
    }

    private void Dial(SipCommand.Dial dial, Instant now)
    {
        var whom = dial.Whom;
        if (_layer.IsFull || _calls.Count >= _options.MaxCalls || _calls.Find(dial.Call) is not null)
        {
            Overloaded++;
            _calls.Raise(new SipEvent.Ended(dial.Call, SipEndReason.RefusedByUs, 503, SipWords.Phrase(503)));
            return;
        }

        var writer = _layer.Writer.Fragment();
        if (whom.FromDisplay.Length > 0)
            writer.Raw("\""u8).Text(whom.FromDisplay.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Raw("\" "u8);
        writer.Raw("<sip:"u8).Text(whom.FromUser).Raw("@"u8).Text(whom.FromHost ?? _options.Host).Raw(">"u8);
        var target = Encoding.UTF8.GetBytes(whom.Target);
        var dialog = new SipDialog(_layer, whom.Flow)
        {
            CallId = Encoding.ASCII.GetBytes(_layer.NewWord(16)),
            LocalTag = _layer.NewTag(),
            Local = writer.Written.ToArray(),
            LocalUser = whom.FromUser,
            Remote = [(byte)'<', .. target, (byte)'>'],
            Target = target,
            Digest = whom.User is null ? null : new DigestClient(whom.User, whom.Password.Value, _layer.Random),
        };
        var call = new SipCall(_calls, _layer, dial.Call, dialog, isOurs: true);
        _calls.Add(call);
        call.Dial(whom, now);
    }

    private void RefuseOverload(in SipReply reply)
    {
        Overloaded++;
        var seconds = (int)_options.RetryAfter.TotalSeconds;
        reply.Begin(503, SipWords.Phrase(503)).Header(SipHeader.RetryAfter, seconds + _layer.Draw(seconds + 1));
        reply.Send();
    }
}
