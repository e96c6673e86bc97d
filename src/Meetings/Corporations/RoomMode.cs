namespace Meetings.Corporations;

/// <summary>The wire's vmrMode.</summary>
public enum RoomMode
{
    /// <summary>A personal meeting id: a fixed number on the corporation's concurrent seats.</summary>
    Personal = 0,

    /// <summary>A cloud meeting room: a fixed number with seats of its own.</summary>
    Cloud = 1,

    Webinar = 2,
}
