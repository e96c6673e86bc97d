using Meetings;
using Meetings.Booking;
using Meetings.Corporations;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Join;

/// <summary>
/// Where a number or a link that people have leads to: a meeting that is booked or held, or a room that nothing is booked on, which may
/// be entered at any time.
/// </summary>
internal sealed class Entrances(BookingTable bookings, TimeProvider clock)
{
    public async Task<Entrance?> FindAsync(StoreSession session, ConferenceId number) => await bookings.FindAsync(session, number) is { } meeting
        ? Entrance.Of(meeting)
        : Usable(await RoomTable.FindByNumberAsync(session, number));

    /// <summary>By the 48 hex digits of a join link.</summary>
    public async Task<Entrance?> FindByKeyAsync(StoreSession session, string key) => await bookings.FindByKeyAsync(session, key) is { } meeting
        ? Entrance.Of(meeting)
        : Usable(await RoomTable.FindByKeyAsync(session, key));

    private Entrance? Usable(CloudRoom? room) =>
        room is { Status: RoomStatus.Usable, Mode: not RoomMode.Webinar } && !(room.ExpiresAt <= clock.GetUtcNow()) ? Entrance.Of(room) : null;
}

/// <summary>What somebody who comes must bring.</summary>
/// <param name="Number">By which the desk knows it.</param>
/// <param name="Dialled">What people type.</param>
internal sealed record Entrance(ConferenceId Number, ConferenceId Dialled, MeetingPasswords Passwords, JoinTokens Tokens, string Subject)
{
    public static Entrance Of(BookedMeeting meeting) => new(meeting.Id, meeting.Dialled, meeting.Passwords, meeting.Tokens, meeting.Subject);

    public static Entrance Of(CloudRoom room) => new(room.Number, room.Number, room.Passwords, room.Tokens, room.Name);
}
