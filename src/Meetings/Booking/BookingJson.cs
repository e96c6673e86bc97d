using System.Text.Json.Serialization.Metadata;

namespace Meetings.Booking;

/// <summary>How bookings are kept.</summary>
public static class BookingJson
{
    public static class Default
    {
        public static JsonTypeInfo<BookedMeeting> BookedMeeting { get; } = KeptForm.Of<BookedMeeting>();

        public static JsonTypeInfo<BookingRequest> BookingRequest { get; } = KeptForm.Of<BookingRequest>();

        public static JsonTypeInfo<MeetingTemplate> MeetingTemplate { get; } = KeptForm.Of<MeetingTemplate>();

        public static JsonTypeInfo<Notice> Notice { get; } = KeptForm.Of<Notice>();
    }
}
