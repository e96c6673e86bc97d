using Meetings;
using Meetings.Booking;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Storage;
using SignalingHost.Web;

namespace SignalingHost.Rest.Management;

/// <summary>Looks up what is needed to show meetings to a caller.</summary>
internal sealed class Viewers(PublicAddress address)
{
    public async Task<Viewer?> FindAsync(StoreSession session, Caller caller, HttpRequest request)
    {
        if (await Callers.AccountAsync(session, caller.Account) is not { } account || await CorporationTable.FindAsync(session, caller.Corporation) is not { } tenant)
            return null;
        return new Viewer(account, tenant.ToCorporation(), address.BaseFor(request));
    }

    /// <summary>The same viewer, with the rooms of what he is shown.</summary>
    public static async Task<Viewer> WithRoomsAsync(StoreSession session, Viewer viewer, IEnumerable<BookedMeeting> meetings)
    {
        var rooms = new Dictionary<RoomId, CloudRoom>();
        foreach (var id in meetings.Where(meeting => meeting.HasRoomSeats).Select(meeting => meeting.Room!.Value).Distinct())
        {
            if (await RoomTable.FindAsync(session, id) is { } room)
                rooms[id] = room;
        }

        return rooms.Count == 0 ? viewer : viewer with { Rooms = rooms };
    }
}
