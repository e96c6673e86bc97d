using Meetings;
using Meetings.Corporations;
using SignalingHost.Settings;
using SignalingHost.Storage;

namespace SignalingHost.Accounts;

/// <summary>
/// Makes an empty store one that can be entered: the corporation that runs the installation, its root department and its
/// administrator. A store that has a corporation is left as it is.
/// </summary>
internal sealed class FirstStart(Store store, MemberDesk members, IIdentitySource identities, AdminOptions admin, TimeProvider clock)
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

        var now = clock.GetUtcNow();
        var tenant = new Tenant
        {
            Id = new(identities.Hex(32)),
            Name = Name,
            Seats = Seats,
            RecordingBytes = RecordingBytes,
            AutoUserCreate = true,
            CreatedAt = now,
        };
        await CorporationTable.TryInsertAsync(session, tenant);
        await DepartmentTable.TryInsertAsync(session, Departments.RootOf(tenant));

        var given = admin.Password.Value;
        var password = given.Length > 0 ? given : members.DrawPassword();
        var (_, made) = await members.AddAsync(
            session,
            new Member
            {
                Id = default,
                Corporation = tenant.Id,
                Admin = AdminType.DefaultAdmin,
                Login = admin.Account.Length > 0 ? admin.Account : DefaultAccount,
                Name = admin.Account.Length > 0 ? admin.Account : DefaultAccount,
                SipNumber = "",
                MustChangePassword = given.Length == 0,
            },
            password,
            now);
        return new FirstAdministrator(made.Login, given.Length == 0 ? password : null);
    });
}

/// <summary>The first administrator, and the password where we drew it.</summary>
internal sealed record FirstAdministrator(string Login, string? DrawnPassword);
