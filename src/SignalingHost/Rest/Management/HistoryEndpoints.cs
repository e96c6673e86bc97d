using Meetings;
using Meetings.History;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Storage;

namespace SignalingHost.Rest.Management;

/// <summary>Who was in a run, and who did what in it.</summary>
internal static class HistoryEndpoints
{
    private const string History = "/v1/mmc/management/conferences/history";

    public static void MapHistory(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{History}/confAttendeeRecord", AttendanceAsync).As("search_attendance_records_of_his_meeting", Door.User);
        routes.MapGet($"{History}/confCtlRecord", ControlAsync).As("search_ctl_records_of_his_meeting", Door.User);
    }

    private static Task<Answer<Page<AttendeeRecord>>> AttendanceAsync(Caller caller, string? confUUID, [AsParameters] PageQuery page, Store store) =>
        ReadAsync(caller, confUUID, page, store, async (session, run) =>
            (await HistoryTable.AttendanceAsync(session, run.Id))
            .Where(stay => page.Sought is not { } text || stay.DisplayName.Contains(text, StringComparison.OrdinalIgnoreCase) || stay.CallNumber.Contains(text, StringComparison.OrdinalIgnoreCase))
            .Select(AttendeeRecord.Of));

    private static Task<Answer<Page<ControlRecord>>> ControlAsync(Caller caller, string? confUUID, [AsParameters] PageQuery page, Store store) =>
        ReadAsync(caller, confUUID, page, store, async (session, run) => (await HistoryTable.AuditAsync(session, run.Id)).Select(ControlRecord.Of));

    private static async Task<Answer<Page<T>>> ReadAsync<T>(
        Caller caller, string? confUUID, PageQuery page, Store store, Func<StoreSession, RunRecord, Task<IEnumerable<T>>> read)
    {
        if (string.IsNullOrEmpty(confUUID))
            return Refusal.ConfParamsNullException;

        return await store.ReadAsync<Answer<Page<T>>>(async session =>
        {
            if (await Callers.AccountAsync(session, caller.Account) is not { } account || await HistoryAccess.FindAsync(session, new RunId(confUUID), account) is not { } run)
                return Refusal.ConfDataNotFound;

            var all = (await read(session, run)).ToArray();
            var slice = page.OfMeetings;
            return new Page<T>(slice.Offset, slice.Limit, all.Length, [.. all.Skip(slice.Offset).Take(slice.Limit)]);
        });
    }
}

/// <summary>The wire's ConfAttendeeRecordInfo.</summary>
internal sealed record AttendeeRecord
{
    public required string DisplayName { get; init; }

    public required string CallNumber { get; init; }

    public required string DeviceType { get; init; }

    public long JoinTime { get; init; }

    public long? LeftTime { get; init; }

    public required string MediaType { get; init; }

    public string? DeptName { get; init; }

    public static AttendeeRecord Of(AttendanceEntry stay) => new()
    {
        DisplayName = stay.DisplayName,
        CallNumber = stay.CallNumber,
        DeviceType = stay.DeviceType,
        JoinTime = stay.Joined.ToUnixTimeMilliseconds(),
        LeftTime = stay.Left?.ToUnixTimeMilliseconds(),
        MediaType = stay.MediaType,
        DeptName = stay.DepartmentName.Length > 0 ? stay.DepartmentName : null,
    };
}

/// <summary>The wire's ConfCtlRecordInfo.</summary>
internal sealed record ControlRecord
{
    public long OperateTime { get; init; }

    public required string OperateSource { get; init; }

    public required string Operator { get; init; }

    public required string OperateCode { get; init; }

    public required string OperationObject { get; init; }

    public required string OperateResult { get; init; }

    public required string Detail { get; init; }

    public static ControlRecord Of(AuditEntry entry) => new()
    {
        OperateTime = entry.At.ToUnixTimeMilliseconds(),
        OperateSource = entry.Source,
        Operator = entry.Operator,
        OperateCode = entry.Code,
        OperationObject = entry.Object,
        OperateResult = entry.Result == Refusal.None ? "SUCCESS" : entry.Result.Symbol,
        Detail = entry.Detail,
    };
}
