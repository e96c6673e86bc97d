using System.Diagnostics.CodeAnalysis;
using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Meetings.DialIn;
using Protocols.Sdp.Terminals;
using Protocols.Sip.Calls;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Sip;
using ParticipantId = Meetings.ParticipantId;

namespace SignalingHost.Calls;

/// <summary>
/// The calls that meetings make: whom a number belongs to, by which way he is reached, and what becomes of it. The call desk's, and like it
/// touched by one turn at a time.
/// </summary>
internal sealed class OutgoingCalls(CallDesk desk, CallDeskParts parts, ILogger log)
{
    // Whoever is being called; null until it is known how.
    private readonly Dictionary<ParticipantId, MeetingCall?> _dialled = [];
    private long _lastDialled = -1;

    public void Asked(ConferenceId conference, MeetingEvent asked)
    {
        switch (asked)
        {
            case MeetingEvent.CallOut called when parts.Running.Find(conference) is { } run:
                _dialled[called.Who] = null;
                _ = LookUpAsync(run, called);
                break;
            case MeetingEvent.HangUp { Who: var who } when _dialled.Remove(who, out var call):
                call?.HangUp();
                break;
        }
    }

    public void Report(MeetingCall call, CallStep step) => Report(call.CalledBy!, call.Party.Who, step);

    /// <summary>He has taken up: he is in, unless he came by another way or nobody wants him any more.</summary>
    public void ReportAnswered(MeetingCall call)
    {
        var run = call.CalledBy!;
        var device = CallDoor.DeviceOf(call.Party, call.Line.HasPicture);
        desk.Ask(call, run.Conference, new MeetingCommand.CallProgress(Actor.Server, call.Party.Who, CallStep.Answered, device), (refusal, now) =>
        {
            Settled(call.Party.Who);
            call.Admitted(refusal, run, gavePassword: false, now);
        });
    }

    /// <summary>It rings at his end, which who asked for the call may want to know.</summary>
    public void ReportRinging(MeetingCall call)
    {
        foreach (var transfer in desk.TransfersTo(call.CalledBy!, call.Party.Number))
            transfer.Rings();
    }

    public void Settled(ParticipantId who) => _dialled.Remove(who);

    /// <summary>The call of ours came to nothing; true if the callee is being tried by less or by another way.</summary>
    public bool TryAnotherWay(MeetingCall call, SipEvent.Ended ended)
    {
        var id = NextId();
        var isTooMuch = ended is { Reason: SipEndReason.RefusedByPeer, Status: 415 or 488 or 606 };
        if (!(isTooMuch && call.Line.TryOfferLess() && TryAgain(call, id, out var next)) && !(call.Phone?.GoesOn(ended) == true && TryWay(call, id, out next)))
            return false;

        desk.Rename(call, id);
        Start(call, id, next);
        return true;
    }

    private async Task LookUpAsync(RunningMeeting run, MeetingEvent.CallOut called)
    {
        try
        {
            var member = await parts.Door.MemberOfAsync(DialledTarget.UserOf(called.Callee.Number, parts.Sip.Realm));
            desk.Post(null, _ => Dial(run, called, member));
        }
        catch (Exception broken)
        {
            Log.CallFault(log, broken);
            Report(run, called.Who, CallStep.Failed);
        }
    }

