using Meetings;
using Meetings.Booking;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>Bookings, as the desk needs them within its own transactions: a run begins and ends as one change with its booking's phase.</summary>
internal interface IBookings
{
    /// <summary>By its own number, or by the number of the room that it is held in now or next.</summary>
    Task<BookedMeeting?> FindAsync(StoreSession session, ConferenceId number);

    Task SaveAsync(StoreSession session, BookedMeeting meeting);
}
