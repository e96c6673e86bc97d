using System.Globalization;

namespace Meetings.Booking;

/// <summary>Requests laid over one another: a change over what is booked, a call over a template.</summary>
public static class BookingRequests
{
    /// <summary>What is said in <paramref name="wish"/>, and the rest as in <paramref name="ground"/>.</summary>
    public static BookingRequest Over(BookingRequest wish, BookingRequest ground) => new()
    {
        IsRecurring = wish.IsRecurring || ground.IsRecurring,
        Cycle = wish.Cycle ?? ground.Cycle,

        // Whoever names a guest password wants one asked for.
        IsGuestFreePwd = wish.IsGuestFreePwd ?? (string.IsNullOrEmpty(wish.GuestPwd) ? ground.IsGuestFreePwd : false),
        GuestPwd = string.IsNullOrEmpty(wish.GuestPwd) ? ground.GuestPwd : wish.GuestPwd,
        Start = wish.Start ?? ground.Start,
        Length = wish.Length ?? ground.Length,
        Subject = wish.Subject ?? ground.Subject,
        MediaTypes = wish.MediaTypes ?? ground.MediaTypes,
        GroupUri = wish.GroupUri ?? ground.GroupUri,
        Invitees = wish.Invitees ?? ground.Invitees,
        IsAutoRecord = wish.IsAutoRecord ?? ground.IsAutoRecord,
        RecordType = wish.RecordType ?? ground.RecordType,
        RecordAuxStream = wish.RecordAuxStream ?? ground.RecordAuxStream,
        RecordAuthType = wish.RecordAuthType ?? ground.RecordAuthType,
        LiveAddress = wish.LiveAddress ?? ground.LiveAddress,
        AuxAddress = wish.AuxAddress ?? ground.AuxAddress,
        EncryptMode = wish.EncryptMode ?? ground.EncryptMode,
        Language = wish.Language ?? ground.Language,
        TimeZoneId = wish.TimeZoneId ?? ground.TimeZoneId,
        VmrFlag = wish.VmrFlag ?? ground.VmrFlag,
        VmrId = wish.VmrId ?? ground.VmrId,
        VmrIdType = wish.VmrIdType ?? ground.VmrIdType,
        ConcurrentParticipants = wish.ConcurrentParticipants ?? ground.ConcurrentParticipants,
        Interpretation = wish.Interpretation ?? ground.Interpretation,
        ConfResType = wish.ConfResType ?? ground.ConfResType,
        NotifyByMail = wish.NotifyByMail ?? ground.NotifyByMail,
        NotifyBySms = wish.NotifyBySms ?? ground.NotifyBySms,
        NotifyByCalendar = wish.NotifyByCalendar ?? ground.NotifyByCalendar,
        IsAutoMute = wish.IsAutoMute ?? ground.IsAutoMute,
        IsHardTerminalAutoMute = wish.IsHardTerminalAutoMute ?? ground.IsHardTerminalAutoMute,
        CallInRestriction = wish.CallInRestriction ?? ground.CallInRestriction,
        AllowGuestStartConf = wish.AllowGuestStartConf ?? ground.AllowGuestStartConf,
        ProlongLength = wish.ProlongLength ?? ground.ProlongLength,
        EnableWaitingRoom = wish.EnableWaitingRoom ?? ground.EnableWaitingRoom,
        IsHostCameraOn = wish.IsHostCameraOn ?? ground.IsHostCameraOn,
        IsGuestCameraOn = wish.IsGuestCameraOn ?? ground.IsGuestCameraOn,
    };

    /// <summary>The request that would book this meeting again.</summary>
    public static BookingRequest Of(BookedMeeting meeting) => new()
    {
        IsRecurring = meeting.Kind == BookingKind.Recurring,
        Start = meeting.Start,
        Length = (int)(meeting.Pattern?.Length ?? meeting.Length).TotalMinutes,
        Subject = meeting.Subject,
        MediaTypes = meeting.Media.Wire,
        GroupUri = meeting.GroupUri,
        Invitees = [.. meeting.Invitees.Select(InviteeRules.RequestOf)],
        IsAutoRecord = meeting.Recording.IsAutomatic ? 1 : 0,
        RecordType = (int)meeting.Recording.Kind,
        RecordAuxStream = meeting.Recording.WithShare ? 1 : 0,
        RecordAuthType = (int)meeting.Recording.Audience,
        LiveAddress = meeting.Recording.LiveAddress,
        AuxAddress = meeting.Recording.ShareAddress,
        EncryptMode = (int)meeting.EncryptMode,
        Language = meeting.Language.Wire,
        TimeZoneId = meeting.TimeZoneId.ToString(CultureInfo.InvariantCulture),
        VmrFlag = meeting.Room is null ? 0 : 1,
        VmrId = meeting.Room?.Value,
        VmrIdType = (int)meeting.RoomIdKind,
        ConcurrentParticipants = meeting.Cap,
        ConfResType = meeting.ResourceType,
        Cycle = meeting.Pattern is { } pattern ? CycleOf(pattern) : null,
        NotifyByMail = meeting.Notices.ByMail,
        NotifyBySms = meeting.Notices.BySms,
        NotifyByCalendar = meeting.Notices.ByCalendar,
        IsAutoMute = meeting.Entry.MuteOnEntry,
        IsHardTerminalAutoMute = meeting.Entry.MuteTerminalsOnEntry,
        IsGuestFreePwd = meeting.Passwords.GuestsAreFree,
        GuestPwd = meeting.Passwords.Guest,
        CallInRestriction = (int)meeting.Entry.Restriction,
        AllowGuestStartConf = meeting.Entry.GuestsFirst,
        ProlongLength = (int)meeting.ProlongBy.TotalMinutes,
        EnableWaitingRoom = meeting.Entry.WaitingRoom,
        IsHostCameraOn = meeting.Entry.HostCameraOn,
        IsGuestCameraOn = meeting.Entry.GuestCameraOn,
    };

    /// <summary>The wire's cycleParams of a pattern.</summary>
    public static CycleRequest CycleOf(RecurrencePattern pattern) => new()
    {
        StartDate = pattern.StartDate,
        EndDate = pattern.EndDate,
        Cycle = pattern.Cycle.ToString(),
        Interval = pattern.Interval,
        Points = pattern.Points,
        RemindDays = pattern.RemindDays,
    };
}
