using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Meetings;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Apps;

/// <summary>The apps of a corporation, by which its own programs log users in.</summary>
internal static class AppEndpoints
{
    private const int MostApps = 20;
    private const int LongestName = 64;

    public static void MapApps(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/usg/acs/corp/apps", ListAsync).As("batch_search_app_id", Door.Admin);
        routes.MapPost("/v2/usg/acs/corp/app", AddAsync).As("add_app_id", Door.Admin);
        routes.MapPut("/v2/usg/acs/corp/app/{app_id}", ChangeAsync).As("update_app_id", Door.Admin);
        routes.MapDelete("/v2/usg/acs/corp/app/{app_id}", DeleteAsync).As("delete_app_id", Door.Admin);
        routes.MapPut("/v2/usg/acs/corp/app/{app_id}/reset", ResetAsync).As("reset_app_key", Door.Admin);
    }

    private static async Task<Answer<Page<AppRow>>> ListAsync(Caller caller, Store store, [AsParameters] PageQuery page)
    {
        var found = await store.ReadAsync(session => AppTable.ListAsync(session, caller.Corporation, page.OfAccounts));
        return Page<AppRow>.Of(found.Select(AppRow.Of), page.OfAccounts);
    }

    private static async Task<Answer<AppRow>> AddAsync(AppRequest request, Caller caller, Store store, IIdentitySource identities, TimeProvider clock)
    {
        if (string.IsNullOrWhiteSpace(request.AppName) || !Fits(request))
            return Refusal.RequestParamError;

        return await store.WriteAsync<Answer<AppRow>>(async session =>
        {
            if (await AppTable.CountAsync(session, caller.Corporation) >= MostApps)
                return Refusal.RequestParamError;

            var now = clock.GetUtcNow();
            var app = new App
            {
                Id = identities.Hex(32),
                Corporation = caller.Corporation,
                Name = request.AppName,
                Key = NewKey(),
                Description = request.Description ?? "",
                CreatedAt = now,
                ChangedAt = now,
            };
            await AppTable.InsertAsync(session, app);
            return AppRow.Of(app);
        });
    }

    private static async Task<Answer<AppRow>> ChangeAsync([FromRoute(Name = "app_id")] string id, AppRequest request, Caller caller, Store store, TimeProvider clock)
    {
        if (!Fits(request) || request.Status is not (null or 0 or 1) || request.AppName is { } name && string.IsNullOrWhiteSpace(name))
            return Refusal.RequestParamError;

        return await AlterAsync(id, caller, store, clock, app => app with
        {
            Name = request.AppName ?? app.Name,
            Description = request.Description ?? app.Description,
            IsActive = request.Status is { } status ? status == 0 : app.IsActive,
        });
    }

    private static Task<Answer<AppRow>> ResetAsync([FromRoute(Name = "app_id")] string id, Caller caller, Store store, TimeProvider clock) =>
        AlterAsync(id, caller, store, clock, app => app with { Key = NewKey() });

    private static Task<Answer<AppRow>> AlterAsync(string id, Caller caller, Store store, TimeProvider clock, Func<App, App> change) => store.WriteAsync<Answer<AppRow>>(async session =>
    {
        if (await AppTable.FindAsync(session, id) is not { } app || app.Corporation != caller.Corporation)
            return Refusal.RequestParamError;

        var changed = change(app) with { ChangedAt = clock.GetUtcNow() };
        await AppTable.UpdateAsync(session, changed);
        return AppRow.Of(changed);
    });

    private static Task<Done> DeleteAsync([FromRoute(Name = "app_id")] string id, Caller caller, Store store) => store.WriteAsync<Done>(async session =>
    {
        if (await AppTable.FindAsync(session, id) is not { } app || app.Corporation != caller.Corporation)
            return Refusal.RequestParamError;

        await AppTable.DeleteAsync(session, id);
        return Done.Well;
    });

    private static string NewKey() => Base62.Of(RandomNumberGenerator.GetBytes(32));

    private static bool Fits(AppRequest request) => FieldLimits.Fits(request.AppName, LongestName) && FieldLimits.Fits(request.Description, FieldLimits.LongText);
}

/// <summary>An app to be made, or what of one shall be otherwise.</summary>
internal sealed record AppRequest
{
    [JsonPropertyName("app_name")]
    public string? AppName { get; init; }

    public string? Description { get; init; }

    /// <summary>0: active, 1: stopped.</summary>
    public int? Status { get; init; }
}

/// <summary>An app with its key, as administrators see it.</summary>
internal sealed record AppRow
{
    [JsonPropertyName("app_name")]
    public required string AppName { get; init; }

    [JsonPropertyName("app_id")]
    public required string AppId { get; init; }

    [JsonPropertyName("app_key")]
    public required string AppKey { get; init; }

    public required string Description { get; init; }

    [JsonPropertyName("create_time")]
    public required string CreateTime { get; init; }

    [JsonPropertyName("last_update_time")]
    public required string LastUpdateTime { get; init; }

    public int Status { get; init; }

    public static AppRow Of(App app) => new()
    {
        AppName = app.Name,
        AppId = app.Id,
        AppKey = app.Key,
        Description = app.Description,
        CreateTime = Text(app.CreatedAt),
        LastUpdateTime = Text(app.ChangedAt),
        Status = app.IsActive ? 0 : 1,
    };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

[JsonSerializable(typeof(Page<AppRow>))]
[JsonSerializable(typeof(AppRequest))]
internal sealed partial class AppsJson : JsonSerializerContext;
