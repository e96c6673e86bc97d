using System.Globalization;
using System.Text.Json.Serialization;
using Meetings;
using Meetings.Booking;
using SignalingHost.Accounts;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Storage;
using SignalingHost.Web;

namespace SignalingHost.Rest.Recordings;

/// <summary>
/// Recordings: lists, links, deletion. They answer what is there. Whose recording it is, or that there is none, is answered alike to those who
/// may not see it.
/// </summary>
internal static class RecordingEndpoints
{
    private const int LongestList = 100;

    public static void MapRecordings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/mmc/management/record/files", ListAsync).As("search_recordings", Door.User);
        routes.MapGet("/v1/mmc/management/conferences/record/files", ShowAsync).As("show_recording_detail", Door.User);
        routes.MapGet("/v1/mmc/management/record/downloadurls", DownloadAsync).As("show_recording_file_download_urls", Door.User)
            .TakesQuery("offset", "Not looked at: one run is one page.").TakesQuery("limit", "Not looked at.");
        routes.MapDelete("/v1/mmc/management/record/files", DeleteAsync).As("delete_recordings", Door.User);
        routes.MapPost("/v1/mmc/rlm/record/info", InfoAsync).As("show_record_info", Door.User);
    }

    private static async Task<Answer<Page<RecordingInfo>>> ListAsync(
        HttpRequest http, Caller caller, [AsParameters] PageQuery page, long? startDate, long? endDate, bool? queryAll, string? sortType, Store store, PublicAddress address)
    {
        if (startDate is not { } one || endDate is not { } another)
            return Refusal.ConfParamsNullException;
        if (sortType is not (null or "" or "ASC_StartTIME" or "DSC_StartTIME" or "ASC_RecordTYPE" or "DSC_RecordTYPE"))
            return Refusal.ParameterVerifiedFail;

        var range = TimeRange.Of(one, another);
        var found = await store.ReadAsync(session => RecordingTable.FindAsync(
            session, caller.Corporation, caller.IsAdmin && queryAll == true ? null : caller.Account, range.From, range.Until, page.Sought, sortType == "ASC_StartTIME", page.OfMeetings));
        var at = address.BaseFor(http);
        return Page<RecordingInfo>.Of(found.Select(recording => RecordingInfo.Of(recording, at)), page.OfMeetings);
    }

    private static async Task<Answer<RecordingInfo>> ShowAsync(HttpRequest http, Caller caller, string? confUUID, Store store, PublicAddress address)
    {
        if (string.IsNullOrEmpty(confUUID))
            return Refusal.ConfParamsNullException;
        return await FindAsync(store, caller, confUUID, toChange: false) is { } recording
            ? RecordingInfo.Of(recording, address.BaseFor(http))
            : Refusal.RecordFileNotExistOrHaveNoRight;
    }

    private static async Task<Answer<DownloadAnswer>> DownloadAsync(HttpRequest http, Caller caller, string? confUUID, Store store, PublicAddress address, RecordingKeys keys)
    {
        if (string.IsNullOrEmpty(confUUID))
            return Refusal.ConfParamsNullException;
        if (await FindAsync(store, caller, confUUID, toChange: false) is not { ReadyAt: not null } recording)
            return Refusal.RecordFileNotExistOrHaveNoRight;

        var at = address.BaseFor(http);
        return new DownloadAnswer(
        [
            new DownloadUrls(confUUID, [.. recording.Files.Select(file => new DownloadUrl(keys.Draw(recording.Run, file.Name), file.Kind, $"{at}/recordings/{recording.Run.Value}/{file.Name}"))]),
        ]);
    }

    private static async Task<Done> DeleteAsync(Caller caller, string? confUUIDs, Store store)
    {
        var ids = (confUUIDs ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length == 0)
            return Refusal.ConfParamsNullException;
        if (ids.Length > LongestList)
            return Refusal.ParameterVerifiedFail;

        // All or none: one that is not there, or not his, deletes nothing.
        return await store.WriteAsync(async session =>
        {
            foreach (var id in ids)
            {
                if (await RecordingTable.FindAsync(session, caller.Corporation, new RunId(id)) is not { } recording || !(caller.IsAdmin || recording.Owner == caller.Account))
                    return Refusal.RecordFileNotExistOrHaveNoRight;
            }

            foreach (var id in ids)
                await RecordingTable.DeleteAsync(session, new RunId(id));
            return Refusal.None;
        });
    }

    private static async Task<Answer<RecordInfoAnswer>> InfoAsync(HttpRequest http, Caller caller, RecordInfoRequest request, Store store, PublicAddress address)
    {
        if (string.IsNullOrEmpty(request.ConfUUID))
            return Refusal.ConfParamsNullException;
        if (await FindAsync(store, caller, request.ConfUUID, toChange: false) is not { } recording)
            return Refusal.RecordFileNotExistOrHaveNoRight;

        return RecordInfoAnswer.Of(recording, Math.Max(0, request.SegmentOffset ?? 0), Math.Clamp(request.SegmentLimit ?? 20, 1, 500), address.BaseFor(http));
    }

    private static async Task<StoredRecording?> FindAsync(Store store, Caller caller, string id, bool toChange)
    {
        var recording = await store.ReadAsync(session => RecordingTable.FindAsync(session, caller.Corporation, new RunId(id)));
        if (recording is null)
            return null;

        var maySee = caller.IsAdmin || recording.Owner == caller.Account
            || (!toChange && ((RecordAudience)recording.Audience != RecordAudience.Participants || recording.People.Contains(caller.Account)));
        return maySee ? recording : null;
    }
}

