using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Protocols;
using Protocols.Sip.Calls;

namespace SignalingHost.Calls;

/// <summary>
/// The transfer that a terminal in a meeting asks for (RFC 3515): whom it names is called into the meeting, by the right of who asks and by the
/// rules that hold for calling anybody, and it is told how that goes. It leaves when it likes.
/// </summary>
internal sealed class CallTransfer(CallDesk desk, MeetingCall asker)
{
    private string? _number;

    /// <summary>The call at the callee's that ours is to take the place of.</summary>
    public string? Replaces { get; private set; }

    public bool IsTo(string number) => _number is not null && string.Equals(_number, number, StringComparison.Ordinal);

    public void Begin(SipEvent.TransferAsked asked)
    {
        if (asker.Meeting is not { } meeting)
            Report(403, "Not In A Meeting");
        else if (asked.Replaces is { } other)
            TakeOver(other);
        else if (!DialledTarget.TryNumberOf(asked.Target, [.. desk.Homes, asker.Party.Home], out var number))
            Report(404, "Not Of This Server");
        else
            Call(meeting.Conference, number, asked.ReplacesElsewhere);
    }

    public void Rings() => Tell(180, "Ringing");

    public void Hear(MeetingEvent happened)
    {
        if (happened is MeetingEvent.InviteAnswered answered && IsTo(answered.Number))
            Answer(answered.Cause);
    }

    private void Call(ConferenceId conference, string number, string? replaces)
    {
        (_number, Replaces) = (number, replaces);
        desk.Ask(asker, conference, new MeetingCommand.Invite(new Actor.Participant(asker.Party.Who), [new InviteeRequest { Phone = number }]), Asked);
    }

    private void Asked(Refusal refusal, Instant now)
    {
        if (_number is not { } number)
            return;

        if (refusal != Refusal.None || asker.Meeting?.View.Participants.Any(one => one.HasEntered && one.Number == number) == true)
            Answer(refusal);
    }

    private void Answer(Refusal cause)
    {
        var (status, phrase) = CallStatus.OfTransfer(cause);
        Report(status, phrase);
    }

    private void TakeOver(SipCallId other)
    {
        var former = asker.Id;
        if (!desk.TryContinueBy(asker, other))
        {
            Report(403, "Not Your Call");
            return;
        }

        desk.Do(new SipCommand.ReportTransfer(former, 200, "OK"));
        desk.Do(new SipCommand.HangUp(former));
    }

    private void Report(int status, string phrase)
    {
        (_number, Replaces) = (null, null);
        Tell(status, phrase);
    }

    private void Tell(int status, string phrase) => desk.Do(new SipCommand.ReportTransfer(asker.Id, status, phrase));
}
