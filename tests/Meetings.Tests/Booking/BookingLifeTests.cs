using Meetings.Booking;
using static Meetings.Tests.Booking.BookingOffice;

namespace Meetings.Tests.Booking;

public sealed class BookingLifeTests
{
    private static readonly RunId Run = new("run");
    private static readonly BookingRequest Daily = Tomorrow with { Cycle = new() { StartDate = new(2026, 11, 22), EndDate = new(2026, 11, 24), Cycle = "Day" } };

    [Test]
    public void A_meeting_everybody_left_may_be_entered_again_until_its_booked_end()
    {
        var meeting = BookingLife.Begin(new BookingOffice().Book(Tomorrow), Run);
        Assert.That((meeting.Phase, meeting.Run, BookingLife.Deadline(meeting)), Is.EqualTo((BookingPhase.Created, (RunId?)Run, DateTimeOffset.MaxValue)));

        var left = BookingLife.End(meeting, RunEnding.EverybodyLeft, meeting.Start.AddMinutes(10));
        Assert.That((left.Phase, BookingLife.Deadline(left)), Is.EqualTo((BookingPhase.Schedule, meeting.End)));
        Assert.That(BookingLife.Advance(left, meeting.End.AddTicks(-1)), Is.SameAs(left));
        Assert.That(BookingLife.Advance(left, meeting.End).Phase, Is.EqualTo(BookingPhase.Destroyed));
    }

    [TestCase(RunEnding.ForGood, 10)]
    [TestCase(RunEnding.EverybodyLeft, 60)]
    public void A_meeting_that_was_ended_or_whose_time_is_up_is_over(RunEnding ending, int minute)
    {
        var meeting = BookingLife.Begin(new BookingOffice().Book(Tomorrow), Run);

        Assert.That(BookingLife.End(meeting, ending, meeting.Start.AddMinutes(minute)).Phase, Is.EqualTo(BookingPhase.Destroyed));
    }

    [Test]
    public void A_recurring_meeting_waits_for_its_next_time_until_there_is_none()
    {
        var meeting = BookingLife.Begin(new BookingOffice().Book(Daily), Run);
        Assert.That(meeting.Occurrences.Select(one => one.Phase), Is.EqualTo(new[] { BookingPhase.Created, BookingPhase.Schedule, BookingPhase.Schedule }));

        var second = BookingLife.End(meeting, RunEnding.ForGood, meeting.Start.AddMinutes(10));
        Assert.That((second.Phase, second.Start, second.Occurrences.Count), Is.EqualTo((BookingPhase.Schedule, meeting.Start.AddDays(1), 2)));

        Assert.That(BookingLife.Advance(second, meeting.Start.AddDays(2)).Occurrences, Has.Count.EqualTo(1));
        Assert.That(BookingLife.Advance(second, meeting.Start.AddDays(3)).Phase, Is.EqualTo(BookingPhase.Destroyed));
    }

    [Test]
    public void A_recurring_meeting_everybody_left_keeps_its_present_time()
    {
        var meeting = BookingLife.Begin(new BookingOffice().Book(Daily), Run);

        var left = BookingLife.End(meeting, RunEnding.EverybodyLeft, meeting.Start.AddMinutes(10));

        Assert.That((left.Phase, left.Start, left.Occurrences[0].Phase), Is.EqualTo((BookingPhase.Schedule, meeting.Start, BookingPhase.Schedule)));
    }

    [Test]
    public void A_meeting_is_held_as_its_present_time_was_changed()
    {
        var office = new BookingOffice();
        var meeting = office.Book(Daily);
        var change = new OccurrenceChange { OccurrenceId = meeting.Occurrences[0].Id, MediaTypes = "Voice", EnableWaitingRoom = true };
        OccurrenceRules.TryChange(meeting, change, office.Context(Alice), Now, out var changed);

        var present = BookingLife.Present(changed!.Meeting);

        Assert.That((present.Media, present.Entry.WaitingRoom), Is.EqualTo((MediaKind.Voice, true)));
        Assert.That(BookingLife.Present(office.Book(Tomorrow)).Media, Is.EqualTo(MediaKind.Video));
    }
}
