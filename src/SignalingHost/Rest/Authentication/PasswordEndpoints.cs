using Meetings;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Settings;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Authentication;

/// <summary>Changing one's own password, and an administrator's giving somebody a new one.</summary>
internal static class PasswordEndpoints
{
    public static void MapPasswords(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/v1/usg/acs/password", ChangeAsync).As("update_pwd", Door.Open);
        routes.MapPut("/v1/usg/acs/password/admin/reset", ResetAsync).As("reset_pwd_by_admin", Door.Admin);
        routes.MapPut("/v1/usg/acs/password/reset", ForgottenAsync).As("reset_pwd", Door.Open);
    }

    // The old password says who it is, so that a password that must be changed can be changed before the first login.
    private static async Task<Done> ChangeAsync(HttpContext http, ChangePasswordRequest request, Store store, Logins logins, MemberDesk members, AccessTokens tokens, TimeProvider clock)
    {
        if (request is not { Account.Length: > 0, OldPwd.Length: > 0, NewPwd.Length: > 0 })
            return Refusal.RequestParamError;

        var login = await logins.ByPasswordAsync(request.Account, request.OldPwd, Source.Of(http));
        if (login.Member is not { } member)
            return login.Refusal == Refusal.UserNameOrPasswordError ? Fault.Of(Refusal.OldPasswordWrong) : Fault.Of(login.Refusal);
        if (PasswordRules.Check(request.NewPwd, member.Login) is var refusal and not Refusal.None)
            return refusal;
        if (request.NewPwd == request.OldPwd)
            return Refusal.CannotSameWithHistoryPassword;

        await store.WriteAsync(async session =>
        {
            await members.SetPasswordAsync(session, member, request.NewPwd, mustChange: false, clock.GetUtcNow());
            await TokenTable.EndAllAsync(session, member.Id);
        });
        tokens.Forget(member.Id);
        return Done.Well;
    }

    // A drawn password would have to be sent by mail or SMS, of which there is none; so a reset gives the password that is set for it.
    private static async Task<Done> ResetAsync(
        ResetPasswordRequest request, Caller caller, Store store, MemberDesk members, AccessTokens tokens, AdminOptions options, TimeProvider clock)
    {
        if (string.IsNullOrEmpty(request.Account))
            return Refusal.RequestParamError;
        if (options.ResetPassword.Value.Length == 0)
            return Refusal.NotSupportSendSms;

        var member = await store.ReadAsync(session => MemberTable.FindByLoginAsync(session, request.Account));
        if (member is null || member.Corporation != caller.Corporation)
            return Refusal.UserNotFound;
        if (member.Admin == AdminType.DefaultAdmin && member.Id != caller.Account)
            return Refusal.NoRightToResetPassword;

        await store.WriteAsync(async session =>
        {
            await members.SetPasswordAsync(session, member, options.ResetPassword.Value, mustChange: true, clock.GetUtcNow());
            await TokenTable.EndAllAsync(session, member.Id);
        });
        tokens.Forget(member.Id);
        return Done.Well;
    }

    private static Task<Done> ForgottenAsync(ForgottenPasswordRequest request) =>
        Task.FromResult<Done>(request is { User.Length: > 0, NewPwd.Length: > 0 } ? Refusal.NotSupportSendSms : Refusal.RequestParamError);
}

internal sealed record ChangePasswordRequest
{
    public string? Account { get; init; }

    public string? OldPwd { get; init; }

    public string? NewPwd { get; init; }
}

internal sealed record ResetPasswordRequest
{
    public string? Account { get; init; }
}

internal sealed record ForgottenPasswordRequest
{
    public string? User { get; init; }

    public string? NewPwd { get; init; }

    public int? PassWordType { get; init; }
}
