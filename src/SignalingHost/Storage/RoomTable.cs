using System.Data.Common;
using Meetings;
using Meetings.Corporations;

namespace SignalingHost.Storage;

/// <summary>Cloud meeting rooms and personal meeting ids.</summary>
internal static class RoomTable
{
    private const string Columns =
        "room.id, room.corporation_id, room.number, room.kind, room.name, room.package_id, room.seats, room.guest_password, room.chair_password, room.guest_key, room.chair_key, "
        + "room.allow_guest_first, room.guest_first_notice, room.stopped, room.holder_id, room.expires_at, holder.kind";

    private const string Rooms = "room LEFT JOIN account holder ON holder.id = room.holder_id";

    public static Task<CloudRoom?> FindAsync(StoreSession session, RoomId id) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM {Rooms:raw} WHERE room.id = {id}", Read);

    public static Task<CloudRoom?> FindByNumberAsync(StoreSession session, ConferenceId number) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM {Rooms:raw} WHERE room.number = {number}", Read);

    /// <summary>By the 48 hex digits of a join link, the chair's or the guests'.</summary>
    public static Task<CloudRoom?> FindByKeyAsync(StoreSession session, string key) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM {Rooms:raw} WHERE room.chair_key = {key} OR room.guest_key = {key}", Read);

    public static Task<List<CloudRoom>> HeldByAsync(StoreSession session, AccountId holder) =>
        session.ListAsync($"SELECT {Columns:raw} FROM {Rooms:raw} WHERE room.holder_id = {holder} ORDER BY room.kind, room.number", Read);

    /// <summary>Those of several holders, for lists.</summary>
    public static Task<List<CloudRoom>> HeldByAsync(StoreSession session, IReadOnlyCollection<string> holders) =>
        session.ListAsync($"SELECT {Columns:raw} FROM {Rooms:raw} WHERE room.holder_id IN {Sql.In(holders)} ORDER BY room.kind, room.number", Read);

    public static Task<Found<CloudRoom>> OfHolderAsync(StoreSession session, AccountId holder, IReadOnlyList<RoomMode> modes, string? sought, Slice slice)
    {
        Sql filter = $"FROM {Rooms:raw} WHERE room.holder_id = {holder} AND room.kind IN {Sql.In(modes)}";
        return session.FindAsync(Columns, filter + Named(sought), "room.kind, room.number", slice, Read);
    }

    public static Task<Found<CloudRoom>> OfCorporationAsync(StoreSession session, CorporationId corporation, IReadOnlyList<RoomMode> modes, RoomStatus? status, string? sought, Slice slice)
    {
        Sql filter = $"FROM {Rooms:raw} WHERE room.corporation_id = {corporation} AND room.kind IN {Sql.In(modes)}";
        if (status is { } wanted)
        {
            filter += wanted switch
            {
                RoomStatus.Unassigned => Unassigned,
                RoomStatus.Stopped => Stopped,
                _ => Usable,
            };
        }

        return session.FindAsync(Columns, filter + Named(sought), "room.number", slice, Read);
    }

    public static async Task<int> CountAsync(StoreSession session, AccountId holder, RoomMode mode) =>
        (int)await session.NumberAsync($"SELECT count(*) FROM room WHERE holder_id = {holder} AND kind = {mode}");

    /// <summary>How many cloud meeting rooms a corporation has of each package, and how many of them are held.</summary>
    public static Task<List<RoomCount>> CountsAsync(StoreSession session, CorporationId corporation) => session.ListAsync(
        $"""
        SELECT package_id, seats, count(*), count(holder_id) FROM room
        WHERE corporation_id = {corporation} AND kind = {RoomMode.Cloud} GROUP BY package_id, seats ORDER BY seats, package_id
        """,
        row => new RoomCount(row.GetString(0), row.GetInt32(1), (int)row.GetInt64(2), (int)row.GetInt64(3)));

    public static async Task<bool> IsNumberTakenAsync(StoreSession session, string number) =>
        await session.NumberAsync($"SELECT count(*) FROM room WHERE number = {number}") > 0;

