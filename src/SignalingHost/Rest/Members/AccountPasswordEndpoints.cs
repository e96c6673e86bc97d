using Meetings;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Members;

/// <summary>
/// Ours: an administrator gives a user or a terminal a password. The reference product sends drawn ones by mail and SMS; without
/// those, this is how a terminal gets what it registers with.
/// </summary>
internal static class AccountPasswordEndpoints
{
    public static void MapAccountPasswords(this IEndpointRouteBuilder routes) =>
        routes.MapPut("/v1/ext/accounts/{account}/password", SetAsync).As("ext_set_account_password", Door.Admin);

    private static async Task<Done> SetAsync(string account, AccountPasswordRequest request, Caller caller, Store store, MemberDesk members, AccessTokens tokens, TimeProvider clock)
    {
        if (string.IsNullOrEmpty(request.Password))
            return Refusal.RequestParamError;

        var member = await store.ReadAsync(session => MemberLookup.FindAsync(session, caller.Corporation, account, accountType: 0));
        if (member is null)
            return Refusal.UserNotFound;
        if (member.Admin == AdminType.DefaultAdmin && member.Id != caller.Account)
            return Refusal.NoRightToResetPassword;
        if (PasswordRules.Check(request.Password, member.Login) is var weak and not Refusal.None)
            return weak;

        await store.WriteAsync(async session =>
        {
            await members.SetPasswordAsync(session, member, request.Password, mustChange: member.Kind == AccountKind.User, clock.GetUtcNow());
            await TokenTable.EndAllAsync(session, member.Id);
        });
        tokens.Forget(member.Id);
        return Done.Well;
    }
}

internal sealed record AccountPasswordRequest
{
    public string? Password { get; init; }
}
