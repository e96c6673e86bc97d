using System.Text.Json;
using Meetings;
using Meetings.History;

namespace SignalingHost.Storage;

/// <summary>What has been: runs, who was in them, who did what.</summary>
internal static class HistoryTable
{
    public static Task<int> BeginAsync(StoreSession session, RunRecord run) => session.ExecuteAsync(
        $"""
        INSERT INTO run_history (run_id, conference_id, corporation_id, owner_id, started_at, ended_at, search, body)
        VALUES ({run.Id}, {run.Meeting.Id}, {run.Meeting.Corporation}, {run.Meeting.Owner}, {run.Start}, {run.End}, {SearchTextOf(run)}, {BodyOf(run)})
        """);

    /// <summary>The run is over, and with it whatever stays have no end of their own.</summary>
    public static async Task EndAsync(StoreSession session, RunRecord run)
    {
        await session.ExecuteAsync($"UPDATE attendance SET left_at = {run.End}, leave_reason = {run.EndReason} WHERE run_id = {run.Id} AND left_at IS NULL");
        await session.ExecuteAsync($"UPDATE run_history SET ended_at = {run.End}, search = {SearchTextOf(run)}, body = {BodyOf(run)} WHERE run_id = {run.Id}");
    }

    public static Task<RunRecord?> FindAsync(StoreSession session, RunId run) => session.FirstAsync(
        $"SELECT body FROM run_history WHERE run_id = {run}",
        row => JsonSerializer.Deserialize(row.GetString(0), HistoryJson.Default.RunRecord)!);

    public static Task<int> JoinedAsync(StoreSession session, AttendanceEntry stay) => session.ExecuteAsync(
        $"""
        INSERT INTO attendance (run_id, participant_id, joined_at, left_at, account_id, leave_reason, search, body)
        VALUES ({stay.Run}, {stay.Participant}, {stay.Joined}, {stay.Left}, {stay.Account}, {stay.LeaveReason},
            {$"{stay.DisplayName}\n{stay.CallNumber}\n{stay.Login}".ToLowerInvariant()}, {JsonSerializer.Serialize(stay, HistoryJson.Default.AttendanceEntry)})
        ON CONFLICT DO NOTHING
        """);

    public static Task<int> LeftAsync(StoreSession session, AttendanceEntry stay) => session.ExecuteAsync(
        $"""
        UPDATE attendance SET left_at = {stay.Left}, leave_reason = {stay.LeaveReason}, body = {JsonSerializer.Serialize(stay, HistoryJson.Default.AttendanceEntry)}
        WHERE run_id = {stay.Run} AND participant_id = {stay.Participant} AND left_at IS NULL
        """);

    public static Task<List<AttendanceEntry>> AttendanceAsync(StoreSession session, RunId run) => session.ListAsync(
        $"SELECT body, left_at, leave_reason FROM attendance WHERE run_id = {run} ORDER BY joined_at, participant_id",
        row => JsonSerializer.Deserialize(row.GetString(0), HistoryJson.Default.AttendanceEntry)! with { Left = row.MomentOrNull(1), LeaveReason = row.GetString(2) });

    public static Task<long> LastAuditNumberAsync(StoreSession session, RunId run) =>
        session.NumberAsync($"SELECT max(number) FROM audit WHERE run_id = {run}");

    public static Task<int> AuditAsync(StoreSession session, AuditEntry entry, long number) => session.ExecuteAsync(
        $"INSERT INTO audit (run_id, at, number, body) VALUES ({entry.Run}, {entry.At}, {number}, {JsonSerializer.Serialize(entry, HistoryJson.Default.AuditEntry)})");

    public static Task<List<AuditEntry>> AuditAsync(StoreSession session, RunId run) => session.ListAsync(
        $"SELECT body FROM audit WHERE run_id = {run} ORDER BY number",
        row => JsonSerializer.Deserialize(row.GetString(0), HistoryJson.Default.AuditEntry)!);

    private static string BodyOf(RunRecord run) => JsonSerializer.Serialize(run, HistoryJson.Default.RunRecord);

    private static string SearchTextOf(RunRecord run) => $"{run.Meeting.Subject}\n{run.Meeting.Id.Value}\n{run.Meeting.Dialled.Value}\n{run.Meeting.OwnerName}".ToLowerInvariant();
}
