using System.Text.Json;
using System.Text.Json.Serialization;
using Meetings;

namespace SignalingHost.Storage;

/// <summary>Recordings, one row for each run that has any. The recorder writes them; here they are listed and let go.</summary>
internal static class RecordingTable
{
    public static async Task<bool> HasAsync(StoreSession session, RunId run) =>
        await session.NumberAsync($"SELECT count(*) FROM recording WHERE run_id = {run}") > 0;

    /// <summary>Those of several runs that have one.</summary>
    public static async Task<HashSet<string>> AmongAsync(StoreSession session, IReadOnlyCollection<string> runs) => runs.Count == 0
        ? []
        : [.. await session.ListAsync($"SELECT run_id FROM recording WHERE run_id IN {Sql.In(runs)}", row => row.GetString(0))];

    public static Task<StoredRecording?> FindAsync(StoreSession session, CorporationId corporation, RunId run) =>
        session.FirstAsync($"SELECT document FROM recording WHERE run_id = {run} AND corporation_id = {corporation}", row => Read(row.GetString(0)));

    public static Task<Found<StoredRecording>> FindAsync(
        StoreSession session, CorporationId corporation, AccountId? owner, DateTimeOffset from, DateTimeOffset until, string? sought, bool oldestFirst, Slice slice)
    {
        Sql found = $"FROM recording WHERE corporation_id = {corporation} AND started_at >= {from} AND started_at <= {until}";
        if (owner is { } account)
            found += $" AND owner_id = {account}";
        if (sought is not null)
            found += $" AND search LIKE {Sql.Anywhere(sought)} ESCAPE '\\'";
        return session.FindAsync("document", found, oldestFirst ? "started_at, run_id" : "started_at DESC, run_id", slice, row => Read(row.GetString(0)));
    }

    public static Task<int> SaveAsync(StoreSession session, StoredRecording recording) => session.ExecuteAsync(
        $"""
        INSERT INTO recording (run_id, corporation_id, owner_id, started_at, bytes, search, document)
        VALUES ({recording.Run}, {recording.Corporation}, {recording.Owner}, {recording.StartedAt}, {recording.Bytes},
            {$"{recording.Subject}\n{recording.Conference.Value}\n{recording.OwnerName}".ToLowerInvariant()}, {JsonSerializer.Serialize(recording, RecordingJson.Default.StoredRecording)})
        ON CONFLICT (run_id) DO UPDATE SET bytes = excluded.bytes, search = excluded.search, document = excluded.document
        """);

    public static Task<int> DeleteAsync(StoreSession session, RunId run) => session.ExecuteAsync($"DELETE FROM recording WHERE run_id = {run}");

    public static Task<long> BytesAsync(StoreSession session, CorporationId corporation) =>
        session.NumberAsync($"SELECT coalesce(sum(bytes), 0) FROM recording WHERE corporation_id = {corporation}");

    private static StoredRecording Read(string document) => JsonSerializer.Deserialize(document, RecordingJson.Default.StoredRecording)!;
}

/// <summary>What was recorded of one run.</summary>
internal sealed record StoredRecording
{
    public required RunId Run { get; init; }

    public required ConferenceId Conference { get; init; }

    public required CorporationId Corporation { get; init; }

    public required AccountId Owner { get; init; }

    public string OwnerName { get; init; } = "";

    public string Subject { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public TimeSpan Length { get; init; }

    public long Bytes { get; init; }

    /// <summary>When it became ready to be watched; null while it is being processed.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>The wire's recordAuthType.</summary>
    public int Audience { get; init; }

    /// <summary>The people of the run, for recordings that only they may watch.</summary>
    public IReadOnlyList<AccountId> People { get; init; } = [];

    public IReadOnlyList<RecordedFile> Files { get; init; } = [];
}

/// <summary>One file of it; <see cref="Kind"/> is the wire's fileType: Hd, Aux, Sd.</summary>
internal sealed record RecordedFile
{
    public required string Name { get; init; }

    public required string Kind { get; init; }

    public DateTimeOffset Begin { get; init; }

    public DateTimeOffset End { get; init; }

    public long Bytes { get; init; }

    public string Sha256 { get; init; } = "";

    public int Segment { get; init; }
}

[JsonSerializable(typeof(StoredRecording))]
internal sealed partial class RecordingJson : JsonSerializerContext;
