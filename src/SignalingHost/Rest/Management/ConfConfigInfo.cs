using Meetings.Booking;

namespace SignalingHost.Rest.Management;

/// <summary>The wire's RestConfConfigDTO, asked for and answered.</summary>
internal sealed record ConfConfigInfo
{
    public bool? IsSendNotify { get; init; }

    public bool? IsSendSms { get; init; }

    public bool? IsSendCalendar { get; init; }

    public bool? IsAutoMute { get; init; }

    public bool? IsHardTerminalAutoMute { get; init; }

    public bool? IsGuestFreePwd { get; init; }

    public int? CallInRestriction { get; init; }

    public bool? AllowGuestStartConf { get; init; }

    public string? GuestPwd { get; init; }

    public int? VmrIDType { get; init; }

    public int? ProlongLength { get; init; }

    public bool? EnableWaitingRoom { get; init; }

    public bool? IsHostCameraOn { get; init; }

    public bool? IsGuestCameraOn { get; init; }

    public static ConfConfigInfo Of(BookedMeeting meeting) => new()
    {
        IsSendNotify = meeting.Notices.ByMail,
        IsSendSms = meeting.Notices.BySms,
        IsSendCalendar = meeting.Notices.ByCalendar,
        IsAutoMute = meeting.Entry.MuteOnEntry,
        IsHardTerminalAutoMute = meeting.Entry.MuteTerminalsOnEntry,
        IsGuestFreePwd = meeting.Passwords.GuestsAreFree,
        CallInRestriction = (int)meeting.Entry.Restriction,
        AllowGuestStartConf = meeting.Entry.GuestsFirst,
        VmrIDType = meeting.Room is null ? null : (int)meeting.RoomIdKind,
        ProlongLength = (int)meeting.ProlongBy.TotalMinutes,
        EnableWaitingRoom = meeting.Entry.WaitingRoom,
        IsHostCameraOn = meeting.Entry.HostCameraOn,
        IsGuestCameraOn = meeting.Entry.GuestCameraOn,
    };
}

/// <summary>The wire's CycleSubConfConfigDTO: what one time of a recurring meeting may have for itself.</summary>
internal sealed record SubConfConfigInfo
{
    public int? CallInRestriction { get; init; }

    public int? AudienceCallInRestriction { get; init; }

    public bool? AllowGuestStartConf { get; init; }

    public bool? EnableWaitingRoom { get; init; }
}
