using Meetings;
using Meetings.Booking;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Management;

/// <summary>Booking, changing and cancelling meetings, single and recurring. What is booked or changed is answered as an array with one element.</summary>
internal static class BookingEndpoints
{
    private const string Meetings = "/v1/mmc/management/conferences";
    private const string Cycles = "/v1/mmc/management/cycleconferences";

    public static void MapBookings(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Meetings, CreateAsync).As("create_meeting", Door.User);
        routes.MapPut(Meetings, ChangeAsync).As("update_meeting", Door.User);
        routes.MapDelete(Meetings, CancelAsync).As("cancel_meeting", Door.User);
        routes.MapPost(Cycles, CreateCycleAsync).As("create_recurring_meeting", Door.User);
        routes.MapPut(Cycles, ChangeCycleAsync).As("update_recurring_meeting", Door.User);
        routes.MapDelete(Cycles, CancelAsync).As("cancel_recurring_meeting", Door.User);
        routes.MapPut($"{Meetings}/cyclesubconf", ChangeOccurrenceAsync).As("update_recurring_sub_meeting", Door.User);
        routes.MapDelete($"{Meetings}/cyclesubconf", CancelOccurrencesAsync).As("cancel_recurring_sub_meeting", Door.User);
    }

    private static Task<Answer<ConferenceInfo[]>> CreateAsync(HttpRequest http, Caller caller, ScheduleConf request, BookingAnswers answers) =>
        answers.BookAsync(http, caller, request, isRecurring: false);

    private static Task<Answer<ConferenceInfo[]>> CreateCycleAsync(HttpRequest http, Caller caller, ScheduleConf request, BookingAnswers answers) =>
        answers.BookAsync(http, caller, request, isRecurring: true);

    private static Task<Answer<ConferenceInfo[]>> ChangeAsync(HttpRequest http, Caller caller, string? conferenceID, ScheduleConf request, BookingAnswers answers) =>
        answers.ChangeAsync(http, caller, conferenceID, request, isRecurring: false);

    private static Task<Answer<ConferenceInfo[]>> ChangeCycleAsync(HttpRequest http, Caller caller, string? conferenceID, ScheduleConf request, BookingAnswers answers) =>
        answers.ChangeAsync(http, caller, conferenceID, request, isRecurring: true);

    private static async Task<Done> CancelAsync(Caller caller, string? conferenceID, int? type, BookingDesk desk)
    {
        if (string.IsNullOrEmpty(conferenceID))
            return Refusal.ConfParamsNullException;
        return await desk.CancelAsync(caller.Account, new ConferenceId(conferenceID), type == 1 ? CancelMode.EndIfHeld : CancelMode.RefuseIfHeld);
    }

    private static async Task<Done> ChangeOccurrenceAsync(Caller caller, string? conferenceID, SubConfChange request, BookingDesk desk)
    {
        if (string.IsNullOrEmpty(conferenceID) || request is not { CycleSubConfID.Length: > 0, MediaTypes.Length: > 0, StartTime.Length: > 0, Length: { } length })
            return Refusal.ConfParamsNullException;
        if (!WireTime.TryParse(request.StartTime, out DateTimeOffset start))
            return Refusal.ParameterVerifiedFail;

        return await desk.ChangeOccurrenceAsync(caller.Account, new ConferenceId(conferenceID), new OccurrenceChange
        {
            OccurrenceId = request.CycleSubConfID,
            Start = start,
            Length = length,
            MediaTypes = request.MediaTypes,
            IsAutoRecord = request.IsAutoRecord,
            RecordAuthType = request.RecordAuthType,
            Description = request.Description,
            CallInRestriction = request.ConfConfigInfo?.CallInRestriction,
            AllowGuestStartConf = request.ConfConfigInfo?.AllowGuestStartConf,
            EnableWaitingRoom = request.ConfConfigInfo?.EnableWaitingRoom,
        });
    }

    private static async Task<Done> CancelOccurrencesAsync(
        Caller caller, string? conferenceID, int? type, [FromBody] SubConfCancel request, BookingDesk desk)
    {
        if (string.IsNullOrEmpty(conferenceID) || request.CycleSubConfIDs is not { Count: > 0 } ids)
            return Refusal.ConfParamsNullException;
        return await desk.CancelOccurrencesAsync(caller.Account, new ConferenceId(conferenceID), ids, type == 1 ? CancelMode.EndIfHeld : CancelMode.RefuseIfHeld);
    }
}

/// <summary>Carries out bookings and writes their answers; templates are booked through it too.</summary>
internal sealed class BookingAnswers(Store store, BookingDesk desk, Viewers viewers, ConferenceInfos infos)
{
    public async Task<Answer<ConferenceInfo[]>> BookAsync(HttpRequest http, Caller caller, ScheduleConf request, bool isRecurring)
    {
        if (!request.TryRead(isRecurring, out var read))
            return Refusal.ParameterVerifiedFail;
        return await BookAsync(http, caller, read);
    }

    public async Task<Answer<ConferenceInfo[]>> BookAsync(HttpRequest http, Caller caller, BookingRequest request) =>
        await AnswerAsync(http, caller, await desk.BookAsync(caller.Account, request));

    public async Task<Answer<ConferenceInfo[]>> ChangeAsync(HttpRequest http, Caller caller, string? id, ScheduleConf request, bool isRecurring)
    {
        if (string.IsNullOrEmpty(id))
            return Refusal.ConfParamsNullException;
        if (!request.TryRead(isRecurring, out var read))
            return Refusal.ParameterVerifiedFail;
        return await AnswerAsync(http, caller, await desk.ChangeAsync(caller.Account, new ConferenceId(id), read));
    }

    private async Task<Answer<ConferenceInfo[]>> AnswerAsync(HttpRequest http, Caller caller, BookingAnswer answer)
    {
        if (answer.Meeting is not { } meeting)
            return answer.Refusal;

        var viewer = await store.ReadAsync(async session => await viewers.FindAsync(session, caller, http) is { } found ? await Viewers.WithRoomsAsync(session, found, [meeting]) : null);
        return viewer is null ? Refusal.UserDataUserInfoNotExist : new[] { infos.Of(meeting, viewer) };
    }
}

/// <summary>The wire's RestScheduleCycleConfDTO.</summary>
internal sealed record SubConfChange
{
    public string? CycleSubConfID { get; init; }

    public string? MediaTypes { get; init; }

    public string? StartTime { get; init; }

    public int? Length { get; init; }

    public int? IsAutoRecord { get; init; }

    public SubConfConfigInfo? ConfConfigInfo { get; init; }

    public int? RecordAuthType { get; init; }

    public string? Description { get; init; }
}

/// <summary>The body of a DELETE.</summary>
internal sealed record SubConfCancel
{
    public IReadOnlyList<string>? CycleSubConfIDs { get; init; }
}
