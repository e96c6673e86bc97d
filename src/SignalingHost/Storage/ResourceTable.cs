using System.Data.Common;
using Meetings;
using Meetings.Corporations;
using SignalingHost.Accounts;

namespace SignalingHost.Storage;

/// <summary>What corporations have bought, and the record of it.</summary>
internal static class ResourceTable
{
    private const string Columns = "id, corporation_id, type, type_id, amount, order_id, disabled, expires_at, created_at";

    public static Task<CorporateResource?> FindAsync(StoreSession session, CorporationId corporation, string id) =>
        session.FirstAsync($"SELECT {Columns:raw} FROM resource WHERE corporation_id = {corporation} AND id = {id}", Read);

    public static Task<Found<CorporateResource>> FindAsync(StoreSession session, CorporationId corporation, ResourceFilter filter, DateTimeOffset now, Slice slice) =>
        session.FindAsync(Columns, From(corporation, filter, now), "created_at, id", slice, Read);

    public static Task<List<CorporateResource>> ListAsync(StoreSession session, CorporationId corporation) =>
        session.ListAsync($"SELECT {Columns:raw} FROM resource WHERE corporation_id = {corporation} ORDER BY created_at, id", Read);

    /// <summary>Those of all tenants of an operator together.</summary>
    public static Task<List<CorporateResource>> OfTenantsAsync(StoreSession session, CorporationId keeper) =>
        session.ListAsync($"SELECT {Columns:raw} FROM resource WHERE corporation_id IN (SELECT id FROM corporation WHERE operator_id = {keeper.Value})", Read);

    public static async Task InsertAsync(StoreSession session, CorporateResource resource) => await session.ExecuteAsync(
        $"""
        INSERT INTO resource ({Columns:raw})
        VALUES ({resource.Id}, {resource.Corporation}, {resource.Type}, {resource.TypeId}, {resource.Amount}, {resource.OrderId}, {resource.IsDisabled}, {resource.ExpiresAt}, {resource.CreatedAt})
        """);

    public static Task<int> UpdateAsync(StoreSession session, CorporateResource resource) =>
        session.ExecuteAsync($"UPDATE resource SET disabled = {resource.IsDisabled}, expires_at = {resource.ExpiresAt} WHERE id = {resource.Id}");

    public static Task<int> DeleteAsync(StoreSession session, CorporateResource resource) => session.ExecuteAsync($"DELETE FROM resource WHERE id = {resource.Id}");

    public static Task<int> NoteAsync(StoreSession session, string id, CorporateResource resource, ResourceOperation operation, DateTimeOffset now) => session.ExecuteAsync(
        $"""
        INSERT INTO resource_record (id, corporation_id, resource_id, type, type_id, amount, order_id, operation, expires_at, operated_at)
        VALUES ({id}, {resource.Corporation}, {resource.Id}, {resource.Type}, {resource.TypeId}, {resource.Amount}, {resource.OrderId}, {operation}, {resource.ExpiresAt}, {now})
        """);

    /// <summary>What was done, as resources as they were then.</summary>
    public static Task<Found<CorporateResource>> RecordAsync(StoreSession session, CorporationId corporation, ResourceFilter filter, int? operation, Slice slice)
    {
        Sql from = $"FROM resource_record WHERE corporation_id = {corporation}";
        if (filter.Type is { } type)
            from += $" AND type = {type}";
        if (filter.TypeId is { } typeId)
            from += $" AND type_id = {typeId}";
        if (operation is { } done)
            from += $" AND operation = {done}";
        if (filter.ExpiresFrom is { } first)
            from += $" AND expires_at >= {first}";
        if (filter.ExpiresUntil is { } last)
            from += $" AND expires_at <= {last}";
        if (filter.OperatedFrom is { } since)
            from += $" AND operated_at >= {since}";
        if (filter.OperatedUntil is { } until)
            from += $" AND operated_at <= {until}";
        return session.FindAsync("resource_id, corporation_id, type, type_id, amount, order_id, 0, expires_at, operated_at", from, "operated_at DESC, id", slice, Read);
    }

    /// <summary>Whether one user more is bought; a corporation that has bought no user accounts as such has as many as it likes.</summary>
    public static async Task<bool> MayAddUserAsync(StoreSession session, CorporationId corporation, DateTimeOffset now)
    {
        var bought = (await ListAsync(session, corporation)).Where(resource => resource.Type == ResourceTypes.Users).ToArray();
        return bought.Length == 0
            || await MemberTable.CountAsync(session, corporation, new MemberFilter { Kind = AccountKind.User }) < bought.Where(resource => resource.Counts(now)).Sum(resource => resource.Amount);
    }

    /// <summary>The corporations for which something ran out in that time.</summary>
    public static Task<List<CorporationId>> RunOutAsync(StoreSession session, DateTimeOffset since, DateTimeOffset now) =>
        session.ListAsync($"SELECT DISTINCT corporation_id FROM resource WHERE expires_at > {since} AND expires_at <= {now}", row => new CorporationId(row.GetString(0)));

    private static Sql From(CorporationId corporation, ResourceFilter filter, DateTimeOffset now)
    {
        Sql from = $"FROM resource WHERE corporation_id = {corporation}";
        if (filter.Type is { } type)
            from += $" AND type = {type}";
        if (filter.TypeId is { } typeId)
            from += $" AND type_id = {typeId}";
        if (filter.OrderId is { } order)
            from += $" AND order_id = {order}";
        if (filter.Text is { } text)
            from += $" AND lower(type_id) LIKE {Sql.Anywhere(text)} ESCAPE '\\'";
        if (filter.ExpiresFrom is { } first)
            from += $" AND expires_at >= {first}";
        if (filter.ExpiresUntil is { } last)
            from += $" AND expires_at <= {last}";
        if (filter.Status == 0)
            from += $" AND disabled = 0 AND expires_at > {now}";
        else if (filter.Status == 1)
            from += $" AND disabled = 0 AND expires_at <= {now}";
        else if (filter.Status is not null)
            from += $" AND disabled = 1";
        return from;
    }

    private static CorporateResource Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Corporation = new(row.GetString(1)),
        Type = row.GetString(2),
        TypeId = row.GetString(3),
        Amount = row.GetInt32(4),
        OrderId = row.GetString(5),
        IsDisabled = row.Flag(6),
        ExpiresAt = row.Moment(7),
        CreatedAt = row.Moment(8),
    };
}

/// <summary>Which resources are looked for; null everywhere finds all.</summary>
internal sealed record ResourceFilter
{
    public string? Type { get; init; }

    public string? TypeId { get; init; }

    public string? OrderId { get; init; }

    public string? Text { get; init; }

    public int? Status { get; init; }

    public DateTimeOffset? ExpiresFrom { get; init; }

    public DateTimeOffset? ExpiresUntil { get; init; }

    public DateTimeOffset? OperatedFrom { get; init; }

    public DateTimeOffset? OperatedUntil { get; init; }
}
