using System.Text.Json.Serialization;
using Meetings.Conduct;

namespace SignalingHost.Rest.Management;

/// <summary>The wire's OnlineAttendeeRecordInfo: one who is in a running meeting.</summary>
internal sealed record OnlineAttendee
{
    [JsonPropertyName("participant_id")]
    public required string ParticipantId { get; init; }

    public required string Name { get; init; }

    [JsonPropertyName("call_number")]
    public required string CallNumber { get; init; }

    public int Role { get; init; }

    [JsonPropertyName("third_account")]
    public string? ThirdAccount { get; init; }

    public string? Account { get; init; }

    [JsonPropertyName("user_id")]
    public string? UserId { get; init; }

    public static OnlineAttendee Of(Participant one) => new()
    {
        ParticipantId = one.Id.Value,
        Name = one.Name,
        CallNumber = one.Number,
        Role = one.IsChair ? 1 : 0,
        ThirdAccount = one.AppId.Length > 0 && one.Login.Length > 0 ? one.Login : null,
        Account = one.Login.Length > 0 ? one.Login : null,
        UserId = one.Account?.Value,
    };
}
