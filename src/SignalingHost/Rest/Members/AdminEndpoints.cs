using Meetings;
using Meetings.Corporations;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Members;

/// <summary>Administrators. Every one of them may see them; only the default administrator makes and unmakes them.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmins(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usg/dcs/corp/admin", SearchAsync).As("search_corp_admins", Door.Admin);
        routes.MapPost("/v1/usg/dcs/corp/admin", AddAsync).As("add_corp_admin", Door.Admin);
        routes.MapPost("/v1/usg/dcs/corp/admin/delete", DeleteAsync).As("batch_delete_corp_admins", Door.Admin);
        routes.MapGet("/v1/usg/dcs/corp/admin/{account}", ShowAsync).As("show_corp_admin", Door.Admin);
    }

    private static async Task<Answer<Page<AdminRow>>> SearchAsync(Caller caller, Store store, [AsParameters] PageQuery page)
    {
        var filter = new MemberFilter { Kind = AccountKind.User, Admin = [AdminType.DefaultAdmin, AdminType.Admin], Text = page.Sought };
        var found = await store.ReadAsync(async session => await MemberViews.RowsAsync(
            session,
            await MemberTable.FindAsync(session, caller.Corporation, filter, page.OfAccounts, "admin, name, id"),
            (member, department, _) => AdminRow.Of(member, department)));
        return Page<AdminRow>.Of(found, page.OfAccounts);
    }

    private static async Task<Done> AddAsync(AdminRequest request, int? accountType, Caller caller, Store store, AccessTokens tokens, TimeProvider clock)
    {
        if (string.IsNullOrEmpty(request.Account))
            return Refusal.RequestParamError;
        return await SetAsync([request.Account], accountType, AdminType.Admin, caller, store, tokens, clock);
    }

    private static async Task<Done> DeleteAsync([FromBody] string[] accounts, int? accountType, Caller caller, Store store, AccessTokens tokens, TimeProvider clock)
    {
        if (!FieldLimits.IsList(accounts))
            return Refusal.RequestParamError;
        return await SetAsync(accounts, accountType, AdminType.Member, caller, store, tokens, clock);
    }

    private static async Task<Done> SetAsync(string[] accounts, int? accountType, AdminType admin, Caller caller, Store store, AccessTokens tokens, TimeProvider clock)
    {
        if (caller.Admin != AdminType.DefaultAdmin)
            return Refusal.ConfInsufficientPermissions;

        List<Member>? changed = null;
        var done = await store.WriteAsync<Done>(async session =>
        {
            changed = await MemberLookup.FindAllAsync(session, caller.Corporation, accounts, accountType, AccountKind.User);
            if (changed is null)
                return Refusal.UserNotFound;
            if (changed.Exists(member => member.Admin == AdminType.DefaultAdmin))
                return Refusal.ConfInsufficientPermissions;

            foreach (var member in changed)
                await MemberTable.SaveAsync(session, member with { Admin = admin }, clock.GetUtcNow());
            return Done.Well;
        });
        foreach (var member in changed ?? [])
            tokens.Forget(member.Id);
        return done;
    }

    private static Task<Answer<AdminRow>> ShowAsync(string account, int? accountType, Caller caller, Store store) => store.ReadAsync<Answer<AdminRow>>(async session =>
        await MemberLookup.FindAsync(session, caller.Corporation, account, accountType, AccountKind.User) is { Admin: not AdminType.Member } member
            ? AdminRow.Of(member, await DepartmentTable.FindAsync(session, member.Corporation, member.DepartmentCode))
            : Refusal.UserNotFound);
}

internal sealed record AdminRequest
{
    public string? Account { get; init; }
}

/// <summary>An administrator.</summary>
internal sealed record AdminRow
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    public required string Name { get; init; }

    public int AdminType { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Country { get; init; }

    public DepartmentBasics? Dept { get; init; }

    public static AdminRow Of(Member member, Department? department) => new()
    {
        Id = member.Id.Value,
        Account = member.Login,
        Name = member.Name,
        AdminType = (int)member.Admin,
        Email = member.Email,
        Phone = member.Phone,
        Country = member.Country,
        Dept = department is null ? null : new DepartmentBasics(department.Code, department.Corporation.Value, department.Name, department.NamePath, department.ParentCode),
    };
}

internal sealed record DepartmentBasics(string DeptCode, string CorpId, string DeptName, string DeptNamePath, string? ParentDeptCode);
