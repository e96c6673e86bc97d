using SignalingHost.Accounts;

namespace SignalingHost.Rest.Members;

/// <summary>What every answer about a department says of it.</summary>
internal abstract record DepartmentAnswer
{
    protected DepartmentAnswer(Department department, bool isLeaf)
    {
        (DeptCode, DeptName, ParentDeptCode, CorpId) = (department.Code, department.Name, department.ParentCode, department.Corporation.Value);
        (DeptLevel, DeptNamePath, DeptCodePath, IsLeafNode) = (department.Depth - 1, department.NamePath, department.CodePath, isLeaf);
        (Note, InPermission, OutPermission, SortLevel) = (department.Note, department.InPermission, department.OutPermission, department.SortLevel);
        DesignatedOutDeptCodes = [.. department.DesignatedOut.Select(code => new IdMark(code, null))];
    }

    public string DeptCode { get; }

    public int DeptLevel { get; }

    public string DeptName { get; }

    public string DeptNamePath { get; }

    public bool IsLeafNode { get; }

    public string? ParentDeptCode { get; }

    public string DeptCodePath { get; }

    public string Note { get; }

    public string CorpId { get; }

    public string InPermission { get; }

    public string OutPermission { get; }

    public IReadOnlyList<IdMark> DesignatedOutDeptCodes { get; }

    public int SortLevel { get; }
}

/// <summary>A department as lists show it.</summary>
internal sealed record DepartmentRow : DepartmentAnswer
{
    public DepartmentRow(Department department, bool isLeaf)
        : base(department, isLeaf)
    {
    }
}

/// <summary>A department with its children.</summary>
internal sealed record DepartmentDetail : DepartmentAnswer
{
    public DepartmentDetail(Department department, IReadOnlyList<DepartmentRow> children)
        : base(department, children.Count == 0) => ChildDepts = children;

    public IReadOnlyList<DepartmentRow> ChildDepts { get; }
}

internal sealed record DepartmentBrief(string DeptCode, string DeptName, bool IsLeafNodes, IReadOnlyList<DepartmentChild> ChildDepts);

internal sealed record DepartmentChild(string DeptCode, string DeptName, bool IsLeafNodes);

/// <summary>A department to be added, or what of one shall be otherwise.</summary>
internal sealed record DepartmentRequest
{
    public string? DeptCode { get; init; }

    public string? DeptName { get; init; }

    public string? ParentDeptCode { get; init; }

    public string? Note { get; init; }

    public string? InPermission { get; init; }

    public string? OutPermission { get; init; }

    public string[]? DesignatedOutDeptCodes { get; init; }

    public int? SortLevel { get; init; }
}

internal sealed record ValueAnswer(string Value);

internal sealed record IdMark(string Id, string? Mark);
