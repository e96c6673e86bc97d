using Meetings;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Resources;

/// <summary>The corporations that the operator keeps as tenants, for the operator's default administrator.</summary>
internal static class TenantEndpoints
{
    public static void MapTenants(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usg/dcs/sp/corp", SearchAsync).As("search_corp", Door.Operator);
        routes.MapPost("/v1/usg/dcs/sp/corp", AddAsync).As("add_corp", Door.Operator);
        routes.MapGet("/v1/usg/dcs/sp/corp/{id}", ShowAsync).As("show_corp", Door.Operator);
        routes.MapPut("/v1/usg/dcs/sp/corp/{id}", ChangeAsync).As("update_corp", Door.Operator);
        routes.MapDelete("/v1/usg/dcs/sp/corp/{id}", DeleteAsync).As("delete_corp", Door.Operator);
        routes.MapGet("/v1/usg/dcs/sp/resource", ShowAllAsync).As("show_sp_resource", Door.Operator).TakesQuery("queryGroup", "Not looked at.");
    }

    private static async Task<Answer<Page<TenantAnswer>>> SearchAsync(Caller caller, Store store, TimeProvider clock, [AsParameters] PageQuery page)
    {
        var found = await store.ReadAsync(async session =>
        {
            var tenants = await CorporationTable.TenantsAsync(session, caller.Corporation, page.Sought, page.OfAccounts);
            var answers = new List<TenantAnswer>();
            foreach (var tenant in tenants.Rows)
                answers.Add(await TenantAnswer.OfAsync(session, tenant, clock.GetUtcNow()));
            return new Found<TenantAnswer>(answers, tenants.Total, tenants.Offset);
        });
        return Page<TenantAnswer>.Of(found, page.OfAccounts);
    }

    private static async Task<Answer<Members.ValueAnswer>> AddAsync(AddTenantRequest request, Caller caller, Store store, TenantDesk tenants, ResourceDesk resources, IIdentitySource identities, TimeProvider clock)
    {
        if (request is not { BasicInfo: { } basic, AdminInfo: { Account: { } account, Pwd: { } password } admin }
            || !FieldLimits.IsName(basic.Name) || !FieldLimits.IsName(admin.Name) || !FieldLimits.IsLogin(account) || !Fits(basic)
            || !FieldLimits.AreDetails(null, admin.Phone, admin.Country, admin.Email, null, null, null)
            || request.ResInfo?.Resource?.All(ResourceForm.IsWellFormed) is false)
            return Refusal.RequestParamError;
        if (PasswordRules.Check(password, account) is var weak and not Refusal.None)
            return weak;

        return await store.WriteOrUndoAsync<Answer<Members.ValueAnswer>>(async session =>
        {
            var now = clock.GetUtcNow();
            var wanted = With(new Tenant { Id = default, Operator = caller.Corporation, Name = "", Domain = basic.Domain ?? "", GroupId = request.GroupId ?? "" }, basic);
            var first = new Member { Id = default, Corporation = default, Login = account, Name = admin.Name!, Email = admin.Email ?? "", Phone = admin.Phone ?? "", Country = admin.Country ?? "", SipNumber = "" };
            var (refusal, tenant, _) = await tenants.AddAsync(session, wanted, first, password, now);
            if (refusal != Refusal.None)
                return new(refusal, Stays: false);

            foreach (var resource in request.ResInfo?.Resource ?? [])
                await resources.AddAsync(session, ResourceForm.Read(resource, tenant.Id, identities, now), now);
            await resources.SettleAsync(session, tenant.Id, now);
            return new(new Members.ValueAnswer(tenant.Id.Value), Stays: true);
        });
    }

    private static Task<Answer<TenantAnswer>> ShowAsync(string id, Caller caller, Store store, TimeProvider clock) => store.ReadAsync<Answer<TenantAnswer>>(async session =>
        await FindAsync(session, caller, id) is { } tenant ? await TenantAnswer.OfAsync(session, tenant, clock.GetUtcNow()) : Refusal.RequestParamError);

    private static async Task<Done> ChangeAsync(string id, ChangeTenantRequest request, Caller caller, Store store, AccessTokens tokens, TimeProvider clock)
    {
        if (request.BasicInfo is { } basic && (basic.Name is not null && !FieldLimits.IsName(basic.Name) || !Fits(basic))
            || request.AdminInfo is { } given && (given.Name is not null && !FieldLimits.IsName(given.Name) || !FieldLimits.AreDetails(null, given.Phone, given.Country, given.Email, null, null, null)))
            return Refusal.RequestParamError;

        var done = await store.WriteAsync<Done>(async session =>
        {
            if (await FindAsync(session, caller, id) is not { } tenant)
                return Refusal.RequestParamError;

            // A name that another has already would break the index; it is the caller's mistake, not ours.
            if (request.BasicInfo?.Name is { } name && name != tenant.Name && await CorporationTable.IsNameTakenAsync(session, name))
                return Refusal.RequestParamError;

            var after = request.BasicInfo is null ? tenant : With(tenant, request.BasicInfo);
            await CorporationTable.UpdateAsync(session, after with { GroupId = request.GroupId ?? tenant.GroupId });
            if (request.AdminInfo is { } change && await MemberTable.DefaultAdminAsync(session, tenant.Id) is { } admin)
            {
                await MemberTable.SaveAsync(
                    session,
                    admin with { Name = change.Name ?? admin.Name, Email = change.Email ?? admin.Email, Phone = change.Phone ?? admin.Phone, Country = change.Country ?? admin.Country },
                    clock.GetUtcNow());
            }

            return Done.Well;
        });
        tokens.ForgetAll();
        return done;
    }

    private static async Task<Done> DeleteAsync(string id, Caller caller, Store store, AccessTokens tokens)
    {
        var done = await store.WriteAsync<Done>(async session =>
        {
            if (await FindAsync(session, caller, id) is not { } tenant || tenant.Operator is null)
                return Refusal.RequestParamError;

            await CorporationTable.DeleteAsync(session, tenant.Id);
            return Done.Well;
        });
        tokens.ForgetAll();
        return done;
    }

    private static Task<Answer<OperatorResource>> ShowAllAsync(Caller caller, Store store, TimeProvider clock) =>
        store.ReadAsync<Answer<OperatorResource>>(async session => await OperatorResource.OfAsync(session, caller.Corporation, clock.GetUtcNow()));

    /// <summary>A tenant of the caller's, or the operator itself.</summary>
    public static async Task<Tenant?> FindAsync(StoreSession session, Caller caller, string id) =>
        await CorporationTable.FindAsync(session, new CorporationId(id)) is { } tenant && (tenant.Id == caller.Corporation || tenant.Operator == caller.Corporation) ? tenant : null;

    private static bool Fits(TenantBasics basic) =>
        FieldLimits.AreDetails(null, basic.Phone, basic.Country, basic.Email, null, null, basic.Description) && FieldLimits.Fits(basic.Fax, FieldLimits.Phone)
        && FieldLimits.Fits(basic.Address, FieldLimits.LongText) && FieldLimits.Fits(basic.Domain, FieldLimits.Email);

    private static Tenant With(Tenant tenant, TenantBasics basic) => tenant with
    {
        Name = basic.Name ?? tenant.Name,
        Phone = basic.Phone ?? tenant.Phone,
        Country = basic.Country ?? tenant.Country,
        Fax = basic.Fax ?? tenant.Fax,
        Email = basic.Email ?? tenant.Email,
        Address = basic.Address ?? tenant.Address,
        Description = basic.Description ?? tenant.Description,
    };
}
