using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace Meetings.Corporations;

/// <summary>
/// A cloud meeting room (VMR) or a personal meeting id. It has one holder or none; the holder alone opens meetings on it.
/// </summary>
public sealed record CloudRoom
{
    public static readonly FrozenSet<int> Sizes = [10, 50, 100, 200, 300, 400, 500];

    public required RoomId Id { get; init; }

    public required CorporationId Corporation { get; init; }

    /// <summary>The number that is dialled; the wire's vmrId.</summary>
    public required ConferenceId Number { get; init; }

    public string Name { get; init; } = "";

    public RoomMode Mode { get; init; } = RoomMode.Cloud;

    /// <summary>One of <see cref="Sizes"/>; 0 for a personal id, which sits on concurrent seats.</summary>
    public int Seats { get; init; }

    /// <summary>The package the size was bought as.</summary>
    public string PackageId { get; init; } = "";

    public AccountId? Holder { get; init; }

    public AccountKind HolderKind { get; init; }

    /// <summary>What was set by hand; <see cref="Status"/> is what holds.</summary>
    public bool IsStopped { get; init; }

    public required MeetingPasswords Passwords { get; init; }

    public required JoinTokens Tokens { get; init; }

    public bool GuestsFirst { get; init; } = true;

    /// <summary>Whether the holder is told when a guest came first.</summary>
    public bool NoticeOfGuestsFirst { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    [JsonIgnore]
    public RoomStatus Status => Holder is null ? RoomStatus.Unassigned : IsStopped ? RoomStatus.Stopped : RoomStatus.Usable;
}
