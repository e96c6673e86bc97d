using System.Text.Json.Serialization;
using Meetings;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Rest.Members;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Resources;

/// <summary>The caller's own corporation: what it is, what it may use and how much of that is used.</summary>
internal static class CorporationEndpoints
{
    public static void MapCorporation(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usg/dcs/corp", ShowAsync).As("show_corp_basic_info", Door.Admin);
        routes.MapPut("/v1/usg/dcs/corp", ChangeAsync).As("update_corp_basic_info", Door.Admin);
        routes.MapGet("/v1/usg/dcs/corp/resource", ShowResourceAsync).As("show_corp_resource", Door.Admin);
        routes.MapGet("/v1/usg/dcs/corp/resource-list", SearchResourcesAsync).As("search_corp_resources", Door.Admin).TakesQuery("vmrMode", "Not looked at.");
    }

    private static Task<Answer<CorporationBasics>> ShowAsync(Caller caller, Store store) => store.ReadAsync<Answer<CorporationBasics>>(async session =>
        await CorporationTable.FindAsync(session, caller.Corporation) is { } tenant
            ? CorporationBasics.Of(tenant, await MemberTable.DefaultAdminAsync(session, tenant.Id))
            : Refusal.RequestParamError);

    private static async Task<Done> ChangeAsync(ChangeCorporationRequest request, Caller caller, Store store)
    {
        if (!FieldLimits.Fits(request.Address, FieldLimits.LongText))
            return Refusal.RequestParamError;

        return await store.WriteAsync<Done>(async session =>
        {
            if (await CorporationTable.FindAsync(session, caller.Corporation) is not { } tenant)
                return Refusal.RequestParamError;

            await CorporationTable.UpdateAsync(session, tenant with { Address = request.Address ?? tenant.Address, AutoUserCreate = request.AutoUserCreate ?? tenant.AutoUserCreate });
            return Done.Well;
        });
    }

    private static Task<Answer<CorporationResource>> ShowResourceAsync(Caller caller, Store store, TimeProvider clock) => store.ReadAsync<Answer<CorporationResource>>(async session =>
        await CorporationTable.FindAsync(session, caller.Corporation) is { } tenant ? await CorporationResource.OfAsync(session, tenant, clock.GetUtcNow()) : Refusal.RequestParamError);

    private static async Task<Answer<Page<ResourceRow>>> SearchResourcesAsync(
        Caller caller, Store store, TimeProvider clock, [AsParameters] PageQuery page, [AsParameters] ResourceQuery query)
    {
        var now = clock.GetUtcNow();
        var found = await store.ReadAsync(session => ResourceTable.FindAsync(session, caller.Corporation, query.Filter(page), now, page.OfAccounts));
        return Page<ResourceRow>.Of(found.Select(resource => ResourceRow.Of(resource, now, isEditable: false)), page.OfAccounts);
    }
}

internal sealed record ChangeCorporationRequest
{
    public string? Address { get; init; }

    public bool? AutoUserCreate { get; init; }
}

/// <summary>How much there is of a kind of resource, and how much of it is used.</summary>
internal sealed record ResourceUse
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public int SumCount { get; init; }

    public int TrialCount { get; init; }

    public int ExpiredCount { get; init; }

    public int ExpiringCount { get; init; }

    public int UsedCount { get; init; }

    public static ResourceUse Of(IEnumerable<CorporateResource> all, string type, DateTimeOffset now, int used, int? sum = null)
    {
        var mine = all.Where(resource => resource.Type == type).ToArray();
        return new ResourceUse
        {
            SumCount = sum ?? mine.Where(resource => resource.Counts(now)).Sum(resource => resource.Amount),
            ExpiredCount = mine.Where(resource => resource.ExpiresAt <= now).Sum(resource => resource.Amount),
            ExpiringCount = mine.Where(resource => resource.Counts(now) && resource.ExpiresAt <= now + Soon).Sum(resource => resource.Amount),
            UsedCount = used,
        };
    }
}

