using System.Text.Json.Serialization;

namespace Meetings.Booking;

/// <summary>How bookings are kept: by the names of their members, so that a renamed member is a migration.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BookedMeeting))]
[JsonSerializable(typeof(BookingRequest))]
[JsonSerializable(typeof(MeetingTemplate))]
[JsonSerializable(typeof(Notice))]
public sealed partial class BookingJson : JsonSerializerContext;
