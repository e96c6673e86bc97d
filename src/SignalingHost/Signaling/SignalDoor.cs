using Meetings;
using Meetings.Conduct;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Join;
using SignalingHost.Lifetime;
using SignalingHost.Storage;

namespace SignalingHost.Signaling;

/// <summary>
/// Finds out who somebody at the door is and what he knows, and brings him before the meeting, which decides. A wrong number and a wrong
/// password answer alike and count alike, by meeting and by address.
/// </summary>
internal sealed class SignalDoor(
    ConferenceDesk desk, RunningMeetings running, ResumeTokens resumes, AccessTokens tokens, PasswordTries tries, Store store, Entrances entrances,
    IIdentitySource identities, Drain drain)
{
    private const int LongestNumber = 64;

    public async Task<Admitted> AdmitAsync(ClientMessage.Join join, Visitor visitor)
    {
        if (drain.HasBegun)
            return Admitted.Not(Refusal.ServerBusy);
        if (join.Resume is { } resume)
            return await ReturnAsync(resume);

        var (unknown, caller) = await CallerOfAsync(join);
        if (unknown != Refusal.None)
            return Admitted.Not(unknown);

        var (refusal, number, password) = await WayInAsync(join, visitor.Source);
        if (refusal != Refusal.None)
            return Admitted.Not(refusal);
        if (caller is not null && AlreadyIn(number, caller.Id) is var (meeting, present))
            return await MoveAsync(meeting, present, join, visitor);

        var request = RequestOf(join, caller, password, visitor);
        var answer = await desk.JoinAsync(number, request);
        var said = Understood(answer.Refusal);
        if (said == Refusal.ConfNotFoundOrAuthFailed && !string.IsNullOrEmpty(password))
            tries.Failed(TryKey.Meeting(number), visitor.Source);
        else if (said == Refusal.None && !string.IsNullOrEmpty(password))
            tries.Succeeded(TryKey.Meeting(number), visitor.Source, answer.Meeting!.View.Setup.Passwords.IsChair(password));
        return said == Refusal.None ? new Admitted(Refusal.None, answer.Meeting, request.Who) : Admitted.Not(said);
    }

    /// <summary>A meeting's number that leads nowhere is as wrong as its password.</summary>
    private static Refusal Understood(Refusal refusal) => refusal is Refusal.ConfDataNotFound ? Refusal.ConfNotFoundOrAuthFailed : refusal;

    private async Task<Admitted> ReturnAsync(string resume)
    {
        if (!resumes.TryRead(resume, out var run, out var who) || running.Find(run) is not { } meeting || meeting.View.Find(who) is not { HasEntered: true })
            return Admitted.Not(Refusal.ConfParticipantNotExist);

        // Refused when he was never away, which is as well.
        await desk.AskAsync(meeting.Conference, new MeetingCommand.Return(Actor.Server, who));
        return meeting.View.Find(who) is { HasEntered: true } ? new Admitted(Refusal.None, meeting, who) : Admitted.Not(Refusal.ConfParticipantNotExist);
    }

    private async Task<(Refusal Refusal, Member? Caller)> CallerOfAsync(ClientMessage.Join join)
    {
        if (join.AccessToken is not { Length: > 0 } token)
            return (Refusal.None, null);
        if (await tokens.FindAsync(token) is not { } caller || await store.ReadAsync(session => MemberTable.FindAsync(session, caller.Account)) is not { } member)
            return (Refusal.InvalidToken, null);
        return (Refusal.None, member);
    }

    /// <summary>The number and password that he typed or that his link stands for.</summary>
    private async Task<(Refusal Refusal, ConferenceId Number, string? Password)> WayInAsync(ClientMessage.Join join, string source)
    {
        if (join.Link is { Length: > 0 } link)
        {
            if (tries.IsLocked(source))
                return (Refusal.ConfLinkLoginLocked, default, null);
            if (link.Length == JoinTokens.Digits && await store.ReadAsync(session => entrances.FindByKeyAsync(session, link)) is { } booked)
                return (Refusal.None, booked.Number, link == booked.Tokens.Chair ? booked.Passwords.Chair : booked.Passwords.Guest);

            tries.Failed(source);
            return (Refusal.ConfIdNotExist, default, null);
        }

        if (join.Conference.Length is 0 or > LongestNumber)
            return (Refusal.ConfNotFoundOrAuthFailed, default, null);

        var number = new ConferenceId(join.Conference);
        return tries.IsLocked(TryKey.Meeting(number), source) ? (Refusal.ConfAnonymousLoginLocked, default, null) : (Refusal.None, number, join.Password);
    }

    /// <summary>With a client of his; a telephone or a terminal of the same account is somebody else.</summary>
    private (RunningMeeting Meeting, Participant Present)? AlreadyIn(ConferenceId number, AccountId account) =>
        running.Find(number) is { } meeting && meeting.View.Find(account) is { Device.IsCalled: false } present ? (meeting, present) : null;

    /// <summary>He goes on with this device: his place, his role and his mute stay.</summary>
    private async Task<Admitted> MoveAsync(RunningMeeting meeting, Participant present, ClientMessage.Join join, Visitor visitor)
    {
        var refusal = await desk.AskAsync(meeting.Conference, new MeetingCommand.MoveDevice(Actor.Server, present.Id, DeviceOf(join, visitor)));
        if (refusal != Refusal.None)
            return Admitted.Not(refusal);

        if (!join.Microphone)
            await desk.AskAsync(meeting.Conference, new MeetingCommand.Mute(new Actor.Participant(present.Id), present.Id, On: true));
        await desk.AskAsync(meeting.Conference, new MeetingCommand.ReportCamera(new Actor.Participant(present.Id), present.Id, join.Camera));
        return new Admitted(Refusal.None, meeting, present.Id) { IsAnotherDevice = true };
    }

    private JoinRequest RequestOf(ClientMessage.Join join, Member? caller, string? password, Visitor visitor) => new()
    {
        Who = identities.NewParticipant(),
        Name = join.Name.Length > 0 ? join.Name : caller?.Name ?? "",
        Number = caller?.SipNumber ?? "",
        Password = password,
        Account = caller?.Id,
        Corporation = caller?.Corporation,
        Login = caller?.Login ?? "",
        Device = DeviceOf(join, visitor),
        MicrophoneOn = join.Microphone,
        CameraOn = join.Camera,
    };

    private static Device DeviceOf(ClientMessage.Join join, Visitor visitor) => new()
    {
        Kind = join.Device switch
        {
            "mobile" => DeviceKind.Mobile,
            "pad" => DeviceKind.Pad,
            _ => DeviceKind.Browser,
        },
        Address = visitor.Source,
        UserAgent = visitor.UserAgent,
    };
}

/// <summary>Whence somebody comes, and with what.</summary>
internal readonly record struct Visitor(string Source, string UserAgent);

/// <summary>In, or waiting, in that meeting as that participant; or why not.</summary>
internal sealed record Admitted(Refusal Refusal, RunningMeeting? Meeting, ParticipantId Who)
{
    /// <summary>He was in with another device, which is to be let go.</summary>
    public bool IsAnotherDevice { get; init; }

    public static Admitted Not(Refusal refusal) => new(refusal, null, default);
}