    public static Task<int> InsertAsync(StoreSession session, CloudRoom room, string? resource, DateTimeOffset now) => session.ExecuteAsync(
        $"""
        INSERT INTO room (id, corporation_id, number, kind, name, package_id, seats, guest_password, chair_password, guest_key, chair_key,
            allow_guest_first, guest_first_notice, stopped, holder_id, resource_id, expires_at, created_at)
        VALUES ({room.Id}, {room.Corporation}, {room.Number}, {room.Mode}, {room.Name}, {room.PackageId}, {room.Seats}, {room.Passwords.Guest}, {room.Passwords.Chair},
            {room.Tokens.Guest}, {room.Tokens.Chair}, {room.GuestsFirst}, {room.NoticeOfGuestsFirst}, {room.IsStopped}, {room.Holder}, {resource}, {room.ExpiresAt}, {now})
        """);

    public static Task<int> UpdateAsync(StoreSession session, CloudRoom room) => session.ExecuteAsync(
        $"""
        UPDATE room SET name = {room.Name}, guest_password = {room.Passwords.Guest}, chair_password = {room.Passwords.Chair}, guest_key = {room.Tokens.Guest},
            chair_key = {room.Tokens.Chair}, allow_guest_first = {room.GuestsFirst}, guest_first_notice = {room.NoticeOfGuestsFirst}, stopped = {room.IsStopped},
            holder_id = {room.Holder}, expires_at = {room.ExpiresAt}
        WHERE id = {room.Id}
        """);

    public static Task<int> DeleteAsync(StoreSession session, RoomId id) => session.ExecuteAsync($"DELETE FROM room WHERE id = {id}");

    /// <summary>Takes away the rooms that came with a resource.</summary>
    public static Task<int> DeleteOfResourceAsync(StoreSession session, string resource) => session.ExecuteAsync($"DELETE FROM room WHERE resource_id = {resource}");

    public static Task<int> ChangeOfResourceAsync(StoreSession session, string resource, bool stopped, DateTimeOffset expiresAt) =>
        session.ExecuteAsync($"UPDATE room SET stopped = {stopped}, expires_at = {expiresAt} WHERE resource_id = {resource}");

    /// <summary>Personal ids go with their holders.</summary>
    public static Task<int> DeletePersonalAsync(StoreSession session, AccountId holder) =>
        session.ExecuteAsync($"DELETE FROM room WHERE holder_id = {holder} AND kind = {RoomMode.Personal}");

    private static Sql Unassigned => $" AND room.holder_id IS NULL";

    private static Sql Stopped => $" AND room.holder_id IS NOT NULL AND room.stopped = 1";

    private static Sql Usable => $" AND room.holder_id IS NOT NULL AND room.stopped = 0";

    private static Sql Named(string? sought)
    {
        if (sought is null)
            return Sql.Empty;
        var pattern = Sql.Anywhere(sought);
        return $" AND (lower(room.name) LIKE {pattern} ESCAPE '\\' OR room.number LIKE {pattern} ESCAPE '\\')";
    }

    private static CloudRoom Read(DbDataReader row) => new()
    {
        Id = new(row.GetString(0)),
        Corporation = new(row.GetString(1)),
        Number = new(row.GetString(2)),
        Mode = (RoomMode)row.GetInt32(3),
        Name = row.GetString(4),
        PackageId = row.GetString(5),
        Seats = row.GetInt32(6),
        Passwords = new(Chair: row.GetString(8), Guest: row.GetString(7)),
        Tokens = new(Chair: row.GetString(10), Guest: row.GetString(9)),
        GuestsFirst = row.Flag(11),
        NoticeOfGuestsFirst = row.Flag(12),
        IsStopped = row.Flag(13),
        Holder = row.TextOrNull(14) is { } holder ? new AccountId(holder) : null,
        HolderKind = (AccountKind)(row.NumberOrNull(16) ?? 0),
        ExpiresAt = row.MomentOrNull(15),
    };
}

/// <summary>How many rooms there are of one package.</summary>
internal sealed record RoomCount(string PackageId, int Seats, int Count, int Held);
