using Meetings;
using Meetings.Booking;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Conferences;

/// <summary>
/// Completes those invited from the corporation's directory: who is named by his account alone still gets his call and his mail, and whose
/// number is one of the corporation's is known by it.
/// </summary>
internal static class InviteeDirectory
{
    public static async Task<IReadOnlyList<InviteeRequest>?> CompleteAsync(StoreSession session, CorporationId corporation, IReadOnlyList<InviteeRequest>? invitees)
    {
        if (invitees is null or [])
            return invitees;

        var ids = invitees.Select(one => one.UserUuid).OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        var byId = ids.Length == 0
            ? []
            : (await MemberTable.ListAsync(session, corporation, ids)).ToDictionary(member => member.Id.Value, StringComparer.Ordinal);
        var completed = new List<InviteeRequest>(invitees.Count);
        foreach (var one in invitees)
            completed.Add(await FindAsync(session, corporation, one, byId) is { } member ? Complete(one, member) : one);
        return completed;
    }

    private static async Task<Member?> FindAsync(StoreSession session, CorporationId corporation, InviteeRequest one, Dictionary<string, Member> byId)
    {
        if (one.UserUuid is { Length: > 0 } id)
            return byId.GetValueOrDefault(id);
        if (one.AccountId is not { Length: > 0 } login)
            return one.Phone is { Length: > 0 } number && await MemberTable.FindBySipNumberAsync(session, number) is { } known && known.Corporation == corporation ? known : null;

        var found = string.IsNullOrEmpty(one.AppId)
            ? await MemberTable.FindByLoginAsync(session, login) ?? await MemberTable.FindByThirdLoginAsync(session, corporation, login)
            : await MemberTable.FindByThirdLoginAsync(session, corporation, login);
        return found?.Corporation == corporation ? found : null;
    }

    private static InviteeRequest Complete(InviteeRequest one, Member member) => one with
    {
        UserUuid = member.Id.Value,
        AccountId = string.IsNullOrEmpty(one.AccountId) ? member.Login : one.AccountId,
        Name = string.IsNullOrEmpty(one.Name) ? member.Name : one.Name,
        Phone = string.IsNullOrEmpty(one.Phone) ? member.SipNumber : one.Phone,
        Email = one.Email ?? member.Email,
        Type = one.Type ?? (member.Kind == AccountKind.Terminal ? "terminal" : null),
    };
}
