using System.Text.Json.Serialization;
using Meetings;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Rest.Members;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Resources;

/// <summary>A tenant as the operator sees it.</summary>
internal sealed record TenantAnswer(TenantBasics BasicInfo, TenantAdmin? AdminInfo, TenantResource ResInfo, [property: JsonPropertyName("groupDTO")] TenantGroup? Group, string Id)
{
    public static async Task<TenantAnswer> OfAsync(StoreSession session, Tenant tenant, DateTimeOffset now)
    {
        var admin = await MemberTable.DefaultAdminAsync(session, tenant.Id);
        var use = await CorporationResource.OfAsync(session, tenant, now);
        return new TenantAnswer(
            new TenantBasics
            {
                Name = tenant.Name,
                Phone = tenant.Phone,
                Country = tenant.Country,
                Fax = tenant.Fax,
                Email = tenant.Email,
                Address = tenant.Address,
                Description = tenant.Description,
                SpId = tenant.Operator?.Value,
            },
            admin is null ? null : new TenantAdmin { Id = admin.Id.Value, Account = admin.Login, Name = admin.Name, AdminType = (int)admin.Admin, Email = admin.Email, Phone = admin.Phone, Country = admin.Country },
            new TenantResource(new TenantResourceCounts
            {
                VmrPkgList = use.Vmr,
                Te1080pHardCount = use.Te1080pHardCount.SumCount,
                Te720pHardCount = use.Te720pHardCount.SumCount,
                TeSoftCount = use.TeSoftCount.SumCount,
                RoomCount = use.RoomCount.SumCount,
                RecordCapability = use.RecordCapability.SumCount,
                ConfCallCount = use.ConfCallCount.SumCount,
                LiveCount = use.LiveCount.SumCount,
                ThirdPartyHardCount = use.ThirdPartyHardCount.SumCount,
                HwVisionCount = use.HwVisionCount.SumCount,
                IdeaHubCount = use.IdeaHubCount.SumCount,
            }),
            tenant.GroupId.Length > 0 ? new TenantGroup(tenant.GroupId, tenant.GroupId) : null,
            tenant.Id.Value);
    }
}

/// <summary>What a corporation is called and where it is.</summary>
internal sealed record TenantBasics
{
    public string? Name { get; init; }

    public string? Domain { get; init; }

    public string? Phone { get; init; }

    public string? Country { get; init; }

    public string? Fax { get; init; }

    public string? Email { get; init; }

    public string? Address { get; init; }

    public string? Description { get; init; }

    public string? SpId { get; init; }
}

internal sealed record TenantAdmin
{
    public string? Id { get; init; }

    public string? Account { get; init; }

    public string? Name { get; init; }

    /// <summary>Only ever asked for, never answered.</summary>
    public string? Pwd { get; init; }

    public int? AdminType { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Country { get; init; }
}

internal sealed record TenantResource(TenantResourceCounts CorpVcRes);

internal sealed record TenantResourceCounts
{
    public IReadOnlyList<RoomPackageUse> VmrPkgList { get; init; } = [];

    public int Te1080pHardCount { get; init; }

    public int Te720pHardCount { get; init; }

    public int TeSoftCount { get; init; }

    public int RoomCount { get; init; }

    public int RecordCapability { get; init; }

    public int ConfCallCount { get; init; }

    public int LiveCount { get; init; }

    public int ThirdPartyHardCount { get; init; }

    public int HwVisionCount { get; init; }

    public int IdeaHubCount { get; init; }
}

internal sealed record TenantGroup(string GroupId, string GroupName);

internal sealed record AddTenantRequest
{
    public TenantBasics? BasicInfo { get; init; }

    public TenantAdmin? AdminInfo { get; init; }

    public AddTenantResources? ResInfo { get; init; }

    public string? GroupId { get; init; }
}

internal sealed record AddTenantResources
{
    public ResourceRequest[]? Resource { get; init; }
}

internal sealed record ChangeTenantRequest
{
    public TenantBasics? BasicInfo { get; init; }

    public TenantAdmin? AdminInfo { get; init; }

    public string? GroupId { get; init; }
}

/// <summary>What the operator has given to its tenants, all together.</summary>
internal sealed record OperatorResource
{
    public required ResourceUse Te1080pHardCount { get; init; }

    public required ResourceUse Te720pHardCount { get; init; }

    public required ResourceUse TeSoftCount { get; init; }

    public required ResourceUse RoomCount { get; init; }

    public required ResourceUse RecordCapability { get; init; }

    public required ResourceUse ConfCallCount { get; init; }

    public required ResourceUse LiveCount { get; init; }

    public required ResourceUse CorpCount { get; init; }

    public required ResourceUse ThirdPartyHardCount { get; init; }

    public required ResourceUse HwVisionCount { get; init; }

    public required ResourceUse IdeaHubCount { get; init; }

    public bool EnablePstn { get; init; }

    [JsonPropertyName("enableSMS")]
    public bool EnableSms { get; init; }

    public static async Task<OperatorResource> OfAsync(StoreSession session, CorporationId keeper, DateTimeOffset now)
    {
        var all = await ResourceTable.OfTenantsAsync(session, keeper);
        var tenants = (await CorporationTable.TenantsAsync(session, keeper, null, new Slice(0, 1))).Total;
        return new OperatorResource
        {
            Te1080pHardCount = Given("HARD_1080P"),
            Te720pHardCount = Given("HARD_720P"),
            TeSoftCount = Given(ResourceTypes.Users),
            RoomCount = Given("ROOM"),
            RecordCapability = Given(ResourceTypes.Recording),
            ConfCallCount = Given(ResourceTypes.Seats),
            LiveCount = Given("LIVE"),
            CorpCount = new ResourceUse { SumCount = tenants, UsedCount = tenants },
            ThirdPartyHardCount = Given("HARD_THIRD_PARTY"),
            HwVisionCount = Given("HUAWEI_VISION"),
            IdeaHubCount = Given("IDEA_HUB"),
        };

        ResourceUse Given(string type) => ResourceUse.Of(all, type, now, used: all.Where(resource => resource.Type == type && resource.Counts(now)).Sum(resource => resource.Amount));
    }
}

[JsonSerializable(typeof(CorporationBasics))]
[JsonSerializable(typeof(ChangeCorporationRequest))]
[JsonSerializable(typeof(CorporationResource))]
[JsonSerializable(typeof(Page<ResourceRow>))]
[JsonSerializable(typeof(ResourceRequest[]))]
[JsonSerializable(typeof(ChangeResourceRequest[]))]
[JsonSerializable(typeof(Page<TenantAnswer>))]
[JsonSerializable(typeof(AddTenantRequest))]
[JsonSerializable(typeof(ChangeTenantRequest))]
[JsonSerializable(typeof(OperatorResource))]
internal sealed partial class ResourcesJson : JsonSerializerContext;
