using System.Text.Json;
using Meetings;
using Meetings.Booking;

namespace SignalingHost.Storage;

/// <summary>Meeting templates.</summary>
internal static class TemplateTable
{
    public static Task<MeetingTemplate?> FindAsync(StoreSession session, string id) =>
        session.FirstAsync($"SELECT document FROM template WHERE id = {id}", row => Read(row.GetString(0)));

    public static Task<Found<MeetingTemplate>> FindAsync(StoreSession session, AccountId owner, string? sought, Slice slice)
    {
        Sql from = $"FROM template WHERE owner_id = {owner}";
        if (sought is not null)
            from += $" AND lower(name) LIKE {Sql.Anywhere(sought)} ESCAPE '\\'";
        return session.FindAsync("document", from, "changed_at DESC, id", slice, row => Read(row.GetString(0)));
    }

    public static async Task<int> CountAsync(StoreSession session, AccountId owner) =>
        (int)await session.NumberAsync($"SELECT count(*) FROM template WHERE owner_id = {owner}");

    public static Task<int> SaveAsync(StoreSession session, MeetingTemplate template) => session.ExecuteAsync(
        $"""
        INSERT INTO template (id, corporation_id, owner_id, name, changed_at, document)
        VALUES ({template.Id}, {template.Corporation}, {template.Owner}, {template.Name}, {template.ChangedAt}, {JsonSerializer.Serialize(template, BookingJson.Default.MeetingTemplate)})
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, changed_at = excluded.changed_at, document = excluded.document
        """);

    public static Task<int> DeleteAsync(StoreSession session, string id) => session.ExecuteAsync($"DELETE FROM template WHERE id = {id}");

    private static MeetingTemplate Read(string document) => JsonSerializer.Deserialize(document, BookingJson.Default.MeetingTemplate)!;
}
