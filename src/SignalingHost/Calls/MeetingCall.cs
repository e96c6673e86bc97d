using MediaServer.Edge;
using MediaServer.Shards;
using MediaServer.Tracks;
using Meetings;
using Meetings.Conduct;
using Meetings.DialIn;
using Protocols;
using Protocols.Dtmf;
using Protocols.Sip.Calls;
using SignalingHost.Conferences;
using SignalingHost.Join;

namespace SignalingHost.Calls;

/// <summary>
/// One SIP call, from its invitation to its end, in or on its way to a meeting. What its caller presses and hears is the flow's matter, his
/// ports and streams are the line's, his place is the meeting's; here they are kept together. The call desk alone touches it, one turn at a time.
/// Invariant: whoever has been let in is told out again, however the call ends.
/// </summary>
internal sealed class MeetingCall : IDialInOutput
{
    private const int MostTypedAhead = 32;

    private readonly CallDesk _desk;
    private CallLine _line;
    private readonly DialInFlow _flow;
    private readonly CallTransfer _transfer;
    private readonly DigitDoor _digits = new();
    private readonly Queue<char> _typedAhead = [];
    private readonly bool _isOurs;
    private CallRoom? _room;
    private long _version = -1;
    private bool _isAnswered;
    private bool _isAcknowledged;
    private bool _hasBegun;
    private bool _hasPlace;
    private bool _isAsking;
    private Action<Instant>? _whenAcknowledged;

    public MeetingCall(CallDesk desk, SipCallId id, CallParty party, CallLine line, DialInCall wanted, bool isOurs)
    {
        (_desk, Id, Party, _line, _isOurs) = (desk, id, party, line, isOurs);
        _flow = new DialInFlow(wanted, new DialInOptions());
        _transfer = new CallTransfer(desk, this);
        Open(line);
    }

    /// <summary>Changes when the callee is tried by another way, or another call takes this one's place.</summary>
    public SipCallId Id { get; set; }

    public CallParty Party { get; }

    public CallLine Line => _line;

    public bool IsOver { get; private set; }

    /// <summary>We call, and nobody has answered yet.</summary>
    public bool IsDialling => _isOurs && !_isAnswered;

    /// <summary>The ways by which this telephone can be reached; null for a terminal of ours.</summary>
    public IPhoneDialling? Phone { get; init; }

    /// <summary>The meeting that he is in.</summary>
    public RunningMeeting? Meeting => _room?.Meeting is { } meeting && _hasPlace && meeting.View.Find(Party.Who) is { HasEntered: true } ? meeting : null;

    public CallTransfer Transfer => _transfer;

    /// <summary>Both sides have said yes to the call.</summary>
    public bool IsAnswered => _isAnswered && !IsOver;

    /// <summary>The meeting that called.</summary>
    public RunningMeeting? CalledBy { get; init; }

    public Instant NextDeadline => IsOver || !_hasBegun ? Instant.Never : _flow.NextDeadline;

    /// <summary>For which moment the desk has been asked to look again.</summary>
    public Instant QueuedFor { get; set; } = Instant.Never;

    public void Begin(Instant now)
    {
        _hasBegun = true;
        _flow.Begin(now, this);
    }

    /// <summary>The voice asks for a meeting, so the call is taken before anything is known.</summary>
    public void AnswerByVoice()
    {
        Take();
        _whenAcknowledged = Begin;
    }

    public void Advance(Instant now)
    {
        if (!IsOver && _hasBegun)
            _flow.Advance(now, this);
    }

    // What the peer does.

    public void Handle(SipEvent happened, Instant now)
    {
        switch (happened)
        {
            case SipEvent.Answered answered:
                TakenUp(answered.Sdp, now);
                break;
            case SipEvent.Acknowledged acknowledged:
                Acknowledged(acknowledged.Sdp, now);
                break;
            case SipEvent.OfferCame offer:
                AnswerOffer(offer.Sdp);
                break;
            case SipEvent.AnswerCame answer:
                _line.TryAccept(answer.Sdp);
                break;
            case SipEvent.InfoCame info:
                Receive(info, now);
                break;
            case SipEvent.TransferAsked asked:
                _transfer.Begin(asked);
                break;
            case SipEvent.Progressed progressed:
                Progressed(progressed);
                break;
            case SipEvent.Ended ended:
                End(ended);
                break;
        }
    }

    public void Handle(MediaEvent happened, Instant now)
    {
        switch (happened)
        {
            case MediaEvent.KeyPressed pressed when DtmfDigit.TryFromEvent(pressed.Key, out var digit):
                Press(digit, DigitTransport.Rtp, now);
                break;
            case MediaEvent.KeyFrameWanted:
                _desk.Do(new SipCommand.SendInfo(Id, MediaControl.Type, MediaControl.FastUpdate));
                break;
            case MediaEvent.ViewerLimited limited:
                _line.LimitPicture(limited.Limit);
                break;
            case MediaEvent.PeerGone:
                // Nobody asked the shard to let it go: it is closing, or a defect of ours ended the line.
                HangUp();
                break;
        }
    }

