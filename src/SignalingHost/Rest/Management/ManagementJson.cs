using System.Text.Json.Serialization;

namespace SignalingHost.Rest.Management;

/// <summary>The models of meeting management.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(ScheduleConf))]
[JsonSerializable(typeof(ConferenceInfo[]))]
[JsonSerializable(typeof(Page<ConferenceInfo>))]
[JsonSerializable(typeof(ConferenceDetail))]
[JsonSerializable(typeof(SubConfChange))]
[JsonSerializable(typeof(SubConfCancel))]
[JsonSerializable(typeof(Page<OnlineAttendee>))]
[JsonSerializable(typeof(Page<AttendeeRecord>))]
[JsonSerializable(typeof(Page<ControlRecord>))]
[JsonSerializable(typeof(StartRequest))]
[JsonSerializable(typeof(StartAnswer))]
[JsonSerializable(typeof(RegionAnswer))]
[JsonSerializable(typeof(AnonymousAnswer))]
[JsonSerializable(typeof(RandomAnswer))]
[JsonSerializable(typeof(NumberAnswer))]
[JsonSerializable(typeof(OrgRes))]
[JsonSerializable(typeof(SpRes))]
[JsonSerializable(typeof(OrgAnswer))]
internal sealed partial class ManagementJson : JsonSerializerContext;
