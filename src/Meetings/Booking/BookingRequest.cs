namespace Meetings.Booking;

/// <summary>
/// What a caller asks for (the wire's ScheduleConf with its confConfigInfo). Nothing in it has been checked, and null is "not said":
/// a default when booking, "as it was" when changing.
/// </summary>
public sealed record BookingRequest
{
    /// <summary>Whether it was asked for as a recurring meeting; then <see cref="Cycle"/> must be there.</summary>
    public bool IsRecurring { get; init; }

    /// <summary>Null begins at once.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>In minutes.</summary>
    public int? Length { get; init; }

    public string? Subject { get; init; }

    public string? MediaTypes { get; init; }

    public string? GroupUri { get; init; }

    public IReadOnlyList<InviteeRequest>? Invitees { get; init; }

    public int? IsAutoRecord { get; init; }

    public int? RecordType { get; init; }

    public int? RecordAuxStream { get; init; }

    public int? RecordAuthType { get; init; }

    public string? LiveAddress { get; init; }

    public string? AuxAddress { get; init; }

    public int? EncryptMode { get; init; }

    public string? Language { get; init; }

    public string? TimeZoneId { get; init; }

    public int? VmrFlag { get; init; }

    /// <summary>The room's internal id, not the number that is dialled.</summary>
    public string? VmrId { get; init; }

    public int? VmrIdType { get; init; }

    public int? ConcurrentParticipants { get; init; }

    public bool? Interpretation { get; init; }

    public int? ConfResType { get; init; }

    public CycleRequest? Cycle { get; init; }

    public bool? NotifyByMail { get; init; }

    public bool? NotifyBySms { get; init; }

    public bool? NotifyByCalendar { get; init; }

    public bool? IsAutoMute { get; init; }

    public bool? IsHardTerminalAutoMute { get; init; }

    public bool? IsGuestFreePwd { get; init; }

    public string? GuestPwd { get; init; }

    public int? CallInRestriction { get; init; }

    public bool? AllowGuestStartConf { get; init; }

    public int? ProlongLength { get; init; }

    public bool? EnableWaitingRoom { get; init; }

    public bool? IsHostCameraOn { get; init; }

    public bool? IsGuestCameraOn { get; init; }
}
