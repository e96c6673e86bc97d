using System.Text.Json.Serialization;

namespace Meetings.Corporations;

/// <summary>How corporations, accounts and rooms are kept.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Corporation))]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(CloudRoom))]
public sealed partial class CorporationJson : JsonSerializerContext;