    private void Dial(RunningMeeting run, MeetingEvent.CallOut called, Member? member)
    {
        if (!_dialled.ContainsKey(called.Who))
            return;

        var (setup, number) = (run.View.Setup, called.Callee.Number);
        var caller = new PhoneCaller(parts.Sip.AccessNumber, setup.Subject);
        var phone = member is null ? parts.Telephones?.Plan(number, caller) : null;
        if (phone is null && WhyUnreachable(member) is { } step)
        {
            // Somebody with an account may still come by himself, with a browser, while he is being called.
            if (step != CallStep.Offline || called.Callee.Kind != InviteeKind.Normal)
                GiveUp(run, called.Who, step);
            return;
        }

        var party = new CallParty
        {
            Who = called.Who,
            Name = called.Callee.Name,
            Number = member?.SipNumber ?? number,
            Account = member?.ToAccount(""),
            IsPhone = phone is not null,
            Host = member is not null && desk.Line.TryFindWay(member.SipNumber, out var flow, out _) ? flow.Remote.ToIPAddress().MapToIPv4OrSelf() : null,
        };
        var id = NextId();
        var policy = desk.PolicyFor(party, called.Media == Meetings.Booking.MediaKind.Video && phone is null, over: null);
        var place = CallDesk.PlaceFor(id, party);
        if (!parts.Node.Terminals.TryOffer(place, policy, OfferBreadths.For(policy), out var media, out _))
        {
            GiveUp(run, called.Who, CallStep.Failed);
            return;
        }

        var wanted = new DialInCall { Who = called.Who, Language = setup.Language, Meeting = setup.Conference.Value };
        var call = new MeetingCall(desk, id, party, desk.LineOf(media, party, place), wanted, isOurs: true) { CalledBy = run, Phone = phone };
        if (!TryWay(call, id, out var dialling))
        {
            call.Line.Close();
            GiveUp(run, called.Who, phone is null ? CallStep.Offline : CallStep.Failed);
            return;
        }

        _dialled[called.Who] = call;
        desk.Add(call);
        Start(call, id, dialling);
    }

    private CallStep? WhyUnreachable(Member? member)
    {
        if (member is null)
            return CallStep.NotExist;
        if (parts.Sip.OneMeetingPerAccount && desk.Line.Of(member.SipNumber) == TerminalPresence.InCall)
            return CallStep.Busy;
        return desk.Line.TryFindWay(member.SipNumber, out _, out _) ? null : CallStep.Offline;
    }

    private bool TryWay(MeetingCall call, SipCallId id, [NotNullWhen(true)] out SipDialling? dialling)
    {
        dialling = null;
        if (call.Phone is { } phone)
        {
            if (!phone.TryNext(id, out var way))
                return false;

            call.Line.Offer(desk.PolicyFor(call.Party, allowVideo: false, way.Trunk.Media), way.Trunk.Media.Keys);
            dialling = way.With(call.Line.Description);
            return true;
        }

        if (!desk.Line.TryFindWay(call.Party.Number, out var flow, out var contact) || !desk.Line.TryOccupy(call.Party.Number, id))
            return false;

        var setup = call.CalledBy!.View.Setup;
        dialling = new SipDialling
        {
            Target = contact,
            Flow = flow,
            FromUser = setup.DialledNumber.Length > 0 ? setup.DialledNumber : setup.Conference.Value,
            FromDisplay = setup.Subject,
            Sdp = call.Line.Description,
        };
        return true;
    }

    // By the same way, with what is left of the offer.
    private bool TryAgain(MeetingCall call, SipCallId id, [NotNullWhen(true)] out SipDialling? dialling)
    {
        if (call.Phone is not { } phone)
            return TryWay(call, id, out dialling);

        dialling = phone.TryAgain(id, out var way) ? way.With(call.Line.Description) : null;
        return dialling is not null;
    }

    private void GiveUp(RunningMeeting run, ParticipantId who, CallStep step)
    {
        _dialled.Remove(who);
        Report(run, who, step);
    }

    private void Report(RunningMeeting run, ParticipantId who, CallStep step) =>
        _ = parts.Meetings.AskAsync(run.Conference, new MeetingCommand.CallProgress(Actor.Server, who, step));

    private void Start(MeetingCall call, SipCallId id, SipDialling dialling)
    {
        var replaces = desk.TransfersTo(call.CalledBy!, call.Party.Number).Select(transfer => transfer.Replaces).FirstOrDefault();
        desk.Do(new SipCommand.Dial(id, dialling with { Replaces = replaces }));
    }

    private SipCallId NextId() => new(_lastDialled += 2);
}
