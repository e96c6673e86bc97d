using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SignalingHost.Webhooks;

/// <summary>The documents of the webhook, as they are written.</summary>
internal sealed record EventInfo
{
    public required string Event { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long Timestamp { get; init; }

    public EventPayload? Payload { get; init; }
}

internal sealed record EventPayload
{
    public MeetingInfo? MeetingInfo { get; init; }

    public AttendeeInfo? AttendeeInfo { get; init; }
}

internal sealed record MeetingInfo
{
    [JsonPropertyName("meetingID")]
    public required string MeetingId { get; init; }

    [JsonPropertyName("meetingUUID")]
    public string? MeetingUuid { get; init; }

    [JsonPropertyName("meetingCycleSubID")]
    public string? MeetingCycleSubId { get; init; }
}

internal sealed record AttendeeInfo
{
    [JsonPropertyName("userUUID")]
    public string? UserUuid { get; init; }

    public string? UserAgent { get; init; }

    public string? Account { get; init; }

    [JsonPropertyName("participantID")]
    public required string ParticipantId { get; init; }

    public string? DisplayName { get; init; }

    public long JoinTime { get; init; }

    public long? LeftTime { get; init; }

    public int Role { get; init; }

    public string? CallNumber { get; init; }
}

/// <summary>What the receiver must say to <c>meeting.verify</c>.</summary>
internal sealed record VerifyAnswer
{
    public string? Event { get; init; }

    public string? Nonce { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventInfo))]
[JsonSerializable(typeof(VerifyAnswer))]
internal sealed partial class WebhookJson : JsonSerializerContext
{
    /// <summary>What is signed is what is sent, letter by letter, and Chinese stays Chinese.</summary>
    public static WebhookJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
