namespace Meetings.DialIn;

/// <summary>What a caller is told on the way in and after a key; what the meeting tells everybody is a <see cref="Conduct.Prompt"/>.</summary>
public enum DialInPhrase
{
    Welcome,
    ChooseLanguage,
    EnterId,
    EnterPassword,
    WrongId,
    WrongPassword,
    NotStarted,
    Locked,
    Full,
    NotAdmitted,
    TooManyTries,
    Goodbye,
    Entered,
    HandRaised,
    HandLowered,
    EveryoneMuted,
    EveryoneUnmuted,
    MeetingLocked,
    MeetingUnlocked,
    NotAllowed,
    Help,
    ChairHelp,
    Removed,
}