internal sealed record RoomPackageUse(string VmrPkgId, string VmrName, int VmrPkgParties, int VmrPkgCount, int VmrPkgUsedCount);

/// <summary>All that a corporation may use.</summary>
internal sealed record CorporationResource
{
    public required ResourceUse Te1080pHardCount { get; init; }

    public required ResourceUse Te720pHardCount { get; init; }

    public required ResourceUse TeSoftCount { get; init; }

    public required ResourceUse RoomCount { get; init; }

    public required ResourceUse RecordCapability { get; init; }

    public required ResourceUse ConfCallCount { get; init; }

    public required ResourceUse LiveCount { get; init; }

    public required ResourceUse ThirdPartyHardCount { get; init; }

    public required ResourceUse HwVisionCount { get; init; }

    public required ResourceUse IdeaHubCount { get; init; }

    public IReadOnlyList<RoomPackageUse> Vmr { get; init; } = [];

    public bool EnablePstn { get; init; }

    [JsonPropertyName("enableSMS")]
    public bool EnableSms { get; init; }

    public bool EnableHybridCloud { get; init; }

    public bool EnableCloudDisk { get; init; }

    public bool EnableUc { get; init; }

    public bool EnableAiMinutes { get; init; }

    public int SingleConfCallCount { get; init; }

    /// <summary>The longest meeting, in minutes.</summary>
    public int ConfLength { get; init; }

    public static async Task<CorporationResource> OfAsync(StoreSession session, Tenant tenant, DateTimeOffset now)
    {
        var all = await ResourceTable.ListAsync(session, tenant.Id);
        var users = await MemberTable.CountAsync(session, tenant.Id, new MemberFilter { Kind = AccountKind.User });
        var rules = tenant.ToCorporation();
        return new CorporationResource
        {
            Te1080pHardCount = ResourceUse.Of(all, "HARD_1080P", now, await TerminalsAsync(model => model is { UserType: 10, Resolution: "1080p", Model: not "third_party" })),
            Te720pHardCount = ResourceUse.Of(all, "HARD_720P", now, await TerminalsAsync(model => model is { UserType: 10, Resolution: "720p" })),
            TeSoftCount = ResourceUse.Of(all, ResourceTypes.Users, now, users),
            RoomCount = ResourceUse.Of(all, "ROOM", now, await TerminalsAsync(model => model.UserType == 14)),
            RecordCapability = ResourceUse.Of(all, ResourceTypes.Recording, now, used: 0, sum: (int)(tenant.RecordingBytes / (1024L * 1024 * 1024))),
            ConfCallCount = ResourceUse.Of(all, ResourceTypes.Seats, now, used: 0, sum: rules.Seats),
            LiveCount = ResourceUse.Of(all, "LIVE", now, used: 0),
            ThirdPartyHardCount = ResourceUse.Of(all, "HARD_THIRD_PARTY", now, await TerminalsAsync(model => model.Model == "third_party")),
            HwVisionCount = ResourceUse.Of(all, "HUAWEI_VISION", now, await TerminalsAsync(model => model.UserType == 12)),
            IdeaHubCount = ResourceUse.Of(all, "IDEA_HUB", now, await TerminalsAsync(model => model.UserType == 13)),
            Vmr = [.. (await RoomTable.CountsAsync(session, tenant.Id)).Select(count => new RoomPackageUse(count.PackageId, RoomPackages.NameOf(count.Seats), count.Seats, count.Count, count.Held))],
            EnablePstn = rules.MayCallPhones,
            EnableSms = rules.MaySendSms,
            SingleConfCallCount = Math.Min(rules.Seats, rules.SeatsPerMeeting),
            ConfLength = (int)rules.LengthLimit.TotalMinutes,
        };

        async Task<int> TerminalsAsync(Func<TerminalModel, bool> which)
        {
            var count = 0;
            foreach (var model in TerminalModels.All.Where(which))
                count += await MemberTable.CountAsync(session, tenant.Id, new MemberFilter { Kind = AccountKind.Terminal, Model = model.Model });
            return count;
        }
    }
}
