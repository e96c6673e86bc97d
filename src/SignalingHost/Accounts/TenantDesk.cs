using Meetings;
using Meetings.Corporations;
using SignalingHost.Storage;

namespace SignalingHost.Accounts;

/// <summary>Brings a corporation into being with what it cannot be without: its root department and its default administrator.</summary>
internal sealed class TenantDesk(MemberDesk members, IIdentitySource identities)
{
    /// <summary>Refused where the name or the administrator's login is taken; then nothing may stay of it.</summary>
    public async Task<(Refusal Refusal, Tenant Tenant, Member Admin)> AddAsync(StoreSession session, Tenant wanted, Member admin, string password, DateTimeOffset now)
    {
        var tenant = wanted with { Id = new(identities.Hex(32)), CreatedAt = now };
        if (!await CorporationTable.TryInsertAsync(session, tenant))
            return (Refusal.RequestParamError, wanted, admin);

        await DepartmentTable.TryInsertAsync(session, Departments.RootOf(tenant));
        var (refusal, made) = await members.AddAsync(session, admin with { Corporation = tenant.Id, Admin = AdminType.DefaultAdmin }, password, now);
        return (refusal, tenant, made);
    }
}
