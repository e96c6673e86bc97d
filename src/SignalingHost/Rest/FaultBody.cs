using System.Text.Json.Serialization;

namespace SignalingHost.Rest;

/// <summary>A fault as it is written. The field is ours: which of the body's values could not be read, such as <c>attendees[0].role</c>.</summary>
internal sealed record FaultBody(
    [property: JsonPropertyName("error_code")] string ErrorCode,
    [property: JsonPropertyName("error_msg")] string ErrorMsg,
    [property: JsonPropertyName("error_field"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ErrorField = null);

[JsonSerializable(typeof(FaultBody))]
internal sealed partial class FaultJson : JsonSerializerContext;
