using Meetings;
using Meetings.Corporations;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Members;

/// <summary>The directory that everybody in a corporation reads: users and terminals.</summary>
internal static class DirectoryEndpoints
{
    private const int Found = 0;
    private const int NotFound = 1;

    public static void MapDirectory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usg/abs/users", SearchAsync).As("search_corp_dir", Door.User);
        routes.MapPost("/v1/usg/abs/users/list", ShowAsync).As("batch_show_user_details", Door.User);
        routes.MapGet("/v1/usg/abs/external-contacts", SearchExternal).As("search_corp_external_dir", Door.User).TakesQuery("searchScope", "Not looked at: there are no external contacts.");
    }

    private static async Task<Answer<Page<DirectoryEntry>>> SearchAsync(
        Caller caller, Store store, [AsParameters] PageQuery page, string? deptCode, bool? querySubDept, string? searchScope)
    {
        var filter = new MemberFilter
        {
            Kind = searchScope switch { "NORMAL_USER" => AccountKind.User, "HARD_TERMINAL" => AccountKind.Terminal, _ => null },
            Text = page.Sought,
            DepartmentCode = string.IsNullOrEmpty(deptCode) ? null : deptCode,
            WithDepartmentsBelow = querySubDept ?? true,
            IsActive = true,
        };
        if (searchScope is not (null or "" or "ALL" or "NORMAL_USER" or "HARD_TERMINAL"))
            return Refusal.RequestParamError;

        var found = await store.ReadAsync(async session => await MemberViews.RowsAsync(
            session,
            await MemberTable.FindAsync(session, caller.Corporation, filter, page.OfAccounts),
            (member, department, personal) => DirectoryEntry.Of(member, department, personal, caller.IsAdmin)));
        return Page<DirectoryEntry>.Of(found, page.OfAccounts);
    }

    private static async Task<Answer<DirectoryEntry[]>> ShowAsync([FromBody] DirectoryRequest[] wanted, string? idType, Caller caller, Store store)
    {
        if (wanted is not { Length: > 0 and <= FieldLimits.Elements } || wanted.Any(one => string.IsNullOrEmpty(one?.Id)))
            return Refusal.RequestParamError;

        return await store.ReadAsync<Answer<DirectoryEntry[]>>(async session =>
        {
            var entries = new List<DirectoryEntry>();
            foreach (var id in wanted.Select(one => one.Id!))
            {
                var member = await FindAsync(session, caller.Corporation, id, idType);
                var rows = member is null ? null : await MemberViews.RowsAsync(session, new Found<Member>([member], 1, 0), (one, department, personal) => DirectoryEntry.Of(one, department, personal, caller.IsAdmin));
                entries.Add(rows is null ? new DirectoryEntry { Id = id, StatusCode = NotFound } : rows.Rows[0] with { StatusCode = Found });
            }

            return entries.ToArray();
        });
    }

    // There are none: nobody can add one through this API.
    private static Answer<Page<ExternalContact>> SearchExternal([AsParameters] PageQuery page) => new Page<ExternalContact>(0, page.OfAccounts.Limit, 0, []);

    private static async Task<Member?> FindAsync(StoreSession session, CorporationId corporation, string id, string? idType)
    {
        var found = idType switch
        {
            "ACCOUNT" or "account" => await MemberTable.FindByLoginAsync(session, id),
            "THIRD_ACCOUNT" or "thirdAccount" => await MemberTable.FindByThirdLoginAsync(session, corporation, id),
            "NUMBER" or "number" => await MemberTable.FindBySipNumberAsync(session, id),
            _ => await MemberTable.FindAsync(session, new AccountId(id))
                ?? await MemberTable.FindByLoginAsync(session, id)
                ?? await MemberTable.FindByThirdLoginAsync(session, corporation, id)
                ?? await MemberTable.FindBySipNumberAsync(session, id),
        };
        return found?.Corporation == corporation ? found : null;
    }
}

internal sealed record DirectoryRequest
{
    public string? Id { get; init; }
}

/// <summary>One whom everybody in the corporation may look up.</summary>
internal sealed record DirectoryEntry
{
    public required string Id { get; init; }

    public int StatusCode { get; init; }

    public string? Account { get; init; }

    public string? Name { get; init; }

    public string? EnglishName { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? DeptName { get; init; }

    /// <summary>The SIP number that is dialled.</summary>
    public string? Number { get; init; }

    public long? UpdateTime { get; init; }

    public bool? IsHardTerminal { get; init; }

    public string? VmrId { get; init; }

    public string? Signature { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    public bool? HidePhone { get; init; }

    public string? Type { get; init; }

    public IReadOnlyList<string>? DeptCodes { get; init; }

    public static DirectoryEntry Of(Member member, Department? department, CloudRoom? personal, bool showsHidden) => new()
    {
        Id = member.Id.Value,
        Account = member.Login,
        Name = member.Name,
        EnglishName = member.EnglishName,
        Email = member.Email,
        Phone = member.HidePhone && !showsHidden ? "" : member.Phone,
        DeptName = department?.Name,
        Number = member.SipNumber,
        UpdateTime = member.CreatedAt.ToUnixTimeMilliseconds(),
        IsHardTerminal = member.Kind == AccountKind.Terminal,
        VmrId = personal?.Number.Value,
        Signature = member.Signature,
        Title = member.Title,
        Description = member.Description,
        HidePhone = member.HidePhone,
        Type = member.Kind == AccountKind.Terminal ? "HARD_TERMINAL" : "NORMAL_USER",
        DeptCodes = [member.DepartmentCode],
    };
}

/// <summary>One from outside the corporation.</summary>
internal sealed record ExternalContact(string Id, string Name);
