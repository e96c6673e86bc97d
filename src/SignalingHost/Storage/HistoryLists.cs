using System.Text.Json;
using Meetings;
using Meetings.History;

namespace SignalingHost.Storage;

/// <summary>Lists of what has been, by time and by whose it was.</summary>
internal static class HistoryLists
{
    public static Task<Found<RunRecord>> FindAsync(StoreSession session, HistoryQuery query)
    {
        Sql from = $"FROM run_history WHERE corporation_id = {query.Corporation} AND started_at >= {query.From} AND started_at <= {query.Until} AND ended_at IS NOT NULL";
        if (query.Of is { } account)
            from += $" AND (owner_id = {account} OR run_id IN (SELECT run_id FROM attendance WHERE account_id = {account} AND joined_at >= {query.From}))";
        if (query.Text is { } text)
            from += $" AND search LIKE {Sql.Anywhere(text)} ESCAPE '\\'";

        const string hasRecording = "(SELECT count(*) FROM recording WHERE recording.run_id = run_history.run_id)";
        var order = query.Order switch
        {
            HistoryOrder.OldestFirst => "started_at, run_id",
            HistoryOrder.RecordedLast => $"{hasRecording}, started_at DESC, run_id",
            HistoryOrder.RecordedFirst => $"{hasRecording} DESC, started_at DESC, run_id",
            _ => "started_at DESC, run_id",
        };
        return session.FindAsync("body", from, order, query.Slice, row => JsonSerializer.Deserialize(row.GetString(0), HistoryJson.Default.RunRecord)!);
    }

    public static async Task<bool> WasInAsync(StoreSession session, RunId run, AccountId account) =>
        await session.NumberAsync($"SELECT count(*) FROM attendance WHERE run_id = {run} AND account_id = {account}") > 0;

    /// <summary>How many meetings a corporation has held since, how many people came to them, and how many minutes they took.</summary>
    public static async Task<(int Runs, int Minutes, int Stays)> UseAsync(StoreSession session, CorporationId corporation, DateTimeOffset since)
    {
        var runs = (int)await session.NumberAsync($"SELECT count(*) FROM run_history WHERE corporation_id = {corporation} AND started_at >= {since}");
        var milliseconds = await session.NumberAsync(
            $"SELECT coalesce(sum(ended_at - started_at), 0) FROM run_history WHERE corporation_id = {corporation} AND started_at >= {since} AND ended_at IS NOT NULL");
        var stays = (int)await session.NumberAsync(
            $"SELECT count(*) FROM attendance WHERE run_id IN (SELECT run_id FROM run_history WHERE corporation_id = {corporation} AND started_at >= {since})");
        return (runs, (int)(milliseconds / 60_000), stays);
    }
}

/// <summary>Which runs are wanted; null <see cref="Of"/> is everybody's.</summary>
internal sealed record HistoryQuery(CorporationId Corporation, DateTimeOffset From, DateTimeOffset Until, Slice Slice)
{
    public AccountId? Of { get; init; }

    public string? Text { get; init; }

    public HistoryOrder Order { get; init; }
}

internal enum HistoryOrder
{
    NewestFirst,
    OldestFirst,
    RecordedFirst,
    RecordedLast,
}
