using Meetings.Conduct;

namespace SignalingHost.Rest.Control;

/// <summary>What is done to the meeting as a whole: mute all, lock, extend, end, record, settings.</summary>
internal static class MeetingEndpoints
{
    public static void MapMeeting(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/realTimeInfo", (ControlCaller by) => new RealTimeAnswer(by.Meeting.View)).As("show_real_time_info_of_meeting", ControlDoor.Controller);
        routes.MapPut("/mute", MuteAllAsync).As("mute_meeting", ControlDoor.Controller);
        routes.MapPut("/mute/guestUnMute", LetUnmuteAsync).As("allow_guest_unmute", ControlDoor.Controller);
        routes.MapPut("/lock", LockAsync).As("lock_meeting", ControlDoor.Controller);
        routes.MapPut("/duration", ExtendAsync).As("prolong_meeting", ControlDoor.Controller);
        routes.MapPut("/stop", (ControlCaller by) => by.AskAsync(actor => new MeetingCommand.End(actor))).As("stop_meeting", ControlDoor.Controller);
        routes.MapPut("/pause", PauseAsync).As("pause_conference", ControlDoor.Controller);
        routes.MapPut("/record", RecordAsync).As("record", ControlDoor.Controller);
        routes.MapPut("/mmrRecord", MmrRecordAsync).As("set_mmr_record", ControlDoor.Controller);
        routes.MapPut("/live", LiveAsync).As("live", ControlDoor.Controller);
        routes.MapPut("/mmrLive", MmrLiveAsync).As("set_mmr_live", ControlDoor.Controller);
        routes.MapPut("/updateStartedConfConfig", ConfigureAsync).As("update_started_conf_config", ControlDoor.Controller);
    }

    /// <summary>Where clients of an older generation extend a meeting, under a path of its own; what it means is the same.</summary>
    public static void MapOldExtension(this IEndpointRouteBuilder app) =>
        app.MapPut("/v1/mmc/management/conference/duration", ExtendAsync).As("prolong_meeting_by_management", ControlDoor.Controller);

    private static Task<Done> MuteAllAsync(ControlCaller by, MuteRequest body) => by.AskAsync(
        Given.OnOff(body.IsMute), Given.OnOff(body.AllowUnmuteByOneself, unsaid: true), (actor, on, may) => new MeetingCommand.MuteAll(actor, on, may));

    private static Task<Done> LetUnmuteAsync(ControlCaller by, GuestUnmuteRequest body) =>
        by.AskAsync(Given.OnOff(body.AllowUnmuteByOneself), (actor, on) => new MeetingCommand.LetGuestsUnmute(actor, on));

    private static Task<Done> LockAsync(ControlCaller by, LockRequest body) =>
        by.AskAsync(Given.OnOff(body.IsLock), (actor, on) => new MeetingCommand.Lock(actor, on));

    private static Task<Done> ExtendAsync(ControlCaller by, DurationRequest body) =>
        by.AskAsync(Given.OnOff(body.Auto), (actor, auto) => new MeetingCommand.Extend(actor, auto, body.Duration));

    private static Task<Done> PauseAsync(ControlCaller by, PauseRequest body) =>
        by.AskAsync(Given.OnOff(body.Pause), (actor, on) => new MeetingCommand.Pause(actor, on));

    private static Task<Done> RecordAsync(ControlCaller by, RecordRequest body) =>
        by.AskAsync(Given.OnOff(body.IsRecord), (actor, on) => new MeetingCommand.Record(actor, on ? RecordAction.Start : RecordAction.Stop));

    private static Task<Done> MmrRecordAsync(ControlCaller by, MmrRecordRequest body) => by.AskAsync(
        body.RecordType is { } type && !Enum.IsDefined((RecordAction)type) ? Meetings.Refusal.OnOffNotInRange : Given.Number(body.RecordType),
        (actor, type) => new MeetingCommand.Record(actor, (RecordAction)type));

    private static Task<Done> LiveAsync(ControlCaller by, LiveRequest body) =>
        by.AskAsync(Given.OnOff(body.IsLive), (actor, on) => new MeetingCommand.GoLive(actor, on));

    private static Task<Done> MmrLiveAsync(ControlCaller by, MmrLiveRequest body) =>
        by.AskAsync(Given.OnOff(body.LiveState), (actor, on) => new MeetingCommand.GoLive(actor, on));

    private static Task<Done> ConfigureAsync(ControlCaller by, ConfigurationRequest body) => by.AskAsync(actor => new MeetingCommand.Configure(
        actor,
        new ConfigurationChange
        {
            LockSharing = body.LockSharing,
            JoinRestriction = body.CallInRestriction,
            AllowUnmuteByOneself = body.AllowUnmuteByOneself,
            ChatPermission = body.ChatPermission,
            AudienceRestriction = body.AudienceCallInRestriction,
            ClientRecording = body.ClientRecMode,
            AllowOpenCamera = body.AllowOpenCamera,
            AllowRename = body.AllowRename,
            Lock = body.IsLock,
            FreeShare = body.FreeShare,
        }));
}
