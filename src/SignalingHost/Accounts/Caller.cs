using Meetings;
using Meetings.Corporations;

namespace SignalingHost.Accounts;

/// <summary>Who sent a request, as the token says that came with it.</summary>
internal sealed record Caller(AccountId Account, CorporationId Corporation, AdminType Admin, bool IsOfOperator, string Login, string Name, int ClientType, string TokenHash)
{
    public bool IsAdmin => Admin != AdminType.Member;

    /// <summary>Lets an endpoint have the caller as an argument; only one behind a caller's door may ask.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext http) =>
        ValueTask.FromResult(http.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint has no door that knows its caller."));

    public bool Has(CallerRight right) => right switch
    {
        CallerRight.User => true,
        CallerRight.Admin => IsAdmin,
        _ => IsOfOperator && Admin == AdminType.DefaultAdmin,
    };
}

/// <summary>What a caller must be.</summary>
internal enum CallerRight
{
    User,
    Admin,
    Operator,
}
