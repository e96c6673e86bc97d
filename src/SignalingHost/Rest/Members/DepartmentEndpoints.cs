using Meetings;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Members;

/// <summary>Departments: kept by administrators, read by everybody in the corporation.</summary>
internal static class DepartmentEndpoints
{
    private const int Deepest = 10;
    private const int MostFound = 200;

    public static void MapDepartments(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/usg/dcs/corp/dept", AddAsync).As("add_department", Door.Admin);
        routes.MapPut("/v1/usg/dcs/corp/dept/{dept_code}", ChangeAsync).As("update_department", Door.Admin);
        routes.MapDelete("/v1/usg/dcs/corp/dept/{dept_code}", DeleteAsync).As("delete_department", Door.Admin);
        routes.MapGet("/v1/usg/dcs/member/dept", SearchAsync).As("search_department_by_name", Door.User);
        routes.MapGet("/v1/usg/dcs/member/dept/{dept_code}", ShowAsync).As("show_dept_and_child_dept", Door.User);
        routes.MapGet("/v1/usg/abs/departments/{dept_code}", ShowBrieflyAsync).As("show_department", Door.User);
    }

    private static async Task<Answer<ValueAnswer>> AddAsync(DepartmentRequest request, Caller caller, Store store, IIdentitySource identities)
    {
        if (!IsName(request.DeptName) || request.DeptCode is { } given && !IsCode(given) || !Fits(request))
            return Refusal.RequestParamError;

        return await store.WriteAsync<Answer<ValueAnswer>>(async session =>
        {
            var parentCode = string.IsNullOrEmpty(request.ParentDeptCode) ? Department.RootCode : request.ParentDeptCode;
            if (await DepartmentTable.FindAsync(session, caller.Corporation, parentCode) is not { } parent || parent.Depth >= Deepest)
                return Refusal.RequestParamError;

            var department = new Department
            {
                Corporation = caller.Corporation,
                Code = string.IsNullOrEmpty(request.DeptCode) ? identities.Hex(16) : request.DeptCode,
                Name = request.DeptName!,
                CodePath = "",
                NamePath = "",
                Note = request.Note ?? "",
                InPermission = request.InPermission ?? "ALL",
                OutPermission = request.OutPermission ?? "ALL",
                DesignatedOut = request.DesignatedOutDeptCodes ?? [],
                SortLevel = request.SortLevel ?? Member.UsualSortLevel,
            }.Under(parent);
            return await DepartmentTable.TryInsertAsync(session, department) ? new ValueAnswer(department.Code) : Refusal.RequestParamError;
        });
    }

    private static async Task<Done> ChangeAsync([FromRoute(Name = "dept_code")] string code, DepartmentRequest request, Caller caller, Store store)
    {
        if (request.DeptName is not null && !IsName(request.DeptName) || !Fits(request))
            return Refusal.RequestParamError;

        return await store.WriteAsync<Done>(async session =>
        {
            if (await DepartmentTable.FindAsync(session, caller.Corporation, code) is not { } before)
                return Refusal.RequestParamError;

            var after = before with
            {
                Name = request.DeptName ?? before.Name,
                Note = request.Note ?? before.Note,
                InPermission = request.InPermission ?? before.InPermission,
                OutPermission = request.OutPermission ?? before.OutPermission,
                DesignatedOut = request.DesignatedOutDeptCodes ?? before.DesignatedOut,
                SortLevel = request.SortLevel ?? before.SortLevel,
            };
            return before.ParentCode is null
                ? await ChangeRootAsync(session, after, request)
                : await MoveAsync(session, before, after, string.IsNullOrEmpty(request.ParentDeptCode) ? before.ParentCode : request.ParentDeptCode);
        });
    }

    // The root is the corporation: it has its name and no parent.
    private static async Task<Done> ChangeRootAsync(StoreSession session, Department after, DepartmentRequest request)
    {
        if (request.DeptName is not null || request.ParentDeptCode is { Length: > 0 })
            return Refusal.RequestParamError;

        await DepartmentTable.UpdateAsync(session, after);
        return Done.Well;
    }

