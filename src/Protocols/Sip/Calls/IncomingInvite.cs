using System.Globalization;
using System.Text;
using Protocols.Sip.Transactions;

namespace Protocols.Sip.Calls;

/// <summary>
/// An INVITE of the peer's, the first or a later one, from its arrival to its ACK. A 2xx is repeated until the ACK comes (RFC 3261 §13.3.1.4),
/// a reliable provisional response until its PRACK (RFC 3262 §3); what cannot be got across in 64*T1 is given up.
/// </summary>
internal sealed class IncomingInvite(SipCall call, TransactionLayer layer, ServerTransaction transaction, in SipMessage request, Instant now)
{
    private readonly bool _mustBeReliable = request.Lists(SipHeader.Require, "100rel"u8);
    private readonly bool _mayBeReliable = request.Lists(SipHeader.Supported, "100rel"u8) || request.Lists(SipHeader.Require, "100rel"u8);
    private readonly uint _sequence = request.CSeq;
    private readonly SessionAsk _session = SessionAsk.Of(request);
    private Instant _decideBy = now + layer.Options.RingLimit;
    private Instant _repeatAt = Instant.Never;
    private Instant _giveUpAt = Instant.Never;
    private TimeSpan _pause;
    private byte[] _repeated = [];
    private uint _responseSequence;
    private bool _provisionalHasSdp;
    private string? _waiting;

    public ServerTransaction Transaction => transaction;

    /// <summary>The peer made no offer: the first SDP that we send is one.</summary>
    public bool WantsOffer { get; } = !SipBody.TryFindSdp(request, out _);

    public bool IsAnswered { get; private set; }

    public bool AwaitsAck { get; private set; }

    /// <summary>Offer and answer have gone back and forth in a provisional response and its PRACK: the 2xx has none.</summary>
    public bool IsSettled { get; set; }

    private bool AwaitsPrack => _repeated.Length > 0 && !IsAnswered;

    public Instant Due => Instant.Earlier(_decideBy, Instant.Earlier(_repeatAt, _giveUpAt));

    public void Trying(Instant now) => layer.Reply(transaction, 100, "Trying", now);

    public void Ring(string? sdp, Instant now)
    {
        if (IsAnswered || AwaitsPrack)
            return;

        var status = sdp is null ? 180 : 183;
        var writer = Begin(status, SipWords.Phrase(status));
        var isReliable = _mustBeReliable || (_mayBeReliable && sdp is not null);
        if (isReliable)
            writer.Header(SipHeader.Require, "100rel"u8).Header(SipHeader.RSeq, ++_responseSequence);

        var response = Finish(sdp);
        transaction.Send(status, response, now);
        if (!isReliable)
            return;

        _provisionalHasSdp = sdp is not null;
        Repeat(response, now);
    }

    public void Accept(string sdp, Instant now)
    {
        if (IsAnswered)
            return;

        // RFC 3262 §3: not before the peer has what the provisional response said of the session.
        if (AwaitsPrack && _provisionalHasSdp)
        {
            _waiting = sdp;
            return;
        }

        IsAnswered = AwaitsAck = true;
        _decideBy = Instant.Never;
        call.Session.Agree(_session, Begin(200, "OK"), now);
        var response = Finish(IsSettled ? null : sdp);
        transaction.Send(200, response, now);
        Repeat(response, now);
    }

    public void Refuse(int status, string phrase, Instant now)
    {
        if (IsAnswered)
            return;

        IsAnswered = true;
        Settle();
        _decideBy = Instant.Never;
        transaction.Send(status, Begin(status, phrase).Explain(status, phrase, layer.Options).Finish(), now);
    }

    /// <summary>Whether this ACK is for our 2xx.</summary>
    public bool TryReceiveAck(in SipMessage ack)
    {
        if (ack.CSeq != _sequence || !AwaitsAck)
            return false;

        AwaitsAck = false;
        Settle();
        return true;
    }

    /// <summary>Whether this PRACK is for our last reliable response (RAck: its number, the INVITE's number and method).</summary>
    public bool TryReceivePrack(in SipMessage prack, Instant now)
    {
        if (!AwaitsPrack || !prack.TryFind(SipHeader.RAck, out var acknowledged))
            return false;

        var expected = string.Create(CultureInfo.InvariantCulture, $"{_responseSequence} {_sequence} INVITE");
        if (!Encoding.ASCII.GetString(acknowledged).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SequenceEqual(expected.Split(' ')))
            return false;

        Settle();
        return true;
    }

    /// <summary>The answer that had to wait for a PRACK.</summary>
    public void Resume(Instant now)
    {
        if (_waiting is not { } sdp)
            return;

        _waiting = null;
        Accept(sdp, now);
    }

    public void Advance(Instant now)
    {
        if (_decideBy <= now)
        {
            call.Undecided(this, now);
            return;
        }

        if (_giveUpAt <= now)
        {
            var wasAnswered = IsAnswered;
            AwaitsAck = false;
            Settle();
            if (wasAnswered)
                call.NotAcknowledged(now);
            else
                call.Undecided(this, now);
            return;
        }

        if (_repeatAt > now)
            return;

        layer.Send(transaction.Flow, _repeated);
        _pause = IsAnswered ? layer.Longer(_pause) : _pause * 2;
        _repeatAt = now + _pause;
    }

    private SipWriter Begin(int status, string phrase)
    {
        var writer = layer.BeginReply(transaction, status, phrase);
        call.Dialog.WriteContact(writer);
        return writer.WriteAbilities();
    }

    private byte[] Finish(string? sdp)
    {
        if (sdp is null)
            return layer.Writer.Finish().ToArray();

        layer.Writer.Header(SipHeader.ContentType, SipBody.Sdp);
        return layer.Writer.Finish(Encoding.UTF8.GetBytes(sdp)).ToArray();
    }

    private void Repeat(byte[] response, Instant now)
    {
        _repeated = response;
        _pause = layer.Options.T1;
        _repeatAt = now + _pause;
        _giveUpAt = now + layer.Options.Patience;
        call.Watch();
    }

    private void Settle()
    {
        _repeated = [];
        (_repeatAt, _giveUpAt) = (Instant.Never, Instant.Never);
    }
}
