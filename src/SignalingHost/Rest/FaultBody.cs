using System.Text.Json.Serialization;

namespace SignalingHost.Rest;

/// <summary>A fault as it is written.</summary>
internal sealed record FaultBody(
    [property: JsonPropertyName("error_code")] string ErrorCode,
    [property: JsonPropertyName("error_msg")] string ErrorMsg);

[JsonSerializable(typeof(FaultBody))]
internal sealed partial class FaultJson : JsonSerializerContext;
