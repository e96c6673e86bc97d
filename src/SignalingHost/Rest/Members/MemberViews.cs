using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Members;

/// <summary>Brings together what an answer says of members: the department's names, the rooms, the corporation.</summary>
internal static class MemberViews
{
    public static async Task<MemberDetail> DetailAsync(StoreSession session, Member member)
    {
        var tenant = await CorporationTable.FindAsync(session, member.Corporation) ?? throw new InvalidOperationException("A member without a corporation.");
        return new MemberDetail(
            member,
            await DepartmentTable.FindAsync(session, member.Corporation, member.DepartmentCode),
            await RoomTable.HeldByAsync(session, member.Id),
            tenant,
            await MemberTable.DefaultAdminAsync(session, member.Corporation));
    }

    public static async Task<Found<T>> RowsAsync<T>(StoreSession session, Found<Member> found, Func<Member, Department?, CloudRoom?, T> row)
    {
        if (found.Rows.Count == 0)
            return new Found<T>([], found.Total, found.Offset);

        var corporation = found.Rows[0].Corporation;
        var departments = (await DepartmentTable.FindAsync(session, corporation, [.. found.Rows.Select(member => member.DepartmentCode).Distinct()]))
            .ToDictionary(department => department.Code);
        var rooms = (await RoomTable.HeldByAsync(session, [.. found.Rows.Select(member => member.Id.Value)]))
            .Where(room => room.Mode == RoomMode.Personal)
            .DistinctBy(room => room.Holder)
            .ToDictionary(room => room.Holder!.Value);
        return found.Select(member => row(member, departments.GetValueOrDefault(member.DepartmentCode), rooms.GetValueOrDefault(member.Id)));
    }
}
