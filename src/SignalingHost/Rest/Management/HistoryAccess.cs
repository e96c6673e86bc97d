using Meetings;
using Meetings.Booking;
using Meetings.Corporations;
using Meetings.History;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Management;

/// <summary>Who sees what is over: whoever saw it while it was booked, and whoever was in it, within one corporation.</summary>
internal static class HistoryAccess
{
    public static async Task<RunRecord?> FindAsync(StoreSession session, RunId id, Account by)
    {
        if (await HistoryTable.FindAsync(session, id) is not { } run || run.Meeting.Corporation != by.Corporation)
            return null;
        return BookingAccess.MaySee(run.Meeting, by) || await HistoryLists.WasInAsync(session, id, by.Id) ? run : null;
    }
}
