using Meetings;
using Meetings.Corporations;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Members;

/// <summary>Users as administrators keep them.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usg/dcs/corp/member", SearchAsync).As("search_users", Door.Admin)
            .TakesQuery("userType", "Not looked at: there are users of one type.").TakesQuery("containsUnActive", "Not looked at: every account is active from its beginning.");
        routes.MapPost("/v1/usg/dcs/corp/member", AddAsync).As("add_user", Door.Admin);
        routes.MapPost("/v1/usg/dcs/corp/member/add", InviteAsync).As("invite_user", Door.Admin);
        routes.MapPost("/v1/usg/dcs/corp/member/delete", DeleteAsync).As("batch_delete_users", Door.Admin);
        routes.MapPut("/v1/usg/dcs/corp/member/status/{value}", SetStatusAsync).As("batch_update_user_status", Door.Admin);
        routes.MapGet("/v1/usg/dcs/corp/member/{account}", ShowAsync).As("show_user_detail", Door.Admin);
        routes.MapPut("/v1/usg/dcs/corp/member/{account}", ChangeAsync).As("update_user", Door.Admin);
    }

    private static async Task<Answer<Page<MemberRow>>> SearchAsync(
        Caller caller, Store store, [AsParameters] PageQuery page, string? sortField, bool? isAsc, string? deptCode, bool? enableSubDept, int? adminType, bool? enableRoom, int? status)
    {
        var filter = new MemberFilter
        {
            Kind = AccountKind.User,
            Text = page.Sought,
            DepartmentCode = string.IsNullOrEmpty(deptCode) ? null : deptCode,
            WithDepartmentsBelow = enableSubDept ?? true,
            Admin = adminType is { } admin ? [(AdminType)admin] : null,
            EnableRoom = enableRoom,
            IsActive = status switch { 0 => true, 1 => false, _ => null },
        };
        var found = await store.ReadAsync(async session => await MemberViews.RowsAsync(
            session,
            await MemberTable.FindAsync(session, caller.Corporation, filter, page.OfAccounts, OrderBy(sortField, isAsc ?? true)),
            (member, department, personal) => new MemberRow(member, department, personal)));
        return Page<MemberRow>.Of(found, page.OfAccounts);
    }

    // Only these; a name in a query never becomes text of a statement.
    private static string OrderBy(string? field, bool ascending) => (field, ascending) switch
    {
        ("name", true) => "name, id",
        ("name", false) => "name DESC, id DESC",
        ("account", true) => "login",
        ("account", false) => "login DESC",
        (_, true) => "sort_level, name, id",
        _ => "sort_level DESC, name DESC, id DESC",
    };

    private static async Task<Answer<MemberDetail>> AddAsync(AddMemberRequest request, Caller caller, Store store, MemberDesk members, TimeProvider clock)
    {
        var login = request.Account ?? "";
        if (!FieldLimits.IsName(request.Name) || (login.Length > 0 && !FieldLimits.IsLogin(login)) || !Fits(request) || request.Status is not (null or 0 or 1))
            return Refusal.RequestParamError;
        if (request.Pwd is { Length: > 0 } given && PasswordRules.Check(given, login) is var weak and not Refusal.None)
            return weak;

        return await store.WriteAsync<Answer<MemberDetail>>(async session =>
        {
            var department = string.IsNullOrEmpty(request.DeptCode) ? Department.RootCode : request.DeptCode;
            if (await DepartmentTable.FindAsync(session, caller.Corporation, department) is null)
                return Refusal.RequestParamError;
            if (!await ResourceTable.MayAddUserAsync(session, caller.Corporation, clock.GetUtcNow()))
                return Refusal.CorpUserNumberMax;

            var wanted = new Member
            {
                Id = default,
                Corporation = caller.Corporation,
                Login = login,
                ThirdLogin = string.IsNullOrEmpty(request.ThirdAccount) ? null : request.ThirdAccount,
                Name = request.Name!,
                EnglishName = request.EnglishName ?? "",
                Phone = request.Phone ?? "",
                Country = request.Country ?? "",
                Email = request.Email ?? "",
                DepartmentCode = department,
                Signature = request.Signature ?? "",
                Title = request.Title ?? "",
                Description = request.Desc ?? "",
                IsActive = request.Status != 1,
                EnableRoom = request.Function?.EnableRoom ?? false,
                SortLevel = request.SortLevel ?? Member.UsualSortLevel,
                HidePhone = request.HidePhone ?? false,
                MustChangePassword = true,
                SipNumber = "",
            };
            var password = string.IsNullOrEmpty(request.Pwd) ? members.DrawPassword() : request.Pwd;
            var (refusal, member) = await members.AddAsync(session, wanted, password, clock.GetUtcNow());
            return refusal == Refusal.None ? await MemberViews.DetailAsync(session, member) : refusal;
        });
    }

    // An invitation goes out by mail or SMS, of which there is none; whoever is there already needs no invitation.
    private static async Task<Answer<InviteMemberAnswer>> InviteAsync(InviteMemberRequest request, Caller caller, Store store)
    {
        if (!FieldLimits.IsName(request.Name) || string.IsNullOrWhiteSpace(request.Contact) || request.Contact.Length > FieldLimits.Email)
            return Refusal.RequestParamError;

        var known = await store.ReadAsync(session =>
            MemberTable.FindAsync(session, caller.Corporation, new MemberFilter { Kind = AccountKind.User, Text = request.Contact }, new Slice(0, 100)));
        return known.Rows.Any(member => member.Phone == request.Contact || member.Email == request.Contact || member.Login == request.Contact)
            ? new InviteMemberAnswer(UserExist: true)
            : Refusal.NotSupportSendSms;
    }

    private static async Task<Done> DeleteAsync([FromBody] string[] accounts, int? accountType, Caller caller, Store store, MemberDesk members, AccessTokens tokens)
    {
        if (!FieldLimits.IsList(accounts))
            return Refusal.RequestParamError;

        List<Member>? gone = null;
        var done = await store.WriteAsync<Done>(async session =>
        {
            gone = await MemberLookup.FindAllAsync(session, caller.Corporation, accounts, accountType, AccountKind.User);
            if (gone is null)
                return Refusal.UserNotFound;
            if (gone.Exists(member => member.Admin == AdminType.DefaultAdmin))
                return Refusal.ConfInsufficientPermissions;

            foreach (var member in gone)
                await members.RemoveAsync(session, member);
            return Done.Well;
        });
        foreach (var member in gone ?? [])
            tokens.Forget(member.Id);
        return done;
    }

    private static async Task<Done> SetStatusAsync(
        int value, [FromBody] string[] accounts, int? accountType, Caller caller, Store store, AccessTokens tokens, TimeProvider clock)
    {
        if (!FieldLimits.IsList(accounts) || value is not (0 or 1))
            return Refusal.RequestParamError;

        List<Member>? changed = null;
        var done = await store.WriteAsync<Done>(async session =>
        {
            changed = await MemberLookup.FindAllAsync(session, caller.Corporation, accounts, accountType, AccountKind.User);
            if (changed is null)
                return Refusal.UserNotFound;
            if (value == 1 && changed.Exists(member => member.Admin == AdminType.DefaultAdmin))
                return Refusal.ConfInsufficientPermissions;

            foreach (var member in changed)
                await MemberTable.SaveAsync(session, member with { IsActive = value == 0 }, clock.GetUtcNow());
            return Done.Well;
        });
        foreach (var member in changed ?? [])
            tokens.Forget(member.Id);
        return done;
    }

    private static Task<Answer<MemberDetail>> ShowAsync(string account, int? accountType, Caller caller, Store store) => store.ReadAsync<Answer<MemberDetail>>(async session =>
        await MemberLookup.FindAsync(session, caller.Corporation, account, accountType) is { } member ? await MemberViews.DetailAsync(session, member) : Refusal.UserNotFound);

    private static async Task<Answer<MemberDetail>> ChangeAsync(
        string account, int? accountType, ChangeMemberRequest request, Caller caller, Store store, AccessTokens tokens, TimeProvider clock)
    {
        if ((request.Name is not null && !FieldLimits.IsName(request.Name)) || request.Status is not (null or 0 or 1) || !Fits(request))
            return Refusal.RequestParamError;

        AccountId? changed = null;
        var answer = await store.WriteAsync<Answer<MemberDetail>>(async session =>
        {
            if (await MemberLookup.FindAsync(session, caller.Corporation, account, accountType, AccountKind.User) is not { } member)
                return Refusal.UserNotFound;
            if (request.DeptCode is { Length: > 0 } code && await DepartmentTable.FindAsync(session, caller.Corporation, code) is null)
                return Refusal.RequestParamError;
            if (request.Status == 1 && member.Admin == AdminType.DefaultAdmin)
                return Refusal.ConfInsufficientPermissions;

            var after = member with
            {
                Name = request.Name ?? member.Name,
                EnglishName = request.EnglishName ?? member.EnglishName,
                Phone = request.Phone ?? member.Phone,
                Country = request.Country ?? member.Country,
                Email = request.Email ?? member.Email,
                DepartmentCode = string.IsNullOrEmpty(request.DeptCode) ? member.DepartmentCode : request.DeptCode,
                Signature = request.Signature ?? member.Signature,
                Title = request.Title ?? member.Title,
                Description = request.Desc ?? member.Description,
                IsActive = request.Status is { } status ? status == 0 : member.IsActive,
                SortLevel = request.SortLevel ?? member.SortLevel,
                HidePhone = request.HidePhone ?? member.HidePhone,
            };
            await MemberTable.SaveAsync(session, after, clock.GetUtcNow());
            changed = after.Id;
            return await MemberViews.DetailAsync(session, after);
        });
        if (changed is { } id)
            tokens.Forget(id);
        return answer;
    }

    private static bool Fits(AddMemberRequest request) => FieldLimits.Fits(request.ThirdAccount, FieldLimits.Login)
        && FieldLimits.AreDetails(request.EnglishName, request.Phone, request.Country, request.Email, request.Signature, request.Title, request.Desc);

    private static bool Fits(ChangeMemberRequest request) =>
        FieldLimits.AreDetails(request.EnglishName, request.Phone, request.Country, request.Email, request.Signature, request.Title, request.Desc);
}
