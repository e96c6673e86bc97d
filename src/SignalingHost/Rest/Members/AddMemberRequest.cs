namespace SignalingHost.Rest.Members;

/// <summary>A user to be added.</summary>
internal sealed record AddMemberRequest
{
    public string? Name { get; init; }

    public string? EnglishName { get; init; }

    public string? Account { get; init; }

    public string? ThirdAccount { get; init; }

    public string? Phone { get; init; }

    public string? Country { get; init; }

    public string? Pwd { get; init; }

    public string? Email { get; init; }

    public string? DeptCode { get; init; }

    public string? Signature { get; init; }

    public string? Title { get; init; }

    public string? Desc { get; init; }

    public int? Status { get; init; }

    public MemberFunction? Function { get; init; }

    public string? SendNotify { get; init; }

    public int? SortLevel { get; init; }

    public bool? HidePhone { get; init; }
}

/// <summary>What of a user an administrator wants otherwise; what is left out stays.</summary>
internal sealed record ChangeMemberRequest
{
    public string? Name { get; init; }

    public string? EnglishName { get; init; }

    public string? Phone { get; init; }

    public string? Country { get; init; }

    public string? Email { get; init; }

    public string? VmrId { get; init; }

    public string? DeptCode { get; init; }

    public string? Signature { get; init; }

    public string? Title { get; init; }

    public string? Desc { get; init; }

    public int? Status { get; init; }

    public int? SortLevel { get; init; }

    public bool? HidePhone { get; init; }
}

/// <summary>What of himself a user wants otherwise.</summary>
internal sealed record ChangeSelfRequest
{
    public string? Name { get; init; }

    public string? EnglishName { get; init; }

    public string? Signature { get; init; }

    public string? Title { get; init; }

    public string? Desc { get; init; }
}

/// <summary>Somebody to be invited into the corporation.</summary>
internal sealed record InviteMemberRequest
{
    public string? Name { get; init; }

    public string? Contact { get; init; }

    public string? Country { get; init; }

    public string? DeptCode { get; init; }

    public string? Title { get; init; }

    public int? SortLevel { get; init; }

    public string? Desc { get; init; }
}

internal sealed record InviteMemberAnswer(bool UserExist);
