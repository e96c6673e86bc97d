using Meetings;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Resources;

/// <summary>What tenants have bought, as the operator keeps it. Every change is in the record.</summary>
internal static class TenantResourceEndpoints
{
    private const int MostAtOnce = 100;

    public static void MapTenantResources(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usg/dcs/sp/corp/{corp_id}/resource", SearchAsync).As("search_resource", Door.Operator);
        routes.MapPost("/v1/usg/dcs/sp/corp/{corp_id}/resource", AddAsync).As("add_resource", Door.Operator);
        routes.MapPut("/v1/usg/dcs/sp/corp/{corp_id}/resource", ChangeAsync).As("update_resource", Door.Operator);
        routes.MapPost("/v1/usg/dcs/sp/corp/{corp_id}/resource/delete", DeleteAsync).As("delete_resource", Door.Operator);
        routes.MapGet("/v1/usg/dcs/sp/corp/{corp_id}/resource-record", RecordAsync).As("search_resource_op_record", Door.Operator);
    }

    private static Task<Answer<Page<ResourceRow>>> SearchAsync(
        [FromRoute(Name = "corp_id")] string id, Caller caller, Store store, TimeProvider clock, [AsParameters] PageQuery page, [AsParameters] ResourceQuery query) =>
        store.ReadAsync<Answer<Page<ResourceRow>>>(async session =>
        {
            if (await TenantEndpoints.FindAsync(session, caller, id) is not { } tenant)
                return Refusal.RequestParamError;

            var now = clock.GetUtcNow();
            var found = await ResourceTable.FindAsync(session, tenant.Id, query.Filter(page), now, page.OfAccounts);
            return Page<ResourceRow>.Of(found.Select(resource => ResourceRow.Of(resource, now, isEditable: true)), page.OfAccounts);
        });

    private static async Task<Done> AddAsync(
        [FromRoute(Name = "corp_id")] string id, [FromBody] ResourceRequest[] wanted, Caller caller, Store store, ResourceDesk resources, IIdentitySource identities, TimeProvider clock)
    {
        if (wanted is not { Length: > 0 and <= MostAtOnce } || !wanted.All(ResourceForm.IsWellFormed))
            return Refusal.RequestParamError;

        return await store.WriteAsync<Done>(async session =>
        {
            if (await TenantEndpoints.FindAsync(session, caller, id) is not { } tenant)
                return Refusal.RequestParamError;

            foreach (var resource in wanted)
                await resources.AddAsync(session, ResourceForm.Read(resource, tenant.Id, identities, clock.GetUtcNow()), clock.GetUtcNow());
            return Done.Well;
        });
    }

    private static async Task<Done> ChangeAsync(
        [FromRoute(Name = "corp_id")] string id, [FromBody] ChangeResourceRequest[] wanted, Caller caller, Store store, ResourceDesk resources, TimeProvider clock)
    {
        if (wanted is not { Length: > 0 and <= MostAtOnce } || wanted.Any(change => string.IsNullOrEmpty(change?.Id) || change.ExpireDate is <= 0))
            return Refusal.RequestParamError;

        return await ForAllAsync(id, [.. wanted.Select(change => change.Id!)], caller, store, (session, resource) =>
        {
            var change = wanted.First(one => one.Id == resource.Id);
            return resources.ChangeAsync(
                session,
                resource with { IsDisabled = change.IsDisabled ?? resource.IsDisabled, ExpiresAt = change.ExpireDate is { } until ? ResourceForm.At(until) : resource.ExpiresAt },
                clock.GetUtcNow());
        });
    }

    private static async Task<Done> DeleteAsync([FromRoute(Name = "corp_id")] string id, [FromBody] string[] ids, Caller caller, Store store, ResourceDesk resources, TimeProvider clock)
    {
        if (!FieldLimits.IsList(ids))
            return Refusal.RequestParamError;
        return await ForAllAsync(id, ids, caller, store, (session, resource) => resources.RemoveAsync(session, resource, clock.GetUtcNow()));
    }

    private static Task<Done> ForAllAsync(string id, string[] ids, Caller caller, Store store, Func<StoreSession, CorporateResource, Task> change) => store.WriteAsync<Done>(async session =>
    {
        if (await TenantEndpoints.FindAsync(session, caller, id) is not { } tenant)
            return Refusal.RequestParamError;

        var found = new List<CorporateResource>();
        foreach (var one in ids.Distinct(StringComparer.Ordinal))
        {
            if (await ResourceTable.FindAsync(session, tenant.Id, one) is not { } resource)
                return Refusal.RequestParamError;
            found.Add(resource);
        }

        foreach (var resource in found)
            await change(session, resource);
        return Done.Well;
    });

    private static Task<Answer<Page<ResourceRow>>> RecordAsync(
        [FromRoute(Name = "corp_id")] string id, Caller caller, Store store, TimeProvider clock, [AsParameters] PageQuery page, [AsParameters] ResourceQuery query,
        long? startOperateDate, long? endOperateDate, int? operateType) => store.ReadAsync<Answer<Page<ResourceRow>>>(async session =>
    {
        if (await TenantEndpoints.FindAsync(session, caller, id) is not { } tenant)
            return Refusal.RequestParamError;

        TimeRange? operated = startOperateDate is { } one && endOperateDate is { } other ? TimeRange.Of(one, other) : null;
        var filter = query.Filter(page) with
        {
            OperatedFrom = operated?.From ?? (startOperateDate is { } first ? ResourceForm.At(first) : null),
            OperatedUntil = operated?.Until ?? (endOperateDate is { } last ? ResourceForm.At(last) : null),
        };
        var found = await ResourceTable.RecordAsync(session, tenant.Id, filter, operateType, page.OfAccounts);
        return Page<ResourceRow>.Of(found.Select(resource => ResourceRow.Of(resource, clock.GetUtcNow(), isEditable: false)), page.OfAccounts);
    });
}
