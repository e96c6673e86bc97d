using Meetings.Corporations;

namespace Meetings.Booking;

/// <summary>What the rules must know of the world to answer one request; the rim looks it up before.</summary>
public sealed record BookingContext
{
    public required Corporation Corporation { get; init; }

    /// <summary>Who asks.</summary>
    public required Account By { get; init; }

    /// <summary>The room with the id the request (or the booking that is to be changed) names, if there is one.</summary>
    public CloudRoom? Room { get; init; }

    /// <summary>When that room is taken, by the meetings that are not over.</summary>
    public IReadOnlyList<RoomUse> RoomUses { get; init; } = [];

    /// <summary>Whether a number is in use by a meeting that is not over, by a room or by a personal id.</summary>
    public required Func<ConferenceId, bool> IsTaken { get; init; }

    public BookingLimits Limits { get; init; } = new();
}
