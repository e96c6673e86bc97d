using Meetings;
using Meetings.Corporations;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>Who a caller is to the rules of meetings.</summary>
internal static class Callers
{
    public static async Task<Account?> AccountAsync(StoreSession session, AccountId id)
    {
        if (await MemberTable.FindAsync(session, id) is not { } member)
            return null;

        var department = await DepartmentTable.FindAsync(session, member.Corporation, member.DepartmentCode);
        return member.ToAccount(department?.Name ?? "");
    }
}
