namespace Meetings.Corporations;

/// <summary>What the holder of a room wants otherwise; null leaves a thing as it is, an empty guest password asks guests for none.</summary>
public sealed record RoomChange
{
    public string? Name { get; init; }

    public string? ChairPassword { get; init; }

    public string? GuestPassword { get; init; }

    public bool? GuestsFirst { get; init; }

    public bool? NoticeOfGuestsFirst { get; init; }
}
