using Meetings.Booking;

namespace SignalingHost.Rest.Management;

/// <summary>The wire's RestScheduleConfDTO.</summary>
internal sealed record ScheduleConf
{
    /// <summary>yyyy-MM-dd HH:mm in UTC; absent or empty begins at once.</summary>
    public string? StartTime { get; init; }

    public int? Length { get; init; }

    public string? Subject { get; init; }

    public string? MediaTypes { get; init; }

    public string? Groupuri { get; init; }

    public IReadOnlyList<AttendeeBody>? Attendees { get; init; }

    public int? IsAutoRecord { get; init; }

    public int? EncryptMode { get; init; }

    public string? Language { get; init; }

    public string? TimeZoneID { get; init; }

    public int? RecordType { get; init; }

    public string? LiveAddress { get; init; }

    public string? AuxAddress { get; init; }

    public int? RecordAuxStream { get; init; }

    public ConfConfigInfo? ConfConfigInfo { get; init; }

    public int? RecordAuthType { get; init; }

    public int? VmrFlag { get; init; }

    public CycleParams? CycleParams { get; init; }

    public string? VmrID { get; init; }

    public int? ConcurrentParticipants { get; init; }

    public bool? SupportSimultaneousInterpretation { get; init; }

    public int? ConfResType { get; init; }

    /// <summary>False only where a time or a day is written in no way that is known.</summary>
    public bool TryRead(bool isRecurring, out BookingRequest request)
    {
        request = new BookingRequest();
        DateTimeOffset? start = null;
        if (!string.IsNullOrEmpty(StartTime))
        {
            if (!WireTime.TryParse(StartTime, out DateTimeOffset at))
                return false;
            start = at;
        }

        CycleRequest? cycle = null;
        if (CycleParams is not null && !CycleParams.TryRead(out cycle))
            return false;

        var config = ConfConfigInfo ?? new ConfConfigInfo();
        request = new BookingRequest
        {
            IsRecurring = isRecurring,
            Cycle = cycle,
            Start = start,
            Length = Length,
            Subject = Subject,
            MediaTypes = MediaTypes,
            GroupUri = Groupuri,
            Invitees = Attendees?.Select(one => one.Read()).ToArray(),
            IsAutoRecord = IsAutoRecord,
            RecordType = RecordType,
            RecordAuxStream = RecordAuxStream,
            RecordAuthType = RecordAuthType,
            LiveAddress = LiveAddress,
            AuxAddress = AuxAddress,
            EncryptMode = EncryptMode,
            Language = Language,
            TimeZoneId = TimeZoneID,
            VmrFlag = VmrFlag,
            VmrId = VmrID,
            VmrIdType = config.VmrIDType,
            ConcurrentParticipants = ConcurrentParticipants,
            Interpretation = SupportSimultaneousInterpretation,
            ConfResType = ConfResType,
            NotifyByMail = config.IsSendNotify,
            NotifyBySms = config.IsSendSms,
            NotifyByCalendar = config.IsSendCalendar,
            IsAutoMute = config.IsAutoMute,
            IsHardTerminalAutoMute = config.IsHardTerminalAutoMute,
            IsGuestFreePwd = config.IsGuestFreePwd,
            GuestPwd = config.GuestPwd,
            CallInRestriction = config.CallInRestriction,
            AllowGuestStartConf = config.AllowGuestStartConf,
            ProlongLength = config.ProlongLength,
            EnableWaitingRoom = config.EnableWaitingRoom,
            IsHostCameraOn = config.IsHostCameraOn,
            IsGuestCameraOn = config.IsGuestCameraOn,
        };
        return true;
    }

    /// <summary>The other way round, for a template: what it would be booked with.</summary>
    public static ScheduleConf Of(BookingRequest request) => new()
    {
        Length = request.Length,
        Subject = request.Subject,
        MediaTypes = request.MediaTypes,
        Groupuri = request.GroupUri is { Length: > 0 } group ? group : null,
        Attendees = request.Invitees?.Select(AttendeeBody.Of).ToArray(),
        IsAutoRecord = request.IsAutoRecord,
        EncryptMode = request.EncryptMode,
        Language = request.Language,
        TimeZoneID = request.TimeZoneId,
        RecordType = request.RecordType,
        LiveAddress = request.LiveAddress is { Length: > 0 } live ? live : null,
        AuxAddress = request.AuxAddress is { Length: > 0 } aux ? aux : null,
        RecordAuxStream = request.RecordAuxStream,
        RecordAuthType = request.RecordAuthType,
        VmrFlag = request.VmrFlag,
        VmrID = request.VmrId,
        ConcurrentParticipants = request.ConcurrentParticipants,
        SupportSimultaneousInterpretation = request.Interpretation,
        ConfResType = request.ConfResType,
        ConfConfigInfo = new ConfConfigInfo
        {
            IsSendNotify = request.NotifyByMail,
            IsSendSms = request.NotifyBySms,
            IsSendCalendar = request.NotifyByCalendar,
            IsAutoMute = request.IsAutoMute,
            IsHardTerminalAutoMute = request.IsHardTerminalAutoMute,
            IsGuestFreePwd = request.IsGuestFreePwd,
            CallInRestriction = request.CallInRestriction,
            AllowGuestStartConf = request.AllowGuestStartConf,
            GuestPwd = request.GuestPwd is { Length: > 0 } password ? password : null,
            VmrIDType = request.VmrIdType,
            ProlongLength = request.ProlongLength,
            EnableWaitingRoom = request.EnableWaitingRoom,
            IsHostCameraOn = request.IsHostCameraOn,
            IsGuestCameraOn = request.IsGuestCameraOn,
        },
    };
}
