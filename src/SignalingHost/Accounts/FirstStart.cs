using SignalingHost.Settings;
using SignalingHost.Storage;

namespace SignalingHost.Accounts;

/// <summary>
/// Makes an empty store one that can be entered: the corporation that runs the installation, its root department and its
/// administrator. A store that has a corporation is left as it is.
/// </summary>
internal sealed class FirstStart(Store store, TenantDesk tenants, MemberDesk members, AdminOptions options, TimeProvider clock)
{
    private const string Name = "Conference";
    private const string DefaultAccount = "admin";
    private const int Seats = 1000;
    private const long RecordingBytes = 100L * 1024 * 1024 * 1024;

    /// <summary>What there is to tell of the first start; null at every later one.</summary>
    public Task<FirstAdministrator?> RunAsync() => store.WriteAsync(async session =>
    {
        if (await CorporationTable.OperatorAsync(session) is not null)
            return null;

        var given = options.Password.Value;
        var password = given.Length > 0 ? given : members.DrawPassword();
        var login = options.Account.Length > 0 ? options.Account : DefaultAccount;
        var (refusal, _, admin) = await tenants.AddAsync(
            session,
            new Tenant { Id = default, Name = Name, Seats = Seats, RecordingBytes = RecordingBytes, AutoUserCreate = true },
            new Member { Id = default, Corporation = default, Login = login, Name = login, SipNumber = "", MustChangePassword = given.Length == 0 },
            password,
            clock.GetUtcNow());
        if (refusal != Meetings.Refusal.None)
            throw new InvalidOperationException($"An empty store refused its first corporation: {refusal}.");
        return new FirstAdministrator(admin.Login, given.Length == 0 ? password : null);
    });
}

/// <summary>The first administrator, and the password where we drew it.</summary>
internal sealed record FirstAdministrator(string Login, string? DrawnPassword);
