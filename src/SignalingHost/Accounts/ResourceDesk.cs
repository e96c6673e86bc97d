using Meetings;
using Meetings.Corporations;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Accounts;

/// <summary>
/// Gives corporations what they have bought and takes it back: rooms come and go with their resource, seats and recording space are
/// the sum of what counts now. Works inside a transaction of the caller's.
/// </summary>
internal sealed class ResourceDesk(MemberDesk members, IIdentitySource identities, ConferenceDesk desk)
{
    private const long Gigabyte = 1024L * 1024 * 1024;

    public async Task AddAsync(StoreSession session, CorporateResource resource, DateTimeOffset now)
    {
        await ResourceTable.InsertAsync(session, resource);
        await ResourceTable.NoteAsync(session, identities.Hex(32), resource, ResourceOperation.Added, now);
        if (resource.Type == ResourceTypes.Rooms)
        {
            for (var i = 0; i < resource.Amount; i++)
                await AddRoomAsync(session, resource.Corporation, RoomPackages.SeatsOf(resource.TypeId), resource, now);
        }

        await SettleAsync(session, resource.Corporation, now);
    }

    public async Task ChangeAsync(StoreSession session, CorporateResource resource, DateTimeOffset now)
    {
        await ResourceTable.UpdateAsync(session, resource);
        await ResourceTable.NoteAsync(session, identities.Hex(32), resource, ResourceOperation.Changed, now);
        await RoomTable.ChangeOfResourceAsync(session, resource.Id, resource.IsDisabled, resource.ExpiresAt);
        await SettleAsync(session, resource.Corporation, now);
    }

    public async Task RemoveAsync(StoreSession session, CorporateResource resource, DateTimeOffset now)
    {
        await ResourceTable.DeleteAsync(session, resource);
        await ResourceTable.NoteAsync(session, identities.Hex(32), resource, ResourceOperation.Deleted, now);
        await RoomTable.DeleteOfResourceAsync(session, resource.Id);
        await SettleAsync(session, resource.Corporation, now);
    }

    /// <summary>A room that nobody holds yet.</summary>
    public async Task<CloudRoom> AddRoomAsync(StoreSession session, CorporationId corporation, int seats, CorporateResource? resource, DateTimeOffset now)
    {
        var number = await members.FreeRoomNumberAsync(session);
        var room = new CloudRoom
        {
            Id = identities.NewRoom(),
            Corporation = corporation,
            Number = number,
            Name = $"{RoomPackages.NameOf(seats)} {number}",
            Mode = RoomMode.Cloud,
            Seats = seats,
            PackageId = RoomPackages.IdOf(seats),
            Passwords = PasswordDraw.For(number, identities),
            Tokens = JoinTokens.Draw(identities),
            ExpiresAt = resource?.ExpiresAt,
        };
        await RoomTable.InsertAsync(session, room, resource?.Id, now);
        return room;
    }

    /// <summary>
    /// Makes a corporation's seats and space what its resources come to now. The operator's own are as they were set until it gives
    /// itself some; a tenant without bought seats is on the free tier. It holds at once, in meetings that run too.
    /// </summary>
    public async Task SettleAsync(StoreSession session, CorporationId corporation, DateTimeOffset now)
    {
        if (await CorporationTable.FindAsync(session, corporation) is not { } tenant)
            return;

        var all = await ResourceTable.ListAsync(session, corporation);
        var isTenant = tenant.Operator is not null;
        var seats = Sum(ResourceTypes.Seats);
        var settled = tenant with
        {
            Tier = isTenant && seats == 0 ? CorporationTier.Free : CorporationTier.Paid,
            Seats = seats > 0 ? seats : isTenant ? Corporation.FreeSeats : tenant.Seats,
            RecordingBytes = isTenant || Sum(ResourceTypes.Recording) > 0 ? Sum(ResourceTypes.Recording) * Gigabyte : tenant.RecordingBytes,
        };
        await CorporationTable.UpdateAsync(session, settled);
        session.WhenCommitted(() => _ = desk.FollowAsync(settled.ToCorporation()));

        int Sum(string type) => all.Where(resource => resource.Type == type && resource.Counts(now)).Sum(resource => resource.Amount);
    }
}
