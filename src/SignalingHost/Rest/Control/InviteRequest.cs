using System.Text.Json.Serialization;

namespace SignalingHost.Rest.Control;

// The bodies of control calls, with the names of the wire. Everything may be missing; what must not is for the endpoint to say.
internal sealed record InviteRequest(IReadOnlyList<AttendeeBody?>? Attendees);

internal sealed record InviteWithPwdRequest(string? CallNum, string? OrgID, string? ConfID, string? Pwd, int? NumBelongsType, bool? IsNotOverlayPidName);

internal sealed record HangUpRequest(IReadOnlyList<string?>? BulkHangUpParticipants);

internal sealed record RemoveRequest(IReadOnlyList<RemoveBody?>? BulkDelAttendInfo);

internal sealed record RemoveBody(string? Number, string? ParticipantID);

internal sealed record RoleRequest(int? ApplyChair, string? ChairmanPwd);

internal sealed record CohostRequest(int? IsCohost);

internal sealed record MuteRequest(int? IsMute, int? AllowUnmuteByOneself);

internal sealed record GuestUnmuteRequest(int? AllowUnmuteByOneself);

internal sealed record HandRequest(int? HandsState);

internal sealed record HandsRequest(int? HandsState, IReadOnlyList<string?>? Pids);

internal sealed record RenameRequest(string? ParticipantID, string? Number, string? NewName);

internal sealed record VideoRequest(int? Status);

internal sealed record ShareRequest(int? Share);

internal sealed record ChairViewRequest(int? ViewType, string? ParticipantID, int? SwitchTime, int? Status);

internal sealed record PartViewRequest(int? ViewType, string? ParticipantID);

internal sealed record LockViewRequest(int? Status, string? ParticipantID);

internal sealed record MultiPictureBody
{
    public int? ManualSet { get; init; }

    public string? ImageType { get; init; }

    public IReadOnlyList<SubscriberInPic?>? SubscriberInPics { get; init; }

    public int? SwitchTime { get; init; }

    public bool? MultiPicSaveOnly { get; init; }

    /// <summary>The panes of a Custom layout; their ids are the indices.</summary>
    public PicLayoutInfo? PicLayoutInfo { get; init; }
}

/// <summary>A grid of x by y cells that covers the picture, and blocks of cells on it.</summary>
internal sealed record PicLayoutInfo(int? X, int? Y, IReadOnlyList<SubPicLayoutInfo?>? SubPicLayoutInfoList);

internal sealed record SubPicLayoutInfo(int? Id, int? Left, int? Top, int? XSize, int? YSize);

internal sealed record SubscriberInPic(int? Index, IReadOnlyList<string?>? Subscriber, int? IsAssistStream);

internal sealed record SwitchModeRequest(string? SwitchMode, int? ImageType);

internal sealed record SaveLayoutRequest(PicLayoutBody? RestPicLayout);

internal sealed record PicLayoutBody
{
    public int? SwitchTime { get; init; }

    public int? PicNum { get; init; }

    public string? LayOutName { get; init; }

    public string? ImageType { get; init; }

    public string? Uuid { get; init; }

    public IReadOnlyList<PicInfo?>? SubscriberInPics { get; init; }
}

internal sealed record PicInfo(int? Index, IReadOnlyList<string?>? Id, int? Share);

internal sealed record LockRequest(int? IsLock);

internal sealed record DurationRequest(int? Auto, int? Duration);

internal sealed record PauseRequest(int? Pause);

internal sealed record RecordRequest(int? IsRecord);

internal sealed record MmrRecordRequest(int? RecordType);

internal sealed record LiveRequest(int? IsLive);

internal sealed record MmrLiveRequest(int? LiveState);

internal sealed record ClientRecordRequest(int? AllowClientRecord);

internal sealed record ConfigurationRequest
{
    public int? LockSharing { get; init; }

    public int? CallInRestriction { get; init; }

    public int? AllowUnmuteByOneself { get; init; }

    public int? ChatPermission { get; init; }

    public int? AudienceCallInRestriction { get; init; }

    public int? ClientRecMode { get; init; }

    public int? AllowOpenCamera { get; init; }

    public int? AllowRename { get; init; }

    public int? IsLock { get; init; }

    public int? FreeShare { get; init; }
}

internal sealed record WaitingRequest(string? ParticipantID);

internal sealed record BatchWaitingRequest(IReadOnlyList<string?>? BatchParticipants);

internal sealed record AdmitRequest(string? ParticipantID, bool? AllowAll);

internal sealed record QosRequest(IReadOnlyList<QosUser?>? Users);

internal sealed record QosUser(string? Pid, string? AccessMediaType);

[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(InviteWithPwdRequest))]
[JsonSerializable(typeof(HangUpRequest))]
[JsonSerializable(typeof(RemoveRequest))]
[JsonSerializable(typeof(RoleRequest))]
[JsonSerializable(typeof(CohostRequest))]
[JsonSerializable(typeof(MuteRequest))]
[JsonSerializable(typeof(GuestUnmuteRequest))]
[JsonSerializable(typeof(HandRequest))]
[JsonSerializable(typeof(HandsRequest))]
[JsonSerializable(typeof(RenameRequest))]
[JsonSerializable(typeof(VideoRequest))]
[JsonSerializable(typeof(ShareRequest))]
[JsonSerializable(typeof(ChairViewRequest))]
[JsonSerializable(typeof(PartViewRequest))]
[JsonSerializable(typeof(LockViewRequest))]
[JsonSerializable(typeof(MultiPictureBody))]
[JsonSerializable(typeof(SwitchModeRequest))]
[JsonSerializable(typeof(SaveLayoutRequest))]
[JsonSerializable(typeof(LockRequest))]
[JsonSerializable(typeof(DurationRequest))]
[JsonSerializable(typeof(PauseRequest))]
[JsonSerializable(typeof(RecordRequest))]
[JsonSerializable(typeof(MmrRecordRequest))]
[JsonSerializable(typeof(LiveRequest))]
[JsonSerializable(typeof(MmrLiveRequest))]
[JsonSerializable(typeof(ClientRecordRequest))]
[JsonSerializable(typeof(ConfigurationRequest))]
[JsonSerializable(typeof(WaitingRequest))]
[JsonSerializable(typeof(BatchWaitingRequest))]
[JsonSerializable(typeof(AdmitRequest))]
[JsonSerializable(typeof(QosRequest))]
[JsonSerializable(typeof(ConferenceTokenAnswer))]
[JsonSerializable(typeof(PushTicketAnswer))]
[JsonSerializable(typeof(RealTimeInfo))]
[JsonSerializable(typeof(LayoutsAnswer))]
[JsonSerializable(typeof(SiteStatusAnswer))]
[JsonSerializable(typeof(QosAnswer))]
internal sealed partial class ControlJson : JsonSerializerContext;
