namespace Meetings.Corporations;

/// <summary>
/// Where a running meeting's seats come from. A cloud meeting room brings its own; every other meeting sits on the corporation's
/// concurrent seats. Either may have a smaller cap of its own (the booking's concurrentParticipants; 0 is none).
/// </summary>
public sealed record SeatTerms
{
    /// <summary>The room's size, or null on concurrent seats.</summary>
    public int? RoomSeats { get; init; }

    public int Cap { get; init; }

    public static SeatTerms Concurrent(int cap = 0) => new() { Cap = cap };

    public static SeatTerms Room(int seats, int cap = 0) => new() { RoomSeats = seats, Cap = cap };
}
