namespace Meetings.Booking;

/// <summary>One message to one person about a booking. The rim adds the link for the role and sends it until it has arrived.</summary>
public sealed record Notice
{
    public required NoticeChannel Channel { get; init; }

    public required NoticeKind Kind { get; init; }

    /// <summary>A mail address, or a telephone number for <see cref="NoticeChannel.Sms"/>.</summary>
    public required string To { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Hosts are told the chair's password, others the guests'.</summary>
    public InviteeRole Role { get; init; }

    public required BookedMeeting Meeting { get; init; }

    /// <summary>The one time of a recurring meeting it is about; null for the whole.</summary>
    public Occurrence? Occurrence { get; init; }
}

/// <summary>By which way a notice goes.</summary>
public enum NoticeChannel
{
    Mail,

    /// <summary>A mail with a calendar entry in it.</summary>
    Calendar,
    Sms,
}

/// <summary>What a notice says.</summary>
public enum NoticeKind
{
    Invited,
    Changed,
    Cancelled,
    Reminder,
}
