using System.Globalization;
using System.Text.Json;
using Meetings.Booking;
using Meetings.Conduct;
using Meetings.Conduct.Layouts;
using SignalingHost.Conferences;

namespace SignalingHost.Push;

/// <summary>One key of a notification and its value as JSON, so that two states are compared key by key.</summary>
internal readonly record struct PushField(string Key, string Json);

/// <summary>The keys of each notification, always in the same order.</summary>
internal static class PushFields
{
    private const int AutomaticPictures = 16;

    /// <summary>What was booked. The chair's password is for hosts.</summary>
    public static PushField[] Basic(MeetingView view, bool forHost, string guestLink)
    {
        var (setup, dynamics) = (view.Setup, view.Dynamics);
        var displayed = setup.DialledNumber.Length > 0 ? setup.DialledNumber : setup.Conference.Value;
        return
        [
            new("displayID", Text(displayed)),
            new("title", Text(setup.Subject)),
            new("startTime", Text(Milliseconds(dynamics.StartedAt))),
            new("scheduledStartTime", Text(setup.ScheduledStart is { } start ? Milliseconds(start) : "")),
            new("pwds", Passwords(setup, forHost)),
            new("recType", Number(RecordTypeOf(setup.Recording))),
            new("media", Number(setup.Media == MediaKind.Voice ? 1 : 2)),
            new("owner", Text(setup.OwnerName)),
            new("ownerID", Text(setup.Owner.Value)),
            new("orgID", Text(setup.Corporation.Value)),
            new("userType", "2"),
            new("guestJoinUri", Text(guestLink)),
            new("callInRestriction", Number((int)dynamics.JoinRestriction)),
            new("audienceCallInRestriction", Number((int)dynamics.AudienceRestriction)),
            new("confMode", Text("COMMON")),
            new("realTimeSubtitle", "0"),
            new("supportWatermark", "0"),
            new("webinar", "false"),
            new("bignumMultiPicSwitch", "1"),
            new("partViewSwitch", "1"),
            new("simultaneousInterpretation", "0"),
            new("supportCohost", Flag(setup.Options.Cohosts)),
            new("supportClientRecord", "1"),
            new("inviteShareSwitch", "1"),
            new("confPortalCapabilities", Text("")),
            new("supportWaitingRoom", "true"),
            new("aiRecType", "0"),
        ];
    }

    public static PushField[] Dynamic(MeetingView view)
    {
        var dynamics = view.Dynamics;
        var picture = dynamics.MultiPicture;
        return
        [
            new("state", Text(dynamics.State.ToString())),
            new("endTime", Text(Milliseconds(dynamics.EndsAt))),
            new("mode", Text(dynamics.Mode.ToString().ToUpperInvariant())),
            new("vas", Flag(dynamics.VoiceActivated)),
            new("picNum", Number(PaneCountOf(picture))),
            new("lock", Flag(dynamics.Locked)),
            new("mute", Flag(dynamics.AllMuted)),
            new("lockSharing", Flag(dynamics.SharingLocked)),
            new("canUnmute", Flag(dynamics.CanUnmute)),
            new("chairView", Flag(dynamics.ChairPolling)),
            new("recState", Flag(dynamics.Recording is RecordingState.On or RecordingState.Starting)),
            new("aiRecState", "0"),
            new("enableShareSetting", Flag(dynamics.FreeShare)),
            new("callInRestriction", Number((int)dynamics.JoinRestriction)),
            new("audienceCallInRestriction", Number((int)dynamics.AudienceRestriction)),
            new("forbiddenChat", Flag(dynamics.Chat == ChatPermission.None)),
            new("chatPermission", Number((int)dynamics.Chat)),
            new("realTimeSubtitle", "0"),
            new("audienceTotalCount", Number(view.Participants.Count(participant => participant.Role == Role.Audience))),
            new("simultaneousInterpretation", "0"),
            new("lanChannels", "[]"),
            new("allowAudience", "false"),
            new("pause", dynamics.Paused ? "true" : "false"),
            new("partViewNum", Number(dynamics.PartViews)),
            new("maxPartViewNum", Number(Dynamics.MaxPartViews)),
            new("audienceVideoLayout", "0"),
            new("recOccurred", Flag(dynamics.HasRecorded)),
            new("liveState", Flag(dynamics.Live is LiveState.On or LiveState.Starting)),
            new("clientRecState", Flag(view.Participants.Any(participant => participant.Recording))),
            new("clientRecMode", Number((int)dynamics.ClientRecording)),
            new("allowOpenCamera", Flag(dynamics.AllowOpenCamera)),
            new("allowRename", Flag(dynamics.AllowRename)),
            new("waitingRoomState", Flag(dynamics.WaitingRoom)),
            new("showAudienceMode", "0"),
            new("audienceCountMultiple", "1"),
            new("audienceCountReal", "0"),
            new("confIMGroupId", Text("")),
            new("multiPic", MultiPicture(picture)),
        ];
    }