    // What the meeting says.

    /// <summary>One turn of the meeting that he is in or waits for.</summary>
    public void Hear(MeetingView view, IReadOnlyList<MeetingEvent> events, Instant now)
    {
        if (view.Version <= _version)
            return;

        _version = view.Version;
        foreach (var happened in events)
        {
            if (IsOver || !_hasPlace)
                return;

            Hear(happened, view, now);
        }
    }

    /// <summary>The meeting's answer to his wish to come in, or to ours that he is there.</summary>
    public void Admitted(Refusal refusal, RunningMeeting? run, bool gavePassword, Instant now)
    {
        if (refusal == Refusal.None && run is not null)
            _hasPlace = true;
        if (IsOver)
        {
            GiveUpPlace(run);
            return;
        }

        if (_isOurs && refusal != Refusal.None)
        {
            HangUp();
            return;
        }

        _isAsking = false;
        if (_hasPlace)
        {
            Come(run!, now);
            DialDigitsBehind();
        }

        if (_isAnswered || IsOver)
            Answer(refusal, now);
        else if (!_hasPlace && !Party.IsPhone && CallStatus.Of(refusal, gavePassword) is var (status, phrase))
            _desk.Do(new SipCommand.Refuse(Id, status, phrase));
        else
            AnswerThen(later => Answer(refusal, later));
    }

    public void HangUp() => _desk.Do(new SipCommand.HangUp(Id));

    /// <summary>Another call takes this one's place (RFC 3891): who is in stays in, by another line.</summary>
    public void Continue(CallLine line)
    {
        _line.Close();
        _line = line;
        Open(line);
        if (_room?.Meeting.View is { } view && view.Find(Party.Who) is { HasEntered: true } me)
            line.EnterMeeting(view.Setup.Conference, me);
    }

    /// <summary>Ends here, but its line goes on as somebody else's.</summary>
    public void GiveLine()
    {
        IsOver = true;
        GiveUpPlace(_room?.Meeting);
        _desk.Remove(this, _room);
    }

    // What the flow wants.

    void IDialInOutput.Speak(IReadOnlyList<Spoken> recordings) => _line.Tell(recordings, () =>
    {
        if (!IsOver)
            _flow.Spoke(_desk.Now, this);
    });

    void IDialInOutput.PlayWaitingTone(bool on) => _line.PlayWaitingTone(on);

    void IDialInOutput.Enter(string meeting, string? password)
    {
        if (_isOurs)
            _desk.Outgoing.ReportAnswered(this);
        else
            _desk.Admit(this, meeting, password);
        _isAsking = true;
    }

    void IDialInOutput.Ask(MeetingCommand command)
    {
        if (_room is { } room)
            _desk.Ask(this, room.Meeting.Conference, command, (refusal, now) => _flow.Answer(refusal, now, this));
    }

    void IDialInOutput.HangUp(DialInEnd reason) => HangUp();

    private void Open(CallLine line)
    {
        line.KeyHeard = digit => Press(digit, DigitTransport.InBand, _desk.Now);
        line.Open();
    }

    private void Take()
    {
        _isAnswered = true;
        _desk.Do(new SipCommand.Answer(Id, _line.Description));
    }

    // Who dials id and password in one go is faster than the meeting's answer.
    private void Answer(Refusal refusal, Instant now)
    {
        _flow.Answer(refusal, now, this);
        if (_hasPlace)
            _typedAhead.Clear();
        while (!_isAsking && _typedAhead.TryDequeue(out var key))
            _flow.Receive(key, now, this);
    }

    private void AnswerThen(Action<Instant> whenAcknowledged)
    {
        _whenAcknowledged = whenAcknowledged;
        Take();
    }

    // What is heard before he takes up stays in the call's own room; but his side hears us from here on, and knows where we are.
    private void Progressed(SipEvent.Progressed progressed)
    {
        if (progressed.Sdp is { } early)
            _line.TryAccept(early);
        if (progressed.Status is 180 or 183)
            _desk.Outgoing.ReportRinging(this);
    }

    private void TakenUp(string sdp, Instant now)
    {
        if (!_line.TryAccept(sdp))
        {
            _desk.Outgoing.Report(this, CallStep.Failed);
            HangUp();
            return;
        }

        _isAnswered = _isAcknowledged = true;
        Begin(now);
    }

    // Not before the line is where it stays: keys do not go along from one room to another.
    private void DialDigitsBehind()
    {
        if (Phone is { DigitsBehind: { Length: > 0 } digits } && !_line.TryDial(digits))
            PressByInfo(digits);
    }

