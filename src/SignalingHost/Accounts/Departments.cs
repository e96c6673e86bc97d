namespace SignalingHost.Accounts;

/// <summary>What follows from where a department stands.</summary>
internal static class Departments
{
    public static Department RootOf(Tenant tenant) => new()
    {
        Corporation = tenant.Id,
        Code = Department.RootCode,
        Name = tenant.Name,
        CodePath = Department.RootCode,
        NamePath = tenant.Name,
        SortLevel = 1,
    };

    /// <summary>The department as a child of that parent, with its paths.</summary>
    public static Department Under(this Department department, Department parent) => department with
    {
        ParentCode = parent.Code,
        Depth = parent.Depth + 1,
        CodePath = $"{parent.CodePath}|{department.Code}",
        NamePath = $"{parent.NamePath}/{department.Name}",
    };
}
