using System.Text.Json.Serialization;

namespace Meetings.History;

/// <summary>How history is kept.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(AttendanceEntry))]
[JsonSerializable(typeof(AuditEntry))]
public sealed partial class HistoryJson : JsonSerializerContext;
