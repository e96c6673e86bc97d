using Meetings;

namespace SignalingHost.Accounts;

/// <summary>
/// A program of a corporation's own that logs its users in. The key is kept as it is: a signature by it can be checked in no other way,
/// and the API shows it to administrators.
/// </summary>
internal sealed record App
{
    public required string Id { get; init; }

    public required CorporationId Corporation { get; init; }

    public required string Name { get; init; }

    public required string Key { get; init; }

    public string Description { get; init; } = "";

    public bool IsActive { get; init; } = true;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }
}
