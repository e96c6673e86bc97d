using Meetings;
using SignalingHost.Conferences;

namespace SignalingHost.Storage;

/// <summary>Runs that are going on, as they were after their last change.</summary>
internal static class RunTable
{
    public static async Task WriteAsync(StoreSession session, RunId run, ConferenceId conference, int peak, RunDelta delta)
    {
        if (delta.Setup is not null)
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO run (id, conference_id, setup, core, peak) VALUES ({run}, {conference}, {delta.Setup}, {delta.Core ?? ""}, {peak})
                ON CONFLICT (id) DO UPDATE SET setup = excluded.setup, peak = excluded.peak
                """);
        }

        if (delta.Core is not null)
            await session.ExecuteAsync($"UPDATE run SET core = {delta.Core}, peak = {peak} WHERE id = {run}");
        foreach (var (kind, key) in delta.Removed)
            await session.ExecuteAsync($"DELETE FROM run_part WHERE run_id = {run} AND kind = {kind} AND key = {key}");
        foreach (var part in delta.Changed)
        {
            await session.ExecuteAsync(
                $"""
                INSERT INTO run_part (run_id, kind, key, place, body) VALUES ({run}, {part.Kind}, {part.Key}, {part.Place}, {part.Body})
                ON CONFLICT (run_id, kind, key) DO UPDATE SET place = excluded.place, body = excluded.body
                """);
        }
    }

    public static async Task DeleteAsync(StoreSession session, RunId run)
    {
        await session.ExecuteAsync($"DELETE FROM run_part WHERE run_id = {run}");
        await session.ExecuteAsync($"DELETE FROM run WHERE id = {run}");
    }

    public static async Task<List<StoredRun>> ListAsync(StoreSession session)
    {
        var parts = (await session.ListAsync(
            $"SELECT run_id, kind, key, place, body FROM run_part",
            row => (Run: row.GetString(0), Part: new RunPart((PartKind)row.GetInt32(1), row.GetString(2), row.GetInt64(3), row.GetString(4)))))
            .ToLookup(row => row.Run, row => row.Part);
        return await session.ListAsync(
            $"SELECT id, setup, core, peak FROM run ORDER BY id",
            row => new StoredRun(new RunId(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetInt32(3), [.. parts[row.GetString(0)]]));
    }
}

/// <summary>A run as it was written.</summary>
internal sealed record StoredRun(RunId Id, string Setup, string Core, int Peak, IReadOnlyList<RunPart> Parts);