    private static async Task<Done> MoveAsync(StoreSession session, Department before, Department after, string parentCode)
    {
        if (await DepartmentTable.FindAsync(session, before.Corporation, parentCode) is not { } parent)
            return Refusal.RequestParamError;

        // Not below itself, and with all that hangs on it not too deep.
        var below = await DepartmentTable.BelowAsync(session, before);
        var height = below.Count == 0 ? 0 : below[^1].Depth - before.Depth;
        if (parent.Code == before.Code || below.Exists(child => child.Code == parent.Code) || parent.Depth + 1 + height > Deepest)
            return Refusal.RequestParamError;

        after = after.Under(parent);
        await DepartmentTable.UpdateAsync(session, after);
        var moved = new Dictionary<string, Department>(StringComparer.Ordinal) { [after.Code] = after };
        foreach (var child in below)
        {
            moved[child.Code] = child.Under(moved[child.ParentCode!]);
            await DepartmentTable.UpdateAsync(session, moved[child.Code]);
        }

        return Done.Well;
    }

    private static Task<Done> DeleteAsync([FromRoute(Name = "dept_code")] string code, Caller caller, Store store) => store.WriteAsync<Done>(async session =>
    {
        if (await DepartmentTable.FindAsync(session, caller.Corporation, code) is not { ParentCode: not null } department)
            return Refusal.RequestParamError;
        if (await DepartmentTable.HasChildrenAsync(session, caller.Corporation, code)
            || await MemberTable.CountAsync(session, caller.Corporation, new MemberFilter { DepartmentCode = code }) > 0)
            return Refusal.RequestParamError;

        await DepartmentTable.DeleteAsync(session, department);
        return Done.Well;
    });

    private static Task<Answer<DepartmentRow[]>> SearchAsync(string deptName, Caller caller, Store store) => store.ReadAsync<Answer<DepartmentRow[]>>(async session =>
        await RowsAsync(session, await DepartmentTable.FindByNameAsync(session, caller.Corporation, deptName, MostFound)));

    private static Task<Answer<DepartmentDetail>> ShowAsync([FromRoute(Name = "dept_code")] string code, Caller caller, Store store) =>
        store.ReadAsync<Answer<DepartmentDetail>>(async session =>
        {
            if (await DepartmentTable.FindAsync(session, caller.Corporation, code) is not { } department)
                return Refusal.RequestParamError;

            var children = await RowsAsync(session, await DepartmentTable.ChildrenAsync(session, caller.Corporation, code));
            return new DepartmentDetail(department, children);
        });

    private static Task<Answer<DepartmentBrief>> ShowBrieflyAsync([FromRoute(Name = "dept_code")] string code, Caller caller, Store store) =>
        store.ReadAsync<Answer<DepartmentBrief>>(async session =>
        {
            if (await DepartmentTable.FindAsync(session, caller.Corporation, code) is not { } department)
                return Refusal.RequestParamError;

            var children = await RowsAsync(session, await DepartmentTable.ChildrenAsync(session, caller.Corporation, code));
            return new DepartmentBrief(department.Code, department.Name, children.Length == 0, [.. children.Select(child => new DepartmentChild(child.DeptCode, child.DeptName, child.IsLeafNode))]);
        });

    private static async Task<DepartmentRow[]> RowsAsync(StoreSession session, List<Department> departments)
    {
        if (departments.Count == 0)
            return [];

        var parents = await DepartmentTable.ParentsAmongAsync(session, departments[0].Corporation, [.. departments.Select(department => department.Code)]);
        return [.. departments.Select(department => new DepartmentRow(department, !parents.Contains(department.Code)))];
    }

    private static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= FieldLimits.ShortText && !name.Contains('/', StringComparison.Ordinal);

    private static bool IsCode(string code) => code.Length <= 32 && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static bool Fits(DepartmentRequest request) =>
        FieldLimits.Fits(request.Note, FieldLimits.LongText) && request.DesignatedOutDeptCodes is not { Length: > FieldLimits.Elements }
        && FieldLimits.Fits(request.InPermission, FieldLimits.ShortText) && FieldLimits.Fits(request.OutPermission, FieldLimits.ShortText);
}
