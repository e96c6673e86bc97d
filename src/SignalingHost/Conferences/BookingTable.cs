using System.Data.Common;
using System.Text.Json;
using Meetings;
using Meetings.Booking;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>
/// The bookings that are not over. One that is over leaves; what was held of it is history. The index of bookings follows every commit.
/// </summary>
internal sealed class BookingTable(BookingIndex index, TimeProvider clock) : IBookings
{
    private readonly ListedBookings _listed = new();

    public Task<BookedMeeting?> FindByIdAsync(StoreSession session, ConferenceId id) =>
        session.FirstAsync($"SELECT document FROM booking WHERE id = {id}", Read);

    /// <summary>The booking that a number leads to which people type: its own, or the fixed number of its room, of which there may be several in time.</summary>
    public async Task<BookedMeeting?> FindAsync(StoreSession session, ConferenceId number)
    {
        if (await FindByIdAsync(session, number) is { } own)
            return own;

        return Present(await session.ListAsync($"SELECT document FROM booking WHERE room_number = {number} ORDER BY starts_at", Read));
    }

    /// <summary>Of several in time the one that is held, that would be held now, or that is next.</summary>
    private BookedMeeting? Present(List<BookedMeeting> inTime)
    {
        var now = clock.GetUtcNow();
        return inTime.Find(one => one.Phase is BookingPhase.Created or BookingPhase.Creating)
            ?? inTime.Find(one => one.Start <= now && now < one.End)
            ?? inTime.FirstOrDefault();
    }

    /// <summary>By the 48 hex digits of a join link, the chair's or the guests'; a room's leads to all that is held in it.</summary>
    public async Task<BookedMeeting?> FindByKeyAsync(StoreSession session, string key) =>
        Present(await session.ListAsync($"SELECT document FROM booking WHERE chair_key = {key} OR guest_key = {key} ORDER BY starts_at", Read));

    public Task<List<BookedMeeting>> OnRoomAsync(StoreSession session, RoomId room) =>
        session.ListAsync($"SELECT document FROM booking WHERE room_id = {room} ORDER BY starts_at", Read);

    public Task<List<BookedMeeting>> ListAsync(StoreSession session, IReadOnlyCollection<string> ids) => ids.Count == 0
        ? Task.FromResult(new List<BookedMeeting>())
        : session.ListAsync($"SELECT document FROM booking WHERE id IN {Sql.In(ids)}", Read);

    /// <summary>A page of what the index finds, in its order.</summary>
    public async Task<Found<BookedMeeting>> FindAsync(StoreSession session, BookingQuery query)
    {
        var found = index.Find(query);
        if (found.Rows.Count == 0)
            return new Found<BookedMeeting>([], found.Total, found.Offset);

        var rows = new BookedMeeting?[found.Rows.Count];
        var unread = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = _listed.Find(found.Rows[i]);
            if (rows[i] is null)
                unread.Add(found.Rows[i].Id, i);
        }

        foreach (var read in await ListAsync(session, unread.Keys))
        {
            var at = unread[read.Id.Value];
            _listed.Keep(found.Rows[at], read);
            rows[at] = read;
        }

        return new Found<BookedMeeting>([.. rows.OfType<BookedMeeting>()], found.Total, found.Offset);
    }

    /// <summary>Those that are to be looked at by now, and up to when that was done the last time.</summary>
    public Task<List<(BookedMeeting Meeting, DateTimeOffset WokenAt)>> DueAsync(StoreSession session, DateTimeOffset now, int atMost) =>
        session.ListAsync($"SELECT document, woken_at FROM booking WHERE wakes_at <= {now} ORDER BY wakes_at LIMIT {atMost}", row => (Read(row), row.Moment(1)));

    public async Task<DateTimeOffset?> NextWakeAsync(StoreSession session) =>
        await session.NumberAsync($"SELECT min(wakes_at) FROM booking") is var next and > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null;

    /// <summary>Keeps it as it is now; one that is over leaves.</summary>
    public async Task SaveAsync(StoreSession session, BookedMeeting meeting)
    {
        var woken = await session.NumberAsync($"SELECT woken_at FROM booking WHERE id = {meeting.Id}");
        await SaveAsync(session, meeting, woken > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(woken) : meeting.BookedAt);
    }

    /// <summary>The same; <paramref name="wokenAt"/> is up to when its moments have been seen to.</summary>
    public async Task SaveAsync(StoreSession session, BookedMeeting meeting, DateTimeOffset wokenAt)
    {
        if (meeting.Phase == BookingPhase.Destroyed)
        {
            await session.ExecuteAsync($"DELETE FROM booking WHERE id = {meeting.Id}");
            session.WhenCommitted(() => index.Remove(meeting.Id.Value));
            return;
        }

        var people = BookingPeople.Of(meeting);
        var search = SearchTextOf(meeting);
        var document = JsonSerializer.Serialize(meeting, BookingJson.Default.BookedMeeting);
        await session.ExecuteAsync(
            $"""
            INSERT INTO booking (id, corporation_id, owner_id, phase, room_id, room_number, starts_at, ends_at, wakes_at, woken_at, chair_key, guest_key, search, people, document)
            VALUES ({meeting.Id}, {meeting.Corporation}, {meeting.Owner}, {meeting.Phase}, {meeting.Room}, {meeting.RoomNumber?.Value}, {meeting.Start}, {meeting.End},
                {BookingMoments.Next(meeting, wokenAt)}, {wokenAt}, {meeting.Tokens.Chair}, {meeting.Tokens.Guest}, {search}, {string.Join('\n', people)}, {document})
            ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, room_id = excluded.room_id, room_number = excluded.room_number, starts_at = excluded.starts_at,
                ends_at = excluded.ends_at, wakes_at = excluded.wakes_at, woken_at = excluded.woken_at, chair_key = excluded.chair_key, guest_key = excluded.guest_key,
                search = excluded.search, people = excluded.people, document = excluded.document
            """);
        var entry = new BookingEntry(meeting.Id.Value, meeting.Corporation.Value, meeting.Start.ToUnixTimeMilliseconds(), search, people);
        session.WhenCommitted(() => index.Set(entry));
    }

    /// <summary>Reads what is stored into the index, once, before anybody asks.</summary>
    public async Task FillIndexAsync(StoreSession session)
    {
        var entries = await session.ListAsync(
            $"SELECT id, corporation_id, starts_at, search, people FROM booking ORDER BY starts_at",
            row => new BookingEntry(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetString(4).Split('\n')));
        foreach (var entry in entries)
            index.Set(entry);
    }

    internal static string SearchTextOf(BookedMeeting meeting) =>
        string.Join('\n', meeting.Subject, meeting.Id.Value, meeting.RoomNumber?.Value, meeting.OwnerName).ToLowerInvariant();

    private static BookedMeeting Read(DbDataReader row) => JsonSerializer.Deserialize(row.GetString(0), BookingJson.Default.BookedMeeting)!;
}
