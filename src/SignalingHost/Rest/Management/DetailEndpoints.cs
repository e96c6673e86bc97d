using Meetings;
using Meetings.Booking;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Management;

/// <summary>One meeting and those who belong to it: booked, running, or over.</summary>
internal static class DetailEndpoints
{
    private const string Meetings = "/v1/mmc/management/conferences";

    public static void MapDetails(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{Meetings}/confDetail", BookedAsync).As("show_meeting_detail", Door.User);
        routes.MapGet($"{Meetings}/online/confDetail", OnlineAsync).As("show_online_meeting_detail", Door.User);
        routes.MapGet($"{Meetings}/history/confDetail", HistoryAsync).As("show_his_meeting_detail", Door.User);
    }

    private static async Task<Answer<ConferenceDetail>> BookedAsync(
        HttpRequest http, Caller caller, string? conferenceID, [AsParameters] PageQuery page, [FromHeader(Name = "X-Type")] string? type,
        [FromHeader(Name = "X-Query-Type")] string? queryType, Store store, BookingTable bookings, RunningMeetings running, Viewers viewers, ConferenceInfos infos)
    {
        if (string.IsNullOrEmpty(conferenceID))
            return Refusal.ConfParamsNullException;

        return await store.ReadAsync<Answer<ConferenceDetail>>(async session =>
        {
            if (await bookings.FindAsync(session, new ConferenceId(conferenceID)) is not { } meeting || await viewers.FindAsync(session, caller, http) is not { } viewer)
                return Refusal.ConfDataNotFound;
            if (!MaySee(meeting, viewer, running))
                return NotShown(meeting, viewer);

            viewer = await Viewers.WithRoomsAsync(session, viewer, [meeting]);
            return Detail(infos.Of(meeting, viewer, withRole: true), ParticipantInfo.Of(meeting.Invitees, running.Find(meeting.Id)?.View), page, type, queryType);
        });
    }

    private static async Task<Answer<ConferenceDetail>> OnlineAsync(
        HttpRequest http, Caller caller, string? conferenceID, [AsParameters] PageQuery page, [FromHeader(Name = "X-Type")] string? type,
        [FromHeader(Name = "X-Query-Type")] string? queryType, Store store, BookingTable bookings, RunningMeetings running, Viewers viewers, ConferenceInfos infos)
    {
        if (string.IsNullOrEmpty(conferenceID))
            return Refusal.ConfParamsNullException;
        if (running.Find(new ConferenceId(conferenceID)) is not { } run || run.Corporation != caller.Corporation)
            return Refusal.ConfDataNotFound;

        return await store.ReadAsync<Answer<ConferenceDetail>>(async session =>
        {
            if (await bookings.FindByIdAsync(session, run.Conference) is not { } meeting || await viewers.FindAsync(session, caller, http) is not { } viewer)
                return Refusal.ConfDataNotFound;
            if (!MaySee(meeting, viewer, running))
                return NotShown(meeting, viewer);

            viewer = await Viewers.WithRoomsAsync(session, viewer, [meeting]);
            var view = run.View;
            return Detail(
                infos.Of(meeting, viewer, view.Participants.Count(one => one.HasEntered), withRole: true), view.Attendees.Select(one => ParticipantInfo.Of(one, view)), page, type, queryType);
        });
    }

    private static async Task<Answer<ConferenceDetail>> HistoryAsync(
        HttpRequest http, Caller caller, string? confUUID, [AsParameters] PageQuery page, [FromHeader(Name = "X-Type")] string? type,
        [FromHeader(Name = "X-Query-Type")] string? queryType, Store store, Viewers viewers, ConferenceInfos infos)
    {
        if (string.IsNullOrEmpty(confUUID))
            return Refusal.ConfParamsNullException;

        return await store.ReadAsync<Answer<ConferenceDetail>>(async session =>
        {
            if (await viewers.FindAsync(session, caller, http) is not { } viewer || await HistoryAccess.FindAsync(session, new RunId(confUUID), viewer.Account) is not { } run)
                return Refusal.ConfDataNotFound;

            viewer = await Viewers.WithRoomsAsync(session, viewer, [run.Meeting]);
            var came = (await HistoryTable.AttendanceAsync(session, run.Id)).DistinctBy(stay => stay.Participant).ToArray();
            var away = run.Meeting.Invitees.Where(one => !Array.Exists(came, stay => stay.Account is { } account ? account == one.Account : one.Number.Length > 0 && stay.CallNumber == one.Number));
            return Detail(
                infos.Of(run, viewer, await RecordingTable.HasAsync(session, run.Id), withRole: true),
                came.Select(ParticipantInfo.Of).Concat(away.Select(one => ParticipantInfo.Of(one) with { State = ParticipantInfo.Gone })),
                page, type, queryType);
        });
    }

    /// <summary>Colleagues are told that they may not; to others there is no such meeting.</summary>
    private static Refusal NotShown(BookedMeeting meeting, Viewer viewer) =>
        meeting.Corporation == viewer.Account.Corporation ? Refusal.ConfRoleAuthenticationFailed : Refusal.ConfDataNotFound;

    /// <summary>Whoever is in it sees it too, invited or not.</summary>
    private static bool MaySee(BookedMeeting meeting, Viewer viewer, RunningMeetings running) =>
        BookingAccess.MaySee(meeting, viewer.Account)
        || (meeting.Corporation == viewer.Account.Corporation && running.Find(meeting.Id)?.View.Find(viewer.Account.Id) is not null);

    // X-Type 0: all in one list. 1: people and terminals are paged apart and answered together. 2: one kind, named by X-Query-Type (0 people, 1 terminals).
    private static ConferenceDetail Detail(ConferenceInfo conference, IEnumerable<ParticipantInfo> all, PageQuery page, string? type, string? queryType)
    {
        var found = all.Where(one => Matches(one, page.Sought)).ToArray();
        var (people, terminals) = (found.Where(one => !one.IsTerminal).ToArray(), found.Where(one => one.IsTerminal).ToArray());
        var slice = page.OfMeetings;
        var (data, count) = type switch
        {
            "1" => ([.. PageOf(people, slice), .. PageOf(terminals, slice)], found.Length),
            "2" when queryType == "1" => (PageOf(terminals, slice), terminals.Length),
            "2" => (PageOf(people, slice), people.Length),
            _ => (PageOf(found, slice), found.Length),
        };
        return new ConferenceDetail(conference, new Page<ParticipantInfo>(slice.Offset, slice.Limit, count, data));
    }

    private static ParticipantInfo[] PageOf(ParticipantInfo[] all, Slice slice) => [.. all.Skip(slice.Offset).Take(slice.Limit)];

    private static bool Matches(ParticipantInfo one, string? sought) =>
        sought is null
        || one.Name.Contains(sought, StringComparison.OrdinalIgnoreCase)
        || one.SubscriberID.Contains(sought, StringComparison.OrdinalIgnoreCase)
        || one.AccountId?.Contains(sought, StringComparison.OrdinalIgnoreCase) == true;
}