/// <summary>The wire's RecordResultDO.</summary>
internal sealed record RecordingInfo
{
    [JsonPropertyName("confUUID")]
    public required string ConfUuid { get; init; }

    public required string ConfID { get; init; }

    public required IReadOnlyList<string> Url { get; init; }

    /// <summary>In seconds.</summary>
    public int RcdTime { get; init; }

    /// <summary>In MB.</summary>
    public int RcdSize { get; init; }

    public required string Subject { get; init; }

    public required string ScheduserName { get; init; }

    public required string StartTime { get; init; }

    public bool IsDecodeFinish { get; init; }

    public long? DecodeEndTime { get; init; }

    public bool Available { get; init; }

    public int RecordAuthType { get; init; }

    public static RecordingInfo Of(StoredRecording recording, string at) => new()
    {
        ConfUuid = recording.Run.Value,
        ConfID = recording.Conference.Value,
        Url = recording.ReadyAt is null ? [] : [$"{at}/#/recordings/{recording.Run.Value}"],
        RcdTime = (int)recording.Length.TotalSeconds,
        RcdSize = (int)Math.Ceiling(recording.Bytes / (1024.0 * 1024.0)),
        Subject = recording.Subject,
        ScheduserName = recording.OwnerName,
        StartTime = WireTime.Format(recording.StartedAt),
        IsDecodeFinish = recording.ReadyAt is not null,
        DecodeEndTime = recording.ReadyAt?.ToUnixTimeMilliseconds(),
        Available = recording.ReadyAt is not null,
        RecordAuthType = recording.Audience,
    };
}

internal sealed record DownloadAnswer(IReadOnlyList<DownloadUrls> RecordUrls);

internal sealed record DownloadUrls(string ConfUuid, IReadOnlyList<DownloadUrl> Urls);

internal sealed record DownloadUrl(string Token, string FileType, string Url);

internal sealed record RecordInfoRequest
{
    public string? ConfUUID { get; init; }

    public int? SegmentOffset { get; init; }

    public int? SegmentLimit { get; init; }
}

internal sealed record RecordInfoAnswer(string Code, string Message, RecordInfo Data)
{
    public static RecordInfoAnswer Of(StoredRecording recording, int offset, int limit, string at)
    {
        var segments = recording.Files.GroupBy(file => file.Segment).OrderBy(segment => segment.Key).ToArray();
        return new RecordInfoAnswer("0", "SUCCESS", new RecordInfo
        {
            Subject = recording.Subject,
            BeginTime = WireTime.Format(recording.StartedAt),
            SegmentOffset = offset,
            SegmentLimit = limit,
            SegmentCount = segments.Length,
            SegmentList = [.. segments.Skip(offset).Take(limit).Select(segment => new RecordSegment
            {
                ManualOrder = segment.Key,
                SegmentOrder = segment.Key,
                SegmentSize = segment.Sum(file => file.Bytes).ToString(CultureInfo.InvariantCulture),
                FileList = [.. segment.Select(file => RecordSegmentFile.Of(recording, file, at))],
            })],
        });
    }
}

internal sealed record RecordInfo
{
    public required string Subject { get; init; }

    public required string BeginTime { get; init; }

    public int SegmentOffset { get; init; }

    public int SegmentLimit { get; init; }

    public int SegmentCount { get; init; }

    public required IReadOnlyList<RecordSegment> SegmentList { get; init; }
}

internal sealed record RecordSegment
{
    public int ManualOrder { get; init; }

    public int SegmentOrder { get; init; }

    /// <summary>Bytes; the documents have them as text here.</summary>
    public required string SegmentSize { get; init; }

    public required IReadOnlyList<RecordSegmentFile> FileList { get; init; }
}

internal sealed record RecordSegmentFile
{
    public required string RecordType { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long BeginTime { get; init; }

    public long EndTime { get; init; }

    public int Duration { get; init; }

    public long FileSize { get; init; }

    public string? Sha256 { get; init; }

    public required string PlayUrl { get; init; }

    public required string DownloadUrl { get; init; }

    public static RecordSegmentFile Of(StoredRecording recording, RecordedFile file, string at) => new()
    {
        RecordType = file.Kind == "Aux" ? "SHARE_VIDEO" : "SPEAKER_VIDEO",
        BeginTime = file.Begin.ToUnixTimeMilliseconds(),
        EndTime = file.End.ToUnixTimeMilliseconds(),
        Duration = (int)(file.End - file.Begin).TotalSeconds,
        FileSize = file.Bytes,
        Sha256 = file.Sha256.Length > 0 ? file.Sha256 : null,
        PlayUrl = $"{at}/#/recordings/{recording.Run.Value}",
        DownloadUrl = $"{at}/recordings/{recording.Run.Value}/{file.Name}",
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(Page<RecordingInfo>))]
[JsonSerializable(typeof(DownloadAnswer))]
[JsonSerializable(typeof(RecordInfoRequest))]
[JsonSerializable(typeof(RecordInfoAnswer))]
internal sealed partial class RecordingAnswersJson : JsonSerializerContext;
