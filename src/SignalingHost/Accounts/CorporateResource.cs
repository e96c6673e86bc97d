using Meetings;

namespace SignalingHost.Accounts;

/// <summary>Something that a corporation has bought until a certain day: seats, rooms, space, accounts.</summary>
internal sealed record CorporateResource
{
    public required string Id { get; init; }

    public required CorporationId Corporation { get; init; }

    /// <summary>One of <see cref="ResourceTypes.All"/>.</summary>
    public required string Type { get; init; }

    /// <summary>For rooms: which package.</summary>
    public string TypeId { get; init; } = "";

    public int Amount { get; init; }

    public string OrderId { get; init; } = "";

    public bool IsDisabled { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public bool Counts(DateTimeOffset now) => !IsDisabled && ExpiresAt > now;

    /// <summary>The wire's status: 0 in use, 1 expired, 2 stopped.</summary>
    public int StatusAt(DateTimeOffset now) => IsDisabled ? 2 : ExpiresAt > now ? 0 : 1;
}

/// <summary>The kinds of resource, as the API names them.</summary>
internal static class ResourceTypes
{
    public const string Rooms = "VMR";
    public const string Seats = "CONF_CALL";
    public const string Users = "SOFT";
    public const string Recording = "RECORD";

    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Rooms] = "Cloud meeting rooms",
        [Seats] = "Concurrent seats",
        [Users] = "User accounts",
        [Recording] = "Recording space in GB",
        ["HARD_1080P"] = "Terminal accounts, 1080p",
        ["HARD_720P"] = "Terminal accounts, 720p",
        ["HARD_THIRD_PARTY"] = "Terminal accounts of other makers",
        ["ROOM"] = "Whiteboard accounts",
        ["HUAWEI_VISION"] = "Television accounts",
        ["IDEA_HUB"] = "IdeaHub accounts",
        ["LIVE"] = "Live streams",
    };
}

/// <summary>What was done with a resource, for the operator's record.</summary>
internal enum ResourceOperation
{
    Added = 0,
    Changed = 1,
    Deleted = 2,
}
