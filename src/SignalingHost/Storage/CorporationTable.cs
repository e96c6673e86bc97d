using System.Data.Common;
using Meetings;
using SignalingHost.Accounts;

namespace SignalingHost.Storage;

/// <summary>Corporations.</summary>
internal static class CorporationTable
{
    private const string Columns = "id, operator_id, name, domain, country, phone, fax, email, address, description, group_id, kind, seats, recording_bytes, auto_user_create, created_at";

    public static Task<Tenant?> FindAsync(StoreSession session, CorporationId id) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM corporation WHERE id = {id}", Read);

    /// <summary>The one that runs the installation; null before the first start.</summary>
    public static Task<Tenant?> OperatorAsync(StoreSession session) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM corporation WHERE operator_id IS NULL ORDER BY created_at LIMIT 1", Read);

    public static Task<Found<Tenant>> TenantsAsync(StoreSession session, CorporationId of, string? sought, Slice slice)
    {
        Sql filter = sought is null ? Sql.Empty : $" AND lower(name) LIKE {Sql.Anywhere(sought)} ESCAPE '\\'";
        return session.FindAsync(Columns, $"FROM corporation WHERE operator_id = {of.Value}{filter}", "name, id", slice, Read);
    }

    public static async Task<bool> TryInsertAsync(StoreSession session, Tenant tenant) => await session.ExecuteAsync(
        $"""
        INSERT INTO corporation ({Columns:raw})
        VALUES ({tenant.Id}, {tenant.Operator?.Value}, {tenant.Name}, {tenant.Domain}, {tenant.Country}, {tenant.Phone}, {tenant.Fax}, {tenant.Email}, {tenant.Address},
            {tenant.Description}, {tenant.GroupId}, {tenant.Tier}, {tenant.Seats}, {tenant.RecordingBytes}, {tenant.AutoUserCreate}, {tenant.CreatedAt})
        ON CONFLICT DO NOTHING
        """) == 1;

    public static Task<int> UpdateAsync(StoreSession session, Tenant tenant) => session.ExecuteAsync(
        $"""
        UPDATE corporation SET name = {tenant.Name}, domain = {tenant.Domain}, country = {tenant.Country}, phone = {tenant.Phone}, fax = {tenant.Fax}, email = {tenant.Email},
            address = {tenant.Address}, description = {tenant.Description}, group_id = {tenant.GroupId}, kind = {tenant.Tier}, seats = {tenant.Seats},
            recording_bytes = {tenant.RecordingBytes}, auto_user_create = {tenant.AutoUserCreate}
        WHERE id = {tenant.Id}
        """);

    public static async Task<bool> IsNameTakenAsync(StoreSession session, string name) =>
        await session.NumberAsync($"SELECT count(*) FROM corporation WHERE name = {name}") > 0;

    /// <summary>With everything that belongs to it.</summary>
    public static Task<int> DeleteAsync(StoreSession session, CorporationId id) => session.ExecuteAsync($"DELETE FROM corporation WHERE id = {id}");

    private static Tenant Read(DbDataReader row) => new()
    {
        Id = new(row.GetString(0)),
        Operator = row.TextOrNull(1) is { } keeper ? new CorporationId(keeper) : null,
        Name = row.GetString(2),
        Domain = row.GetString(3),
        Country = row.GetString(4),
        Phone = row.GetString(5),
        Fax = row.GetString(6),
        Email = row.GetString(7),
        Address = row.GetString(8),
        Description = row.GetString(9),
        GroupId = row.GetString(10),
        Tier = (Meetings.Corporations.CorporationTier)row.GetInt32(11),
        Seats = row.GetInt32(12),
        RecordingBytes = row.GetInt64(13),
        AutoUserCreate = row.Flag(14),
        CreatedAt = row.Moment(15),
    };
}
