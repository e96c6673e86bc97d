using Meetings;
using Meetings.Booking;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Rest.Management;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Extensions;

/// <summary>Meetings kept to be booked again and again. The reference product's API has no templates; these are ours.</summary>
internal static class TemplateEndpoints
{
    private const string Templates = "/v1/ext/templates";

    private static readonly BookingLimits Limits = new();

    public static void MapTemplates(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Templates, ListAsync).As("ext_search_templates", Door.User);
        routes.MapPost(Templates, CreateAsync).As("ext_create_template", Door.User);
        routes.MapGet($"{Templates}/{{id}}", ShowAsync).As("ext_show_template", Door.User);
        routes.MapPut($"{Templates}/{{id}}", ChangeAsync).As("ext_update_template", Door.User);
        routes.MapDelete($"{Templates}/{{id}}", DeleteAsync).As("ext_delete_template", Door.User);
        routes.MapPost($"{Templates}/{{id}}/book", BookAsync).As("ext_book_template", Door.User);
        routes.MapPost($"{Templates}/from-history", SaveAsync).As("ext_save_template_from_history", Door.User);
    }

    private static async Task<Answer<Page<TemplateInfo>>> ListAsync(Caller caller, [AsParameters] PageQuery page, Store store)
    {
        var found = await store.ReadAsync(session => TemplateTable.FindAsync(session, caller.Account, page.Sought, page.OfMeetings));
        return Page<TemplateInfo>.Of(found.Select(TemplateInfo.Of), page.OfMeetings);
    }

    private static Task<Answer<TemplateInfo>> CreateAsync(Caller caller, TemplateRequest request, Store store, IIdentitySource identities, TimeProvider clock) =>
        store.WriteAsync<Answer<TemplateInfo>>(async session =>
        {
            if (request.Content is null || !request.Content.TryRead(isRecurring: false, out var content))
                return Refusal.ParameterVerifiedFail;
            if (await Callers.AccountAsync(session, caller.Account) is not { } account)
                return Refusal.UserDataUserInfoNotExist;

            var owned = await TemplateTable.CountAsync(session, account.Id);
            return await KeepAsync(session, TemplateRules.TryCreate(request.Name, content, account, owned, Limits, identities, clock.GetUtcNow(), out var template), template);
        });

    private static async Task<Answer<TemplateInfo>> ShowAsync(Caller caller, string id, Store store) =>
        await store.ReadAsync(session => FindAsync(session, caller, id)) is { } template ? TemplateInfo.Of(template) : Refusal.ConfDataNotFound;

    private static Task<Answer<TemplateInfo>> ChangeAsync(Caller caller, string id, TemplateRequest request, Store store, TimeProvider clock) =>
        store.WriteAsync<Answer<TemplateInfo>>(async session =>
        {
            BookingRequest? content = null;
            if (request.Content is not null && !request.Content.TryRead(isRecurring: false, out content))
                return Refusal.ParameterVerifiedFail;
            if (await FindAsync(session, caller, id) is not { } template || await Callers.AccountAsync(session, caller.Account) is not { } account)
                return Refusal.ConfDataNotFound;

            return await KeepAsync(session, TemplateRules.TryChange(template, request.Name, content, account, Limits, clock.GetUtcNow(), out var changed), changed);
        });

    private static Task<Done> DeleteAsync(Caller caller, string id, Store store) => store.WriteAsync<Done>(async session =>
    {
        if (await FindAsync(session, caller, id) is null)
            return Refusal.ConfDataNotFound;

        await TemplateTable.DeleteAsync(session, id);
        return Done.Well;
    });

    /// <summary>What the call says, over what the template holds; usually a start and no more.</summary>
    private static async Task<Answer<ConferenceInfo[]>> BookAsync(HttpRequest http, Caller caller, string id, ScheduleConf request, Store store, BookingAnswers answers)
    {
        if (!request.TryRead(isRecurring: request.CycleParams is not null, out var call))
            return Refusal.ParameterVerifiedFail;
        if (await store.ReadAsync(session => FindAsync(session, caller, id)) is not { } template)
            return Refusal.ConfDataNotFound;
        return await answers.BookAsync(http, caller, TemplateRules.RequestFrom(template, call));
    }

    private static Task<Answer<TemplateInfo>> SaveAsync(Caller caller, TemplateFromHistory request, Store store, IIdentitySource identities, TimeProvider clock) =>
        store.WriteAsync<Answer<TemplateInfo>>(async session =>
        {
            if (string.IsNullOrEmpty(request.ConfUUID))
                return Refusal.ConfParamsNullException;
            if (await Callers.AccountAsync(session, caller.Account) is not { } account || await HistoryAccess.FindAsync(session, new RunId(request.ConfUUID), account) is not { } run)
                return Refusal.ConfDataNotFound;

            var owned = await TemplateTable.CountAsync(session, account.Id);
            return await KeepAsync(session, TemplateRules.TrySave(request.Name, run.Meeting, account, owned, Limits, identities, clock.GetUtcNow(), out var template), template);
        });

    private static async Task<Answer<TemplateInfo>> KeepAsync(StoreSession session, Refusal refusal, MeetingTemplate? template)
    {
        if (refusal != Refusal.None)
            return refusal;

        await TemplateTable.SaveAsync(session, template!);
        return TemplateInfo.Of(template!);
    }

    private static async Task<MeetingTemplate?> FindAsync(StoreSession session, Caller caller, string id) =>
        await TemplateTable.FindAsync(session, id) is { } template && template.Corporation == caller.Corporation && template.Owner == caller.Account ? template : null;
}

internal sealed record TemplateRequest
{
    public string? Name { get; init; }

    /// <summary>As a booking; its start is not kept.</summary>
    public ScheduleConf? Content { get; init; }
}

internal sealed record TemplateFromHistory
{
    public string? ConfUUID { get; init; }

    /// <summary>Absent: the meeting's subject.</summary>
    public string? Name { get; init; }
}

internal sealed record TemplateInfo
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long ChangedAt { get; init; }

    public required ScheduleConf Content { get; init; }

    public static TemplateInfo Of(MeetingTemplate template) => new()
    {
        Id = template.Id,
        Name = template.Name,
        ChangedAt = template.ChangedAt.ToUnixTimeMilliseconds(),
        Content = ScheduleConf.Of(template.Content),
    };
}
