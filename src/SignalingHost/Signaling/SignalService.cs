using Meetings;
using Meetings.Conduct;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Settings;

namespace SignalingHost.Signaling;

/// <summary>What every socket of the signalling has around it, and what is to be done for one that is gone.</summary>
internal sealed class SignalService(
    SignalOptions options, SignalDoor door, SignalRooms rooms, ResumeTokens resumes, ControlTokens controls, PasswordTries tries, ConferenceDesk desk,
    MediaOptions media, IHostApplicationLifetime application, TimeProvider clock, ILogger<SignalService> log)
{
    public SignalOptions Options => options;

    public SignalDoor Door => door;

    public SignalRooms Rooms => rooms;

    public ResumeTokens Resumes => resumes;

    public TimeProvider Clock => clock;

    public ILogger Log => log;

    public DateTimeOffset Now => clock.GetUtcNow();

    public IReadOnlyList<IceServerEntry> IceServers { get; } =
    [
        .. media.IceServers.Select(server => server.StartsWith("turn", StringComparison.OrdinalIgnoreCase) && media.IceUsername.Length > 0
            ? new IceServerEntry(server, media.IceUsername, media.IceCredential.Value)
            : new IceServerEntry(server, null, null)),
    ];

    /// <summary>Asks the meeting. The chair's password is guarded like the door's.</summary>
    public async Task<Refusal> AskAsync(RunningMeeting meeting, MeetingCommand command, string source)
    {
        var key = TryKey.Meeting(meeting.Conference);
        if (command is MeetingCommand.ApplyChair && tries.IsLocked(key, source))
            return Refusal.ConfCtrLoginLocked;

        var refusal = await desk.AskAsync(meeting.Conference, command);
        if (refusal == Refusal.ConfChairmanPwdException)
            tries.Failed(key, source);
        return refusal;
    }

    public async Task<ControlGrant?> GrantAsync(RunningMeeting meeting, ParticipantId who, string pushAddress)
    {
        if (meeting.View.Find(who) is not { } participant)
            return null;

        var holder = new ControlToken
        {
            Hash = "",
            Run = meeting.Run,
            Holder = TokenHolder.Participant,
            Participant = who,
            Account = participant.Account,
            Name = participant.Name,
        };
        return await controls.IssueAsync(holder) is var (text, token) ? new ControlGrant(text, pushAddress, token.ExpiresAt, token.Role(meeting.View)) : null;
    }

    public async Task LostAsync(SignalRoom room, ParticipantId who)
    {
        // The process ends: its meetings go on in the next one, where everybody is away until he returns.
        if (!application.ApplicationStopping.IsCancellationRequested)
            await desk.AskAsync(room.Meeting.Conference, new MeetingCommand.Disconnect(Actor.Server, who));
    }

    public async Task LostUnlessBackAsync(SignalRoom room, ParticipantId who)
    {
        await Task.Delay(options.Unnoticed, clock);
        if (room.HasSocket(who))
            return;

        await LostAsync(room, who);

        // He came back while the meeting was being told.
        if (room.HasSocket(who))
            await desk.AskAsync(room.Meeting.Conference, new MeetingCommand.Return(Actor.Server, who));
    }
}
