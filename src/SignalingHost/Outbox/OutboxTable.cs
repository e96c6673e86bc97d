using System.Data.Common;
using Meetings;
using SignalingHost.Storage;

namespace SignalingHost.Outbox;

/// <summary>What waits to be sent, in order. What is written here with a change is sent if and only if the change is kept.</summary>
internal sealed class OutboxTable(IIdentitySource identities, OutboxSignal signal)
{
    private long _place = DateTimeOffset.UtcNow.UtcTicks;

    public async Task AddAsync(StoreSession session, OutboxKind kind, string target, string document, DateTimeOffset now)
    {
        var place = Interlocked.Increment(ref _place);
        await session.ExecuteAsync(
            $"""
            INSERT INTO outbox (id, kind, target, created_at, place, due_at, attempts, document)
            VALUES ({identities.Hex(32)}, {kind}, {target}, {now}, {place}, coalesce((SELECT min(due_at) FROM outbox WHERE target = {target} AND attempts > 0), {now}), 0, {document})
            """);
        session.WhenCommitted(signal.Ring);
    }

    public static Task<List<OutboxItem>> DueAsync(StoreSession session, DateTimeOffset now, int atMost) => session.ListAsync(
        $"SELECT id, kind, target, created_at, attempts, document FROM outbox WHERE due_at <= {now} ORDER BY place LIMIT {atMost}", Read);

    public static async Task<DateTimeOffset?> NextAsync(StoreSession session) =>
        await session.NumberAsync($"SELECT min(due_at) FROM outbox") is var next and > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null;

    public static Task<int> RemoveAsync(StoreSession session, IReadOnlyCollection<string> ids) => session.ExecuteAsync($"DELETE FROM outbox WHERE id IN {Sql.In(ids)}");

    public static Task<int> ForgetAsync(StoreSession session, string target) => session.ExecuteAsync($"DELETE FROM outbox WHERE target = {target}");

    public static async Task<int> CountAsync(StoreSession session, string target) => (int)await session.NumberAsync($"SELECT count(*) FROM outbox WHERE target = {target}");

    /// <summary>One attempt failed: it is tried again then, and nothing else of the same target before.</summary>
    public static async Task PostponeAsync(StoreSession session, OutboxItem item, DateTimeOffset until)
    {
        await session.ExecuteAsync($"UPDATE outbox SET attempts = {item.Attempts + 1} WHERE id = {item.Id}");
        await session.ExecuteAsync($"UPDATE outbox SET due_at = {until} WHERE target = {item.Target} AND due_at < {until}");
    }

    /// <summary>The target is there again: what waited for it waits no more.</summary>
    public static Task<int> HurryAsync(StoreSession session, string target, DateTimeOffset now) =>
        session.ExecuteAsync($"UPDATE outbox SET due_at = {now} WHERE target = {target} AND due_at > {now}");

    private static OutboxItem Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Kind = (OutboxKind)row.GetInt32(1),
        Target = row.GetString(2),
        CreatedAt = row.Moment(3),
        Attempts = row.GetInt32(4),
        Document = row.GetString(5),
    };
}
