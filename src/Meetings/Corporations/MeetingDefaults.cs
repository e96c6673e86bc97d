namespace Meetings.Corporations;

/// <summary>What a corporation's meetings get when the request says nothing.</summary>
public sealed record MeetingDefaults
{
    /// <summary>The reference product's own default: Beijing.</summary>
    public int TimeZoneId { get; init; } = 56;

    public MeetingLanguage Language { get; init; } = MeetingLanguage.Chinese;

    public bool NotifyByMail { get; init; } = true;

    public bool NotifyBySms { get; init; }

    public bool NotifyByCalendar { get; init; } = true;

    public bool GuestsFirst { get; init; } = true;

    public bool WaitingRoom { get; init; }
}
