namespace Meetings.Booking;

/// <summary>
/// What happened to a booking. The store keeps <see cref="Meeting"/>; notices (mail, SMS, calendar) and webhooks are made from the rest.
/// </summary>
public abstract record BookingEvent
{
    private BookingEvent(BookedMeeting meeting, AccountId by, DateTimeOffset at)
    {
        Meeting = meeting;
        By = by;
        At = at;
    }

    /// <summary>As it is now.</summary>
    public BookedMeeting Meeting { get; }

    public AccountId By { get; }

    public DateTimeOffset At { get; }

    public sealed record Created(BookedMeeting Meeting, AccountId By, DateTimeOffset At) : BookingEvent(Meeting, By, At);

    /// <summary>Those in <paramref name="Uninvited"/> are told that it is off for them.</summary>
    public sealed record Changed(BookedMeeting Meeting, IReadOnlyList<Invitee> Uninvited, AccountId By, DateTimeOffset At)
        : BookingEvent(Meeting, By, At);

    public sealed record OccurrenceChanged(BookedMeeting Meeting, Occurrence Before, Occurrence After, AccountId By, DateTimeOffset At)
        : BookingEvent(Meeting, By, At);

    /// <summary>Some of a recurring meeting's times are off; <paramref name="EndsRun"/> if one of them is being held and must end now.</summary>
    public sealed record OccurrencesCancelled(
        BookedMeeting Meeting, IReadOnlyList<Occurrence> Which, bool EndsRun, AccountId By, DateTimeOffset At)
        : BookingEvent(Meeting, By, At);

    /// <summary>The whole booking is off; <paramref name="EndsRun"/> if it is being held and must end now.</summary>
    public sealed record Cancelled(BookedMeeting Meeting, bool EndsRun, AccountId By, DateTimeOffset At) : BookingEvent(Meeting, By, At);
}