    /// <summary>The pinfoMap of somebody in the meeting: every value is a string.</summary>
    public static PushField[] Participant(Participant participant) =>
    [
        new("NAME", Text(participant.Name)),
        new("TEL", Text(participant.Number)),
        new("ROLE", Text(Number((int)participant.Role))),
        new("STATE", participant.HasEntered ? "\"0\"" : "\"1\""),
        new("HAND", Quoted(participant.HandAt is not null)),
        new("BROADCAST", Quoted(participant.Broadcast)),
        new("ROLLCALL", Quoted(participant.RollCalled)),
        new("SHARE", Quoted(participant.Sharing)),
        new("MUTE", Quoted(participant.Muted)),
        new("VIDEO", Quoted(participant.Device.Video)),
        new("ADDTIME", Text(Milliseconds(participant.JoinedAt))),
        new("M", "\"0\""),
        new("T", Text(participant.Entry.ToString(CultureInfo.InvariantCulture))),
        new("ANONYMOUS", Quoted(participant.Anonymous)),
        new("LOCALREC", Quoted(participant.Recording)),
        new("CLIENT_LOGIN_TYPE", Text(LoginType(participant.Device.Kind))),
        new("VIEW_TYPE", Text(Number((int)participant.View))),
        new("PART_VIEW_SRC", Text(participant.ViewSource?.Value ?? "")),
        new("IS_SVC", Quoted(participant.Device.MultiStream)),
        new("ORG_ID", Text(participant.Corporation?.Value ?? "")),
        new("ACCOUNT_ID", Text(participant.Account?.Value ?? "")),
        new("ACCOUNT", Text(participant.Login)),
        new("THIRDACCOUNT", Text(participant.AppId)),
        new("CAMERASTATE", Quoted(participant.CameraOn)),
        new("LOCKED_VIEW", Quoted(participant.ViewLocked)),
        new("ALLOW_CLIENT_REC", Quoted(participant.MayRecord)),
        new("CLIENT_REC_STATE", Quoted(participant.Recording)),
        new("CLIENT_CAPABILITIES", Text(participant.Device.Capabilities)),
        new("ROLE_SWITCH_OVER", "\"0\""),
        new("RTC_USER_ID", Text("")),
        new("IS_COHOST", Quoted(participant.Cohost)),
        new("INVITE_SHARE_STATE", Quoted(participant.InvitedToShare)),
    ];

    public static PushField[] Waiting(WaitingGuest guest) =>
    [
        new("NAME", Text(guest.Request.Name)),
        new("ADDTIME", Text(Milliseconds(guest.Since))),
        new("ANONYMOUS", Quoted(guest.Request.Account is null)),
        new("CLIENT_LOGIN_TYPE", Text(LoginType(guest.Request.Device.Kind))),
        new("ORG_ID", Text(guest.Request.Corporation?.Value ?? "")),
        new("ACCOUNT_ID", Text(guest.Request.Account?.Value ?? "")),
        new("ACCOUNT", Text(guest.Request.Login)),
        new("THIRDACCOUNT", Text(guest.Request.AppId)),
        new("TEL", Text(guest.Request.Number)),
        new("WAITINGSTATE", Quoted(guest.Admitted)),
    ];

    public static string Text(string value) => $"\"{JsonEncodedText.Encode(value, PushFrame.Encoder)}\"";

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // On this channel recording alone is 1 and live alone is 3, unlike in REST.
    private static int RecordTypeOf(RecordKind kind) => kind switch
    {
        RecordKind.Record => 1,
        RecordKind.LiveAndRecord => 2,
        RecordKind.Live => 3,
        _ => 0,
    };

    private static string Passwords(MeetingSetup setup, bool forHost)
    {
        var general = $"{{\"role\":\"general\",\"pwd\":{Text(setup.Passwords.Guest)}}}";
        return forHost ? $"[{{\"role\":\"chair\",\"pwd\":{Text(setup.Passwords.Chair)}}},{general}]" : $"[{general}]";
    }

    private static string MultiPicture(MultiPictureChoice picture)
    {
        var panes = string.Join(',', picture.Panes.Select(pane =>
            $"{{\"index\":{Number(pane.Index)},\"id\":[{string.Join(',', pane.Members.Select(Text))}],\"share\":{Flag(pane.Share)}}}"));
        return $"{{\"imageType\":{Text(picture.ImageType)},\"picInfos\":[{panes}],\"picNum\":{Number(PaneCountOf(picture))},\"period\":{Number((int)picture.SwitchTime.TotalSeconds)}}}";
    }

    private static int PaneCountOf(MultiPictureChoice picture) =>
        !picture.Manual ? AutomaticPictures
        : picture.Custom is { } custom ? custom.Panes.Count
        : LayoutCatalogue.TryFind(picture.ImageType, out var layout) ? layout.Panes.Count : picture.Panes.Count;

    private static string LoginType(DeviceKind kind) => kind switch
    {
        DeviceKind.Browser or DeviceKind.Desktop => "Desktop",
        DeviceKind.Mobile => "Mobile",
        DeviceKind.Pad => "Pad",
        _ => "OtherType",
    };

    private static string Milliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static string Flag(bool on) => on ? "1" : "0";

    private static string Quoted(bool on) => on ? "\"1\"" : "\"0\"";
}
