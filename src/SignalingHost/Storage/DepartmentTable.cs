using System.Data.Common;
using System.Text.Json;
using Meetings;
using SignalingHost.Accounts;

namespace SignalingHost.Storage;

/// <summary>Departments.</summary>
internal static class DepartmentTable
{
    private const string Columns = "corporation_id, code, parent_code, name, depth, code_path, name_path, note, in_permission, out_permission, designated_out, sort_level";

    public static Task<Department?> FindAsync(StoreSession session, CorporationId corporation, string code) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM department WHERE corporation_id = {corporation} AND code = {code}", Read);

    public static Task<List<Department>> ChildrenAsync(StoreSession session, CorporationId corporation, string parent) =>
        session.ListAsync($"SELECT {Columns:raw} FROM department WHERE corporation_id = {corporation} AND parent_code = {parent} ORDER BY sort_level, name, code", Read);

    public static async Task<bool> HasChildrenAsync(StoreSession session, CorporationId corporation, string code) =>
        await session.NumberAsync($"SELECT count(*) FROM department WHERE corporation_id = {corporation} AND parent_code = {code}") > 0;

    public static Task<List<Department>> FindByNameAsync(StoreSession session, CorporationId corporation, string name, int atMost) =>
        session.ListAsync($"SELECT {Columns:raw} FROM department WHERE corporation_id = {corporation} AND lower(name) LIKE {Sql.Anywhere(name)} ESCAPE '\\' ORDER BY code_path LIMIT {atMost}", Read);

    public static Task<List<Department>> FindAsync(StoreSession session, CorporationId corporation, IReadOnlyCollection<string> codes) =>
        session.ListAsync($"SELECT {Columns:raw} FROM department WHERE corporation_id = {corporation} AND code IN {Sql.In(codes)}", Read);

    /// <summary>Those of the codes that are parents.</summary>
    public static async Task<HashSet<string>> ParentsAmongAsync(StoreSession session, CorporationId corporation, IReadOnlyCollection<string> codes) =>
        [.. await session.ListAsync($"SELECT DISTINCT parent_code FROM department WHERE corporation_id = {corporation} AND parent_code IN {Sql.In(codes)}", row => row.GetString(0))];

    public static async Task<bool> TryInsertAsync(StoreSession session, Department department) => await session.ExecuteAsync(
        $"""
        INSERT INTO department ({Columns:raw})
        VALUES ({department.Corporation}, {department.Code}, {department.ParentCode}, {department.Name}, {department.Depth}, {department.CodePath}, {department.NamePath},
            {department.Note}, {department.InPermission}, {department.OutPermission}, {Write(department.DesignatedOut)}, {department.SortLevel})
        ON CONFLICT DO NOTHING
        """) == 1;

    public static Task<int> UpdateAsync(StoreSession session, Department department) => session.ExecuteAsync(
        $"""
        UPDATE department SET parent_code = {department.ParentCode}, name = {department.Name}, depth = {department.Depth}, code_path = {department.CodePath},
            name_path = {department.NamePath}, note = {department.Note}, in_permission = {department.InPermission}, out_permission = {department.OutPermission},
            designated_out = {Write(department.DesignatedOut)}, sort_level = {department.SortLevel}
        WHERE corporation_id = {department.Corporation} AND code = {department.Code}
        """);

    /// <summary>All that lie below, at any depth.</summary>
    public static Task<List<Department>> BelowAsync(StoreSession session, Department top) =>
        session.ListAsync($"SELECT {Columns:raw} FROM department WHERE corporation_id = {top.Corporation} AND substr(code_path, 1, {top.CodePath.Length + 1}) = {top.CodePath + "|"} ORDER BY depth", Read);

    public static Task<int> DeleteAsync(StoreSession session, Department department) =>
        session.ExecuteAsync($"DELETE FROM department WHERE corporation_id = {department.Corporation} AND code = {department.Code}");

    private static string Write(IReadOnlyList<string> codes) => JsonSerializer.Serialize(codes);

    private static Department Read(DbDataReader row) => new()
    {
        Corporation = new(row.GetString(0)),
        Code = row.GetString(1),
        ParentCode = row.TextOrNull(2),
        Name = row.GetString(3),
        Depth = row.GetInt32(4),
        CodePath = row.GetString(5),
        NamePath = row.GetString(6),
        Note = row.GetString(7),
        InPermission = row.GetString(8),
        OutPermission = row.GetString(9),
        DesignatedOut = JsonSerializer.Deserialize<string[]>(row.GetString(10)) ?? [],
        SortLevel = row.GetInt32(11),
    };
}
