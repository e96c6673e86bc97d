using System.Text.Json.Serialization;
using SignalingHost.Accounts;

namespace SignalingHost.Rest.Authentication;

/// <summary>The API's Token. What nobody has to give (captcha, paid accounts, rerouting) is left out.</summary>
internal sealed record TokenAnswer
{
    public string? AccessToken { get; init; }

    public string? TokenIp { get; init; }

    /// <summary>Seconds from the making of the token to its end.</summary>
    public int ValidPeriod { get; init; }

    /// <summary>Seconds since 1970, unlike <see cref="CreateTime"/>.</summary>
    public long ExpireTime { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long CreateTime { get; init; }

    public UserInfo? User { get; init; }

    public int ClientType { get; init; }

    public int ForceLoginInd { get; init; }

    public bool FirstLogin { get; init; }

    public bool PwdExpired { get; init; }

    public int DaysPwdAvailable { get; init; } = 90;

    public bool DelayDelete { get; init; }

    public int TokenType { get; init; }

    public static TokenAnswer Of(string? text, IssuedToken token, Member member, UserInfo? user) => new()
    {
        AccessToken = text,
        TokenIp = token.Source,
        ValidPeriod = (int)(token.ExpiresAt - token.CreatedAt).TotalSeconds,
        ExpireTime = token.ExpiresAt.ToUnixTimeSeconds(),
        CreateTime = token.CreatedAt.ToUnixTimeMilliseconds(),
        User = user,
        ClientType = token.ClientType,
        FirstLogin = member.MustChangePassword,
    };
}

/// <summary>The API's UserInfo. Hashes of passwords are among its fields and never among our answers.</summary>
internal sealed record UserInfo
{
    public required string UserId { get; init; }

    public required string UcloginAccount { get; init; }

    public required string ServiceAccount { get; init; }

    [JsonPropertyName("alias1")]
    public string? Alias { get; init; }

    public required string CompanyId { get; init; }

    public string? SpId { get; init; }

    public string? CompanyDomain { get; init; }

    public required string Realm { get; init; }

    public int UserType { get; init; }

    public int AdminType { get; init; }

    public required string Name { get; init; }

    public string? NameEn { get; init; }

    public bool IsBindPhone { get; init; }

    public bool FreeUser { get; init; }

    public string? ThirdAccount { get; init; }

    /// <summary>0: active, 1: stopped.</summary>
    public int Status { get; init; }

    public bool WeLinkUser { get; init; }

    public string? AppId { get; init; }

    public int CorpType { get; init; }

    public static UserInfo Of(Member member, Tenant tenant, string realm, string? app = null) => new()
    {
        UserId = member.Id.Value,
        UcloginAccount = member.Login,
        ServiceAccount = $"sip:{member.SipNumber}@{realm}",
        Alias = member.SipNumber,
        CompanyId = tenant.Id.Value,
        SpId = tenant.Operator?.Value,
        CompanyDomain = tenant.Domain.Length > 0 ? tenant.Domain : realm,
        Realm = realm,
        UserType = member.UserType,
        AdminType = (int)member.Admin,
        Name = member.Name,
        NameEn = member.EnglishName,
        IsBindPhone = member.Phone.Length > 0,
        FreeUser = tenant.Tier == Meetings.Corporations.CorporationTier.Free,
        ThirdAccount = member.ThirdLogin,
        Status = member.IsActive ? 0 : 1,
        AppId = app,
        CorpType = tenant.CorpType,
    };
}
