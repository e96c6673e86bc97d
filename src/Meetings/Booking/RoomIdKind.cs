namespace Meetings.Booking;

/// <summary>Whether a meeting on a room has the room's number or one of its own; the wire's vmrIDType.</summary>
public enum RoomIdKind
{
    Fixed = 0,
    Random = 1,
}
