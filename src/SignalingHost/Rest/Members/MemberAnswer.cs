using System.Text.Json.Serialization;
using Meetings.Corporations;
using SignalingHost.Accounts;

namespace SignalingHost.Rest.Members;

/// <summary>What every answer about a user says of him.</summary>
internal abstract record MemberAnswer
{
    protected MemberAnswer(Member member, Department? department)
    {
        (Id, UserAccount, Name, EnglishName) = (member.Id.Value, member.Login, member.Name, member.EnglishName);
        (Phone, Country, Email, HidePhone) = (member.Phone, member.Country, member.Email, member.HidePhone);
        (DeptCode, DeptNamePath, SortLevel) = (member.DepartmentCode, department?.NamePath, member.SortLevel);
        (UserType, AdminType, Status) = (member.UserType, (int)member.Admin, member.IsActive ? 0 : 1);
        (Signature, Title, Desc, ThirdAccount) = (member.Signature, member.Title, member.Description, member.ThirdLogin);
        ActiveTime = member.CreatedAt.ToUnixTimeMilliseconds();
    }

    public string Id { get; }

    public string UserAccount { get; }

    public string Name { get; }

    public string EnglishName { get; }

    public string Phone { get; }

    public string Country { get; }

    public string Email { get; }

    public string DeptCode { get; }

    public string? DeptNamePath { get; }

    public int UserType { get; }

    public int AdminType { get; }

    public string Signature { get; }

    public string Title { get; }

    public string Desc { get; }

    /// <summary>0: active, 1: stopped.</summary>
    public int Status { get; }

    public int SortLevel { get; }

    public bool HidePhone { get; }

    public string? ThirdAccount { get; }

    public int License { get; }

    public long ActiveTime { get; }
}

/// <summary>A row in a list of users.</summary>
internal sealed record MemberRow : MemberAnswer
{
    public MemberRow(Member member, Department? department, CloudRoom? personal)
        : base(member, department) => VmrId = personal?.Number.Value;

    /// <summary>The personal meeting id.</summary>
    public string? VmrId { get; }
}

/// <summary>One user in full.</summary>
internal sealed record MemberDetail : MemberAnswer
{
    public MemberDetail(Member member, Department? department, IEnumerable<CloudRoom> rooms, Tenant tenant, Member? corporationAdmin)
        : base(member, department)
    {
        SipNum = member.SipNumber;
        VmrList = [.. rooms.Select(MemberRoom.Of)];
        DeptName = department?.Name;
        Corp = CorporationBasics.Of(tenant, corporationAdmin);
        Function = new MemberFunction { EnableRoom = member.EnableRoom };
    }

    public string SipNum { get; }

    public IReadOnlyList<MemberRoom> VmrList { get; }

    public string? DeptName { get; }

    public CorporationBasics Corp { get; }

    public MemberFunction Function { get; }
}

/// <summary>A room as its holder's details show it.</summary>
internal sealed record MemberRoom
{
    public required string Id { get; init; }

    public required string VmrId { get; init; }

    public required string VmrName { get; init; }

    public int VmrMode { get; init; }

    public string? VmrPkgId { get; init; }

    public string? VmrPkgName { get; init; }

    public int VmrPkgParties { get; init; }

    public int Status { get; init; }

    public static MemberRoom Of(CloudRoom room) => new()
    {
        Id = room.Id.Value,
        VmrId = room.Number.Value,
        VmrName = room.Name,
        VmrMode = (int)room.Mode,
        VmrPkgId = room.PackageId,
        VmrPkgName = RoomPackages.NameOf(room.Seats),
        VmrPkgParties = room.Seats,
        Status = (int)room.Status,
    };
}

internal sealed record MemberFunction
{
    public bool? EnableRoom { get; init; }
}

/// <summary>What is said of a corporation to those who belong to it.</summary>
internal sealed record CorporationBasics
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Address { get; init; }

    public string? AdminName { get; init; }

    public string? Account { get; init; }

    public string? Phone { get; init; }

    public string? Country { get; init; }

    public string? Email { get; init; }

    [JsonPropertyName("enableSMS")]
    public bool EnableSms { get; init; }

    public bool EnableCloudDisk { get; init; }

    public bool EnablePstn { get; init; }

    public bool AutoUserCreate { get; init; }

    public int CorpType { get; init; }

    public static CorporationBasics Of(Tenant tenant, Member? admin) => new()
    {
        Id = tenant.Id.Value,
        Name = tenant.Name,
        Address = tenant.Address,
        AdminName = admin?.Name,
        Account = admin?.Login,
        Phone = admin?.Phone,
        Country = admin?.Country,
        Email = admin?.Email,
        AutoUserCreate = tenant.AutoUserCreate,
        CorpType = tenant.CorpType,
    };
}
