namespace Meetings.Corporations;

/// <summary>The wire's status of a cloud meeting room.</summary>
public enum RoomStatus
{
    Usable = 0,
    Stopped = 1,
    Unassigned = 2,
}
