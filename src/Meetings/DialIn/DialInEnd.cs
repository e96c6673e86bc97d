namespace Meetings.DialIn;

/// <summary>Why a call that dialled in is hung up by us.</summary>
public enum DialInEnd
{
    Left,
    TooManyTries,
    NothingPressed,
    NotStarted,
    Locked,
    Full,
    NotAdmitted,
    Removed,
    MeetingEnded,
    NoAnswer,
}
