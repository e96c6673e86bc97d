using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Extensions;

/// <summary>What the reference product's API has no word for: the prompts' language of a running meeting, and why an account's terminal failed last.</summary>
internal static class MeetingExtras
{
    public static void MapExtras(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/ext/conferences/{id}/language", ShowLanguageAsync).As("ext_show_prompt_language", Door.User);
        routes.MapPut("/v1/ext/conferences/{id}/language", SetLanguageAsync).As("ext_set_prompt_language", Door.User);
        routes.MapGet("/v1/ext/sip/failures", FailuresAsync).As("ext_search_sip_failures", Door.Admin);
    }

    private static async Task<Answer<LanguageInfo>> ShowLanguageAsync(Caller caller, string id, Store store, BookingTable bookings, RunningMeetings running)
    {
        if (await FindAsync(caller, id, store, bookings) is not var (meeting, _))
            return Refusal.ConfDataNotFound;
        return new LanguageInfo((running.Find(meeting.Id)?.View.Setup.Language ?? meeting.Language).Wire);
    }

    private static async Task<Done> SetLanguageAsync(Caller caller, string id, LanguageInfo request, Store store, BookingTable bookings, RunningMeetings running, ConferenceDesk desk)
    {
        if (!MeetingLanguages.TryParse(request.Language, out var language))
            return Refusal.ConfLanguageNotInRange;
        if (await FindAsync(caller, id, store, bookings) is not var (meeting, mayChange))
            return Refusal.ConfDataNotFound;
        if (!mayChange)
            return Refusal.ConfInsufficientPermissions;

        if (running.Find(meeting.Id) is not null)
            return await desk.AskAsync(meeting.Id, new MeetingCommand.Configure(new Actor.Controller(caller.Name, caller.Account), new ConfigurationChange { Language = language }));

        await store.WriteAsync(async session =>
        {
            if (await bookings.FindByIdAsync(session, meeting.Id) is { } now)
                await bookings.SaveAsync(session, now with { Language = language });
        });
        return Done.Well;
    }

    private static async Task<Answer<Page<SipFailureInfo>>> FailuresAsync(Caller caller, [AsParameters] PageQuery page, string? account, Store store)
    {
        var found = await store.ReadAsync(async session =>
        {
            AccountId? one = null;
            if (!string.IsNullOrEmpty(account))
                one = (await MemberTable.FindByLoginAsync(session, account))?.Id ?? new AccountId(account);
            return await SipFailureTable.FindAsync(session, caller.Corporation, one, page.OfMeetings);
        });
        return Page<SipFailureInfo>.Of(found.Select(failure => new SipFailureInfo(failure.Account.Value, failure.At.ToUnixTimeMilliseconds(), failure.What)), page.OfMeetings);
    }

    private static Task<(BookedMeeting Meeting, bool MayChange)?> FindAsync(Caller caller, string id, Store store, BookingTable bookings) =>
        store.ReadAsync<(BookedMeeting, bool)?>(async session =>
        {
            if (await bookings.FindAsync(session, new ConferenceId(id)) is not { } meeting || await Callers.AccountAsync(session, caller.Account) is not { } account)
                return null;
            return BookingAccess.MaySee(meeting, account) ? (meeting, BookingAccess.MayChange(meeting, account) == Refusal.None) : null;
        });
}

internal sealed record LanguageInfo(string? Language);

internal sealed record SipFailureInfo(string UserId, long FailedAt, string Reason);
