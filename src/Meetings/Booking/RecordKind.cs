namespace Meetings.Booking;

/// <summary>What a meeting may record; the numbers are the wire's recordType.</summary>
public enum RecordKind
{
    None = 0,
    Live = 1,
    Record = 2,
    LiveAndRecord = 3,
}
