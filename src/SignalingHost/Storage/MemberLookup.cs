using Meetings;
using Meetings.Corporations;
using SignalingHost.Accounts;

namespace SignalingHost.Storage;

/// <summary>Members as callers of the API name them. Whoever belongs to another corporation does not exist.</summary>
internal static class MemberLookup
{
    /// <summary>By login, or by the other login where <paramref name="accountType"/> is 1.</summary>
    public static async Task<Member?> FindAsync(StoreSession session, CorporationId corporation, string account, int? accountType, AccountKind? kind = null)
    {
        var found = accountType == 1
            ? await MemberTable.FindByThirdLoginAsync(session, corporation, account)
            : await MemberTable.FindByLoginAsync(session, account);
        return found is not null && found.Corporation == corporation && (kind is null || found.Kind == kind) ? found : null;
    }

    /// <summary>All of them, or null when one does not exist.</summary>
    public static async Task<List<Member>?> FindAllAsync(StoreSession session, CorporationId corporation, IEnumerable<string> accounts, int? accountType, AccountKind? kind = null)
    {
        var members = new List<Member>();
        foreach (var account in accounts.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (await FindAsync(session, corporation, account, accountType, kind) is not { } member)
                return null;
            members.Add(member);
        }

        return members;
    }

    /// <summary>A terminal by its serial number, or by its login where it has none.</summary>
    public static async Task<Member?> FindTerminalAsync(StoreSession session, CorporationId corporation, string serial) =>
        await MemberTable.FindBySerialAsync(session, corporation, serial) ?? await FindAsync(session, corporation, serial, accountType: 0, AccountKind.Terminal);
}
