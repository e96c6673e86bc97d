using System.Text.Json.Serialization;
using Meetings;
using SignalingHost.Accounts;
using SignalingHost.Outbox;
using SignalingHost.Storage;
using SignalingHost.Webhooks;

namespace SignalingHost.Rest.Webhooks;

/// <summary>Where a corporation is told of its meetings. A receiver is taken only when it has answered <c>meeting.verify</c>.</summary>
internal static class WebhookEndpoints
{
    private const string Config = "/v1/mmc/management/webhook/link-config";
    private const int LongestText = 128;
    private const int LongestUrl = 1024;

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Config, SetAsync).As("set_web_hook_config", Door.Admin);
        routes.MapGet(Config, Show).As("show_web_hook_config", Door.Admin);
        routes.MapDelete(Config, DeleteAsync).As("delete_web_hook_config", Door.Admin);
        routes.MapPut("/v1/mmc/management/webhook/change-status", ChangeAsync).As("update_web_hook_config_status", Door.Admin);
    }

    private static async Task<Done> SetAsync(
        HttpContext http, Caller caller, WebhookRequest request, Store store, WebhookTable webhooks, WebhookCarrier carrier, IIdentitySource identities, TimeProvider clock)
    {
        if (request is not { SubscriberId: { Length: > 0 } subscriber, SubscriberKey: { Length: > 0 } key, Url: { Length: > 0 } url })
            return Refusal.ConfParamsNullException;
        if (subscriber.Length > LongestText || key.Length > LongestText || !IsAddress(url))
            return Refusal.ParameterVerifiedFail;
        if (Scope(caller, request.CorpId, request.SpId) is not { } forTenants)
            return Refusal.ConfInsufficientPermissions;

        var webhook = (webhooks.Find(caller.Corporation, forTenants) ?? new Webhook
        {
            Id = identities.Hex(32),
            Corporation = caller.Corporation,
            ForTenants = forTenants,
            SubscriberId = subscriber,
            SubscriberKey = key,
            Url = url,
        }) with
        {
            SubscriberId = subscriber,
            SubscriberKey = key,
            Url = url,
            Status = WebhookStatus.On,
            ChangedAt = clock.GetUtcNow(),
        };
        if (!await carrier.VerifyAsync(webhook, http.RequestAborted))
            return Refusal.ParameterVerifiedFail;

        await store.WriteAsync(session => webhooks.SaveAsync(session, webhook));
        return Done.Well;
    }

    private static Answer<WebhookAnswer> Show(Caller caller, string? corpId, string? spId, WebhookTable webhooks)
    {
        if (Scope(caller, corpId, spId) is not { } forTenants)
            return Refusal.ConfInsufficientPermissions;
        return webhooks.Find(caller.Corporation, forTenants) is { } webhook
            ? new WebhookAnswer { Id = webhook.Id, SubscriberId = webhook.SubscriberId, Url = webhook.Url, Status = (int)webhook.Status }
            : Refusal.ConfDataNotFound;
    }

    private static async Task<Done> DeleteAsync(Caller caller, string? id, Store store, WebhookTable webhooks)
    {
        if (Find(caller, id, webhooks) is not { } webhook)
            return string.IsNullOrEmpty(id) ? Refusal.ConfParamsNullException : Refusal.ConfDataNotFound;

        await store.WriteAsync(async session =>
        {
            await webhooks.DeleteAsync(session, webhook);
            await OutboxTable.ForgetAsync(session, webhook.Id);
        });
        return Done.Well;
    }

    private static async Task<Done> ChangeAsync(Caller caller, string? id, int? status, Store store, WebhookTable webhooks, TimeProvider clock)
    {
        if (string.IsNullOrEmpty(id) || status is null)
            return Refusal.ConfParamsNullException;
        if (status is not (0 or 1))
            return Refusal.ParameterVerifiedFail;
        if (Find(caller, id, webhooks) is not { } webhook)
            return Refusal.ConfDataNotFound;

        var now = clock.GetUtcNow();
        await store.WriteAsync(async session =>
        {
            await webhooks.SaveAsync(session, webhook with { Status = (WebhookStatus)status, ChangedAt = now });
            if (status == 0)
                await OutboxTable.HurryAsync(session, webhook.Id, now);
        });
        return Done.Well;
    }

    private static Webhook? Find(Caller caller, string? id, WebhookTable webhooks) =>
        id is { Length: > 0 } && webhooks.Find(id) is { } webhook && webhook.Corporation == caller.Corporation ? webhook : null;

    /// <summary>Whether it is for the operator's tenants; null where the caller may not ask for what he names.</summary>
    private static bool? Scope(Caller caller, string? corpId, string? spId)
    {
        if (spId is { Length: > 0 })
            return caller.IsOfOperator && spId == caller.Corporation.Value ? true : null;
        return string.IsNullOrEmpty(corpId) || corpId == caller.Corporation.Value ? false : null;
    }

    private static bool IsAddress(string url) =>
        url.Length <= LongestUrl && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" && address.UserInfo.Length == 0;
}

internal sealed record WebhookRequest
{
    public string? CorpId { get; init; }

    public string? SpId { get; init; }

    public string? SubscriberId { get; init; }

    public string? SubscriberKey { get; init; }

    public string? Url { get; init; }
}

internal sealed record WebhookAnswer
{
    public int ReturnCode { get; init; }

    public string ReturnDesc { get; init; } = "Success";

    public required string Id { get; init; }

    public required string SubscriberId { get; init; }

    public required string Url { get; init; }

    public int Status { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(WebhookAnswer))]
internal sealed partial class WebhookAnswersJson : JsonSerializerContext;
