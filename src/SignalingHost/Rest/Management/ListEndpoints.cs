using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Management;

/// <summary>Lists of meetings: not over yet, running, and over. Everyone sees his own; an administrator who says queryAll the whole corporation's.</summary>
internal static class ListEndpoints
{
    private const string Meetings = "/v1/mmc/management/conferences";
    private const int LongestSearch = 128;

    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Meetings, BookedAsync).As("search_meetings", Door.User);
        routes.MapGet($"{Meetings}/online", OnlineAsync).As("search_online_meetings", Door.User);
        routes.MapGet($"{Meetings}/history", HistoryAsync).As("search_his_meetings", Door.User);
        routes.MapGet($"{Meetings}/online/conf-attendee", AttendeesAsync).As("list_online_conf_attendee", Door.User);
    }

    private static async Task<Answer<Page<ConferenceInfo>>> BookedAsync(
        HttpRequest http, Caller caller, [AsParameters] PageQuery page, bool? queryAll, string? queryConfMode, string? sortType, [FromQuery(Name = "userUUID")] string? userUuid,
        Store store, BookingTable bookings, Viewers viewers, ConferenceInfos infos, TimeProvider clock)
    {
        if (page.SearchKey?.Length > LongestSearch || !TryReadMode(queryConfMode, out var ahead) || sortType is not (null or "" or "ASC_StartTIME" or "DSC_StartTIME"))
            return Refusal.ParameterVerifiedFail;

        return await store.ReadAsync<Answer<Page<ConferenceInfo>>>(async session =>
        {
            if (await viewers.FindAsync(session, caller, http) is not { } viewer)
                return Refusal.UserDataUserInfoNotExist;

            var whose = viewer.Account;
            if (caller.IsAdmin && !string.IsNullOrEmpty(userUuid) && await Callers.AccountAsync(session, new AccountId(userUuid)) is { } other && other.Corporation == caller.Corporation)
                whose = other;
            var found = await bookings.FindAsync(session, new BookingQuery(caller.Corporation, page.OfMeetings)
            {
                People = caller.IsAdmin && queryAll == true ? null : BookingPeople.Of(whose),
                Text = page.Sought?.ToLowerInvariant(),
                Before = ahead is { } span ? (clock.GetUtcNow() + span).ToUnixTimeMilliseconds() : null,
                Newest = sortType == "DSC_StartTIME",
            });
            viewer = await Viewers.WithRoomsAsync(session, viewer, found.Rows);
            return Page<ConferenceInfo>.Of(found.Select(meeting => infos.Of(meeting, viewer)), page.OfMeetings);
        });
    }

    private static async Task<Answer<Page<ConferenceInfo>>> OnlineAsync(
        HttpRequest http, Caller caller, [AsParameters] PageQuery page, bool? queryAll, Store store, BookingTable bookings, RunningMeetings running, Viewers viewers,
        ConferenceInfos infos)
    {
        if (page.SearchKey?.Length > LongestSearch)
            return Refusal.ParameterVerifiedFail;

        return await store.ReadAsync<Answer<Page<ConferenceInfo>>>(async session =>
        {
            if (await viewers.FindAsync(session, caller, http) is not { } viewer)
                return Refusal.UserDataUserInfoNotExist;

            var runs = running.Of(caller.Corporation).ToDictionary(run => run.Conference);
            var meetings = await bookings.ListAsync(session, [.. runs.Keys.Select(id => id.Value)]);
            var seesAll = caller.IsAdmin && queryAll == true;
            var text = page.Sought?.ToLowerInvariant();
            var found = meetings
                .Where(meeting => seesAll || BookingAccess.IsOwn(meeting, viewer.Account) || runs[meeting.Id].View.Find(viewer.Account.Id) is not null)
                .Where(meeting => text is null || BookingTable.SearchTextOf(meeting).Contains(text, StringComparison.Ordinal))
                .OrderBy(meeting => runs[meeting.Id].View.Dynamics.StartedAt)
                .ToArray();
            var slice = page.OfMeetings;
            BookedMeeting[] rows = [.. found.Skip(slice.Offset).Take(slice.Limit)];
            viewer = await Viewers.WithRoomsAsync(session, viewer, rows);
            return new Page<ConferenceInfo>(
                slice.Offset, slice.Limit, found.Length,
                [.. rows.Select(meeting => infos.Of(meeting, viewer, runs[meeting.Id].View.Participants.Count(one => one.HasEntered)))]);
        });
    }

    private static async Task<Answer<Page<ConferenceInfo>>> HistoryAsync(
        HttpRequest http, Caller caller, [AsParameters] PageQuery page, bool? queryAll, long? startDate, long? endDate, string? sortType,
        Store store, Viewers viewers, ConferenceInfos infos)
    {
        if (startDate is not { } one || endDate is not { } another)
            return Refusal.ConfParamsNullException;
        if (page.SearchKey?.Length > LongestSearch || !TryReadOrder(sortType, out var order))
            return Refusal.ParameterVerifiedFail;

        return await store.ReadAsync<Answer<Page<ConferenceInfo>>>(async session =>
        {
            if (await viewers.FindAsync(session, caller, http) is not { } viewer)
                return Refusal.UserDataUserInfoNotExist;

            var range = TimeRange.Of(one, another);
            var found = await HistoryLists.FindAsync(session, new HistoryQuery(caller.Corporation, range.From, range.Until, page.OfMeetings)
            {
                Of = caller.IsAdmin && queryAll == true ? null : caller.Account,
                Text = page.Sought,
                Order = order,
            });
            viewer = await Viewers.WithRoomsAsync(session, viewer, found.Rows.Select(run => run.Meeting));
            var recorded = await RecordingTable.AmongAsync(session, [.. found.Rows.Select(run => run.Id.Value)]);
            return Page<ConferenceInfo>.Of(found.Select(run => infos.Of(run, viewer, recorded.Contains(run.Id.Value))), page.OfMeetings);
        });
    }

    private static async Task<Answer<Page<OnlineAttendee>>> AttendeesAsync(
        Caller caller, [FromQuery(Name = "conf_id")] string? confId, int? offset, int? limit, [FromQuery(Name = "search_key")] string? searchKey,
        Store store, BookingTable bookings, RunningMeetings running)
    {
        if (string.IsNullOrEmpty(confId))
            return Refusal.ConfParamsNullException;
        if (running.Find(new ConferenceId(confId)) is not { } run || run.Corporation != caller.Corporation)
            return Refusal.ConfDataNotFound;

        var isEntitled = run.View.Find(caller.Account) is not null || await store.ReadAsync(async session =>
            await bookings.FindByIdAsync(session, run.Conference) is { } meeting
            && await Callers.AccountAsync(session, caller.Account) is { } account
            && BookingAccess.MaySee(meeting, account));
        if (!isEntitled)
            return Refusal.ConfDataNotFound;

        var page = new PageQuery(offset, limit, searchKey);
        var slice = page.OfMeetings;
        var found = run.View.Participants.Where(one => one.HasEntered).Where(one => page.Sought is not { } text || Matches(one, text)).ToArray();
        return new Page<OnlineAttendee>(slice.Offset, slice.Limit, found.Length, [.. found.Skip(slice.Offset).Take(slice.Limit).Select(OnlineAttendee.Of)]);
    }

    private static bool Matches(Participant one, string text) =>
        one.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
        || one.Login.Contains(text, StringComparison.OrdinalIgnoreCase)
        || one.Number.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static bool TryReadMode(string? mode, out TimeSpan? ahead)
    {
        ahead = mode switch
        {
            "ADAY" => TimeSpan.FromDays(1),
            "AWEEK" => TimeSpan.FromDays(7),
            "AMONTH" => TimeSpan.FromDays(31),
            _ => null,
        };
        return ahead is not null || mode is null or "" or "ALL";
    }

    private static bool TryReadOrder(string? sortType, out HistoryOrder order)
    {
        order = sortType switch
        {
            "ASC_StartTIME" => HistoryOrder.OldestFirst,
            "ASC_RecordTYPE" => HistoryOrder.RecordedLast,
            "DSC_RecordTYPE" => HistoryOrder.RecordedFirst,
            _ => HistoryOrder.NewestFirst,
        };
        return order != HistoryOrder.NewestFirst || sortType is null or "" or "DSC_StartTIME";
    }
}
