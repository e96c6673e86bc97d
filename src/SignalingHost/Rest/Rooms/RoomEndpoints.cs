using Meetings;
using Meetings.Corporations;
using Microsoft.AspNetCore.Mvc;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Rooms;

/// <summary>Cloud meeting rooms and personal meeting ids: their holders use and change them, administrators give and take them.</summary>
internal static class RoomEndpoints
{
    private const int UsualPage = 100;

    public static void MapRooms(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/usg/dcs/member/vmr", SearchOwnAsync).As("search_member_vmr", Door.User);
        routes.MapPut("/v1/usg/dcs/member/vmr/{id}", ChangeAsync).As("update_member_vmr", Door.User);
        routes.MapGet("/v1/usg/dcs/corp/vmr", SearchAsync).As("search_corp_vmr", Door.Admin);
        routes.MapPost("/v1/usg/dcs/corp/vmr/assign-to-member/{account}", AssignAsync).As("associate_vmr", Door.Admin);
        routes.MapPost("/v1/usg/dcs/corp/vmr/recycle-from-member/{account}", RecycleAsync).As("disassociate_vmr", Door.Admin);
        routes.MapPost("/v1/usg/dcs/corp/vmr/delete", DeleteAsync).As("delete_corp_vmr", Door.Admin);
    }

    private static async Task<Answer<Page<OwnRoom>>> SearchOwnAsync(HttpRequest request, Caller caller, Store store, JoinLinks links, [AsParameters] PageQuery page, bool? specialVmr)
    {
        RoomMode[] modes = specialVmr switch { false => [RoomMode.Personal], true => [RoomMode.Cloud, RoomMode.Webinar], null => [RoomMode.Personal, RoomMode.Cloud, RoomMode.Webinar] };
        var found = await store.ReadAsync(session => RoomTable.OfHolderAsync(session, caller.Account, modes, page.Sought, page.OfAccounts));
        return Page<OwnRoom>.Of(found.Select(room => OwnRoom.Of(room, request, links)), page.OfAccounts);
    }

    private static Task<Done> ChangeAsync(string id, ChangeRoomRequest request, Caller caller, Store store, IIdentitySource identities, BookingDesk bookings) => store.WriteAsync<Done>(async session =>
    {
        if (await RoomTable.FindAsync(session, new RoomId(id)) is not { } room || room.Corporation != caller.Corporation
            || await MemberTable.FindAsync(session, caller.Account) is not { } member)
            return Refusal.VmrDataNotFound;

        var change = new RoomChange
        {
            Name = request.VmrName,
            ChairPassword = request.ChairPwd,
            GuestPassword = request.GustPwd,
            GuestsFirst = request.AllowGustFirst,
            NoticeOfGuestsFirst = request.GustFirstNotice,
        };
        var refusal = RoomRules.TryChange(room, member.ToAccount(departmentName: ""), change, identities, out var changed);
        if (refusal != Refusal.None)
            return refusal;

        await RoomTable.UpdateAsync(session, changed);
        await bookings.FollowAsync(session, changed);
        return Done.Well;
    });

    private static async Task<Answer<Page<CorporateRoom>>> SearchAsync(Caller caller, Store store, [AsParameters] PageQuery page, int? vmrMode, int? status)
    {
        if (vmrMode is not (null or 1 or 2) || status is not (null or 0 or 1 or 2))
            return Refusal.RequestParamError;

        var slice = page.OfAccounts with { Limit = page.Limit is null ? UsualPage : page.OfAccounts.Limit };
        var found = await store.ReadAsync(async session =>
        {
            RoomMode[] modes = [vmrMode == 2 ? RoomMode.Webinar : RoomMode.Cloud];
            var rooms = await RoomTable.OfCorporationAsync(session, caller.Corporation, modes, (RoomStatus?)status, page.Sought, slice);
            var holders = (await MemberTable.ListAsync(session, caller.Corporation, [.. rooms.Rows.Where(room => room.Holder is not null).Select(room => room.Holder!.Value.Value)])).ToDictionary(member => member.Id);
            return rooms.Select(room => CorporateRoom.Of(room, room.Holder is { } holder ? holders.GetValueOrDefault(holder) : null));
        });
        return Page<CorporateRoom>.Of(found, slice);
    }

    private static Task<Done> AssignAsync(string account, int? accountType, [FromBody] string[] ids, Caller caller, Store store) => FitAsync(account, accountType, ids, caller, store, async (session, member, rooms) =>
    {
        var held = await RoomTable.CountAsync(session, member.Id, RoomMode.Cloud);
        foreach (var room in rooms)
        {
            if (RoomRules.TryAssign(room, member.ToAccount(departmentName: ""), held, out var assigned) is var refusal and not Refusal.None)
                return refusal;

            await RoomTable.UpdateAsync(session, assigned);
            held += room.Holder == member.Id ? 0 : 1;
        }

        return Refusal.None;
    });

    private static Task<Done> RecycleAsync(string account, int? accountType, [FromBody] string[] ids, Caller caller, Store store, IIdentitySource identities, BookingDesk bookings) =>
        FitAsync(account, accountType, ids, caller, store, async (session, member, rooms) =>
        {
            foreach (var room in rooms)
            {
                if (RoomRules.TryRecycle(room, member.Id, identities, out var recycled) is var refusal and not Refusal.None)
                    return refusal;
                await RoomTable.UpdateAsync(session, recycled);
                await bookings.FollowAsync(session, recycled);
            }

            return Refusal.None;
        });

    // All of them or none.
    private static async Task<Done> FitAsync(
        string account, int? accountType, string[] ids, Caller caller, Store store, Func<StoreSession, Member, List<CloudRoom>, Task<Refusal>> change)
    {
        if (!FieldLimits.IsList(ids))
            return Refusal.RequestParamError;

        var refusal = await store.WriteOrUndoAsync(async session =>
        {
            if (await MemberLookup.FindAsync(session, caller.Corporation, account, accountType) is not { } member)
                return new Outcome<Refusal>(Refusal.UserNotFound, Stays: false);
            if (await FindAllAsync(session, caller.Corporation, ids) is not { } rooms)
                return new Outcome<Refusal>(Refusal.VmrDataNotFound, Stays: false);

            var refused = await change(session, member, rooms);
            return new Outcome<Refusal>(refused, Stays: refused == Refusal.None);
        });
        return refusal;
    }

    private static async Task<Done> DeleteAsync([FromBody] string[] ids, Caller caller, Store store)
    {
        if (!FieldLimits.IsList(ids))
            return Refusal.RequestParamError;

        return await store.WriteAsync<Done>(async session =>
        {
            if (await FindAllAsync(session, caller.Corporation, ids) is not { } rooms || rooms.Exists(room => room.Mode == RoomMode.Personal))
                return Refusal.VmrDataNotFound;

            // One that somebody holds is taken from him first, by name, not by the way.
            if (rooms.Exists(room => room.Holder is not null))
                return Refusal.ParameterVerifiedFail;

            foreach (var room in rooms)
                await RoomTable.DeleteAsync(session, room.Id);
            return Done.Well;
        });
    }

    private static async Task<List<CloudRoom>?> FindAllAsync(StoreSession session, CorporationId corporation, string[] ids)
    {
        var rooms = new List<CloudRoom>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (await RoomTable.FindAsync(session, new RoomId(id)) is not { } room || room.Corporation != corporation)
                return null;
            rooms.Add(room);
        }

        return rooms;
    }
}