    // What a line without telephone events understands, if it understands anything.
    private void PressByInfo(string digits)
    {
        foreach (var digit in digits)
        {
            if (digit != ',')
                _desk.Do(new SipCommand.SendInfo(Id, "application/dtmf-relay", $"Signal={digit}\r\nDuration=160\r\n"));
        }
    }

    private void Acknowledged(string? sdp, Instant now)
    {
        if (sdp is not null && !_line.TryAccept(sdp))
        {
            HangUp();
            return;
        }

        var first = !_isAcknowledged;
        _isAcknowledged = true;
        var then = _whenAcknowledged;
        _whenAcknowledged = null;
        if (first)
            then?.Invoke(now);
    }

    private void AnswerOffer(string? sdp)
    {
        if (sdp is null)
            _line.OfferAgain();
        else if (!_line.TryRenew(sdp, out var refusal))
        {
            _desk.Do(new SipCommand.Refuse(Id, refusal.StatusCode, refusal.StatusCode == 488 ? refusal.Sentence : ""));
            return;
        }

        _desk.Do(new SipCommand.Answer(Id, _line.Description));
    }

    private void Receive(SipEvent.InfoCame info, Instant now)
    {
        if (MediaControl.AsksForKeyFrame(info.ContentType, info.Body))
            _line.RequestKeyFrame();
        else if (DtmfInfo.TryParse(info.ContentType, System.Text.Encoding.ASCII.GetBytes(info.Body), out var key))
            Press(key.Digit, DigitTransport.Info, now);
    }

    private void Press(DtmfDigit digit, DigitTransport transport, Instant now)
    {
        if (IsOver || !_digits.TryPass(digit, transport, now))
            return;

        if (transport != DigitTransport.InBand)
            _line.HushKey();
        if (_isAsking && _typedAhead.Count < MostTypedAhead)
            _typedAhead.Enqueue(digit.Symbol);
        else if (_hasBegun && !_isAsking)
            _flow.Receive(digit.Symbol, now, this);
    }

    private void Come(RunningMeeting run, Instant now)
    {
        _room = _desk.Join(this, run);
        var view = run.View;
        _version = view.Version;
        if (view.Find(Party.Who) is { HasEntered: true } me)
        {
            _line.EnterMeeting(run.Conference, me);
            _flow.Follow(new MeetingEvent.ParticipantChanged(null, me), now, this);
            _flow.Follow(new MeetingEvent.DynamicsChanged(view.Dynamics, view.Dynamics), now, this);
            _flow.Follow(new MeetingEvent.Joined(me, me.JoinedAt), now, this);
        }
        else if (Array.Find(view.Waiting, guest => guest.Id == Party.Who) is { } waiting)
        {
            _flow.Follow(new MeetingEvent.WaitingChanged(waiting), now, this);
        }
        else
        {
            // He was let in and put out again before we looked.
            _hasPlace = false;
            HangUp();
        }
    }

    private void Hear(MeetingEvent happened, MeetingView view, Instant now)
    {
        _transfer.Hear(happened);
        switch (happened)
        {
            case MeetingEvent.Joined { Participant: var me } when me.Id == Party.Who:
                _line.EnterMeeting(view.Setup.Conference, view.Find(me.Id) ?? me);
                break;
            case MeetingEvent.ParticipantChanged { After: var me } when me.Id == Party.Who:
                _line.Follow(me);
                break;
            case MeetingEvent.CameraAsked asked when asked.Who == Party.Who:
                // A terminal has nobody who is asked: what the chair wants is so.
                _desk.Ask(this, view.Setup.Conference, new MeetingCommand.ReportCamera(Actor.Server, asked.Who, asked.Open), (_, _) => { });
                break;
            case MeetingEvent.Left { Participant: var me, Reason: var reason } when me.Id == Party.Who:
                if (reason != LeaveReason.SentToWaitingRoom && !TryStay())
                    return;

                _line.EnterMenu();
                break;
            case MeetingEvent.WaitingRemoved { Guest: var guest, End: not WaitingEnd.Admitted } when guest.Id == Party.Who && !TryStay():
                return;
        }

        _flow.Follow(happened, now, this);
    }

    // A voice says goodbye to telephones. A terminal's screen says why it is alone, and sooner.
    private bool TryStay()
    {
        _hasPlace = false;
        if (!Party.IsPhone)
            HangUp();
        return Party.IsPhone;
    }

    private void End(SipEvent.Ended ended)
    {
        if (IsDialling && _desk.Outgoing.TryAnotherWay(this, ended))
            return;

        IsOver = true;
        if (IsDialling && ended.Reason != SipEndReason.HungUpByUs)
            _desk.Outgoing.Report(this, CallStatus.StepOf(ended));
        GiveUpPlace(_room?.Meeting);
        _line.Close();
        _desk.Remove(this, _room);
    }

    private void GiveUpPlace(RunningMeeting? run)
    {
        if (_hasPlace && run is not null)
            _desk.Leave(run.Conference, Party.Who);
        _hasPlace = false;
    }
}
