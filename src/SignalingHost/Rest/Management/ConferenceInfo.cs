using System.Text.Json.Serialization;

namespace SignalingHost.Rest.Management;

/// <summary>The wire's ConferenceInfo, odd spellings and all. What is not known is left out.</summary>
internal sealed record ConferenceInfo
{
    public required string ConferenceID { get; init; }

    public required string Subject { get; init; }

    public int Size { get; init; }

    public required string TimeZoneID { get; init; }

    public required string StartTime { get; init; }

    public required string EndTime { get; init; }

    public required string MediaTypes { get; init; }

    public required string ConferenceState { get; init; }

    public required string Language { get; init; }

    public string? AccessNumber { get; init; }

    public required IReadOnlyList<PasswordEntry> PasswordEntry { get; init; }

    [JsonPropertyName("userUUID")]
    public required string UserUuid { get; init; }

    /// <summary>Spelt so on the wire.</summary>
    public required string ScheduserName { get; init; }

    public int ConferenceType { get; init; }

    public required string ConfType { get; init; }

    public CycleParams? CycleParams { get; init; }

    public int IsAutoMute { get; init; }

    public int IsAutoRecord { get; init; }

    public string? ChairJoinUri { get; init; }

    public required string GuestJoinUri { get; init; }

    public int RecordType { get; init; }

    public string? AuxAddress { get; init; }

    public string? LiveAddress { get; init; }

    public int RecordAuxStream { get; init; }

    public int RecordAuthType { get; init; }

    public required ConfConfigInfo ConfConfigInfo { get; init; }

    public int VmrFlag { get; init; }

    public bool IsHasRecordFile { get; init; }

    public string? VmrConferenceID { get; init; }

    [JsonPropertyName("confUUID")]
    public string? ConfUuid { get; init; }

    public required IReadOnlyList<PartAttendee> PartAttendeeInfo { get; init; }

    /// <summary>Spelt so on the wire.</summary>
    public int TerminlCount { get; init; }

    public int NormalCount { get; init; }

    public string? DeptName { get; init; }

    public string? VmrID { get; init; }

    public string? Role { get; init; }

    public bool Webinar { get; init; }

    public int? OnlineAttendeeAmount { get; init; }

    public int MultiStreamFlag { get; init; } = 1;

    public string ConfMode { get; init; } = "COMMON";

    public bool ScheduleVmr { get; init; }

    public int ConcurrentParticipants { get; init; }

    public bool SupportSimultaneousInterpretation { get; init; }

    public IReadOnlyList<CycleSubConf>? SubConfs { get; init; }

    public string? CycleSubConfID { get; init; }
}

internal sealed record PasswordEntry(string ConferenceRole, string Password);

internal sealed record PartAttendee
{
    public required string Name { get; init; }

    public required string Phone { get; init; }

    public string? Phone2 { get; init; }

    public string? Phone3 { get; init; }

    public required string Type { get; init; }

    public int Role { get; init; }

    public int IsMute { get; init; }
}

internal sealed record CycleSubConf
{
    public required string CycleSubConfID { get; init; }

    public required string ConferenceID { get; init; }

    public required string MediaType { get; init; }

    public required string StartTime { get; init; }

    public required string EndTime { get; init; }

    public int IsAutoRecord { get; init; }

    public required SubConfConfigInfo ConfConfigInfo { get; init; }

    public int RecordAuthType { get; init; }

    public string? Description { get; init; }
}
