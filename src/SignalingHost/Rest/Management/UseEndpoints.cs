using Meetings;
using Meetings.Conduct;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Management;

/// <summary>What a corporation uses, and to which one a meeting belongs.</summary>
internal static class UseEndpoints
{
    public static void MapUse(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/mmc/management/orgRes", OfCorporationAsync).As("show_org_res", Door.Admin);
        routes.MapGet("/v1/mmc/management/spRes", OfOperator).As("show_sp_res", Door.Operator);
        routes.MapGet("/v1/mmc/management/conferences/confOrg", OrgOfAsync).As("show_conf_org", Door.User);
    }

    private static async Task<Answer<OrgRes>> OfCorporationAsync(Caller caller, Store store, RunningMeetings running, CorporationSeats seats, TimeProvider clock)
    {
        var runs = running.Of(caller.Corporation).ToArray();
        var now = clock.GetUtcNow();

        // The figures of the current month, as bills are.
        var since = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var (held, minutes, stays) = await store.ReadAsync(session => HistoryLists.UseAsync(session, caller.Corporation, since));
        var bytes = await store.ReadAsync(session => RecordingTable.BytesAsync(session, caller.Corporation));
        return new OrgRes
        {
            UsedRecStorage = Math.Round(bytes / (1024.0 * 1024.0), 2),
            UsedAccountsCount = seats.InUse(caller.Corporation),
            UsedLiveCount = runs.Count(run => run.View.Dynamics.Live == LiveState.On),
            ConfCount = held,
            ConfLength = minutes,
            ActiveAttendeeCount = runs.Sum(run => run.View.Participants.Count(one => one.HasEntered)),
            TotalAttendeeCount = stays,
        };
    }

    private static Answer<SpRes> OfOperator(RunningMeetings running, CorporationSeats seats) =>
        new SpRes(running.All.Select(run => run.Corporation).Distinct().Sum(seats.InUse));

    private static async Task<Answer<OrgAnswer>> OrgOfAsync(Caller caller, string? conferenceID, Store store, BookingTable bookings)
    {
        if (string.IsNullOrEmpty(conferenceID))
            return Refusal.ConfParamsNullException;

        var meeting = await store.ReadAsync(session => bookings.FindAsync(session, new ConferenceId(conferenceID)));
        return meeting is null || meeting.Corporation != caller.Corporation ? Refusal.ConfDataNotFound : new OrgAnswer(meeting.Corporation.Value);
    }
}

internal sealed record OrgRes
{
    /// <summary>In MB.</summary>
    public double UsedRecStorage { get; init; }

    public int UsedAccountsCount { get; init; }

    public int UsedLiveCount { get; init; }

    public int ConfCount { get; init; }

    /// <summary>In minutes.</summary>
    public int ConfLength { get; init; }

    public int ActiveAttendeeCount { get; init; }

    public int TotalAttendeeCount { get; init; }
}

internal sealed record SpRes(int UsedAccountsCount);

internal sealed record OrgAnswer(string OrgID);
