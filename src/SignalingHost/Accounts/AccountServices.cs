using Meetings;

namespace SignalingHost.Accounts;

/// <summary>What accounts need to be served.</summary>
internal static class AccountServices
{
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IIdentitySource, SystemIdentitySource>();
        builder.Services.AddSingleton<AccessTokens>();
        builder.Services.AddSingleton<PasswordTries>();
        builder.Services.AddSingleton<MemberDesk>();
        builder.Services.AddSingleton<ResourceDesk>();
        builder.Services.AddSingleton<TenantDesk>();
        builder.Services.AddSingleton<ITerminalPresence, NobodyRegistered>();
        builder.Services.AddSingleton<Logins>();
        builder.Services.AddSingleton<FirstStart>();
        builder.Services.AddHostedService<AccountUpkeep>();
    }
}
