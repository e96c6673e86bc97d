using FsCheck;
using FsCheck.Fluent;
using Meetings.Corporations;

namespace Meetings.Tests.Corporations;

public sealed class SeatLedgerTests
{
    private static readonly RunId One = new("one");
    private static readonly RunId Two = new("two");

    [Test]
    public void All_meetings_of_a_corporation_share_its_seats()
    {
        var ledger = Ledger(capacity: 3);

        Assert.That(Take(ledger, One, "a", "b"), Is.All.EqualTo(Refusal.None));
        Assert.That(Take(ledger, Two, "c", "d"), Is.EqualTo(new[] { Refusal.None, Refusal.EnterpriseCapacityNotEnough }));
        Assert.That((ledger.InUse, ledger.SeatedIn(One), ledger.SeatedIn(Two)), Is.EqualTo((3, 2, 1)));
    }

    [Test]
    public void A_room_brings_its_own_seats_beside_the_concurrent_ones()
    {
        var ledger = Ledger(capacity: 1);
        ledger.TryOpen(Two, SeatTerms.Room(2));
        Take(ledger, One, "a");

        Assert.That(Take(ledger, Two, "b", "c", "d"), Is.EqualTo(new[] { Refusal.None, Refusal.None, Refusal.VmrCapacityNotEnough }));
        Assert.That((ledger.InUse, ledger.InUseOfRooms), Is.EqualTo((1, 2)));
    }

    [TestCase(0, 3, Refusal.OverMaxParticipantNumber)]
    [TestCase(2, 2, Refusal.OverMaxParticipantNumber)]
    [TestCase(9, 3, Refusal.OverMaxParticipantNumber)]
    public void A_meeting_has_a_cap_of_its_own_and_one_for_all(int cap, int fits, Refusal beyond)
    {
        var ledger = new SeatLedger(capacity: 100, perMeeting: 3);
        ledger.TryOpen(One, SeatTerms.Concurrent(cap));

        var answers = Take(ledger, One, "a", "b", "c", "d");

        Assert.That(answers.Count(refusal => refusal == Refusal.None), Is.EqualTo(fits));
        Assert.That(answers[^1], Is.EqualTo(beyond));
    }

    [Test]
    public void A_corporation_without_seats_begins_no_meeting_but_on_a_room()
    {
        var ledger = new SeatLedger(capacity: 0, perMeeting: 500);

        Assert.That(ledger.TryOpen(One, SeatTerms.Concurrent()), Is.EqualTo(Refusal.OrgConcurrentParticipantsNumberIsZero));
        Assert.That(ledger.TryOpen(Two, SeatTerms.Room(10)), Is.EqualTo(Refusal.None));
        Assert.That(Take(ledger, Two, "a"), Is.All.EqualTo(Refusal.None));
    }

    [Test]
    public void New_capacity_holds_at_once_and_less_throws_nobody_out()
    {
        var ledger = Ledger(capacity: 1);
        Take(ledger, One, "a");

        ledger.Capacity = 2;
        Assert.That(Take(ledger, One, "b"), Is.All.EqualTo(Refusal.None));

        ledger.Capacity = 1;
        Assert.That((ledger.InUse, ledger.FreeIn(One)), Is.EqualTo((2, 0)));
        Assert.That(Take(ledger, Two, "c"), Is.All.EqualTo(Refusal.EnterpriseCapacityNotEnough));
    }

    [Test]
    public void The_free_tier_has_25_seats_whatever_was_bought()
    {
        var ledger = SeatLedger.Of(new Corporation { Id = new("c"), Name = "C", Tier = CorporationTier.Free, ConcurrentSeats = 500 });

        Assert.That(ledger.Capacity, Is.EqualTo(25));
    }

    [Test]
    public void A_seat_is_taken_once_and_given_back_once()
    {
        var ledger = Ledger(capacity: 5);
        Take(ledger, One, "a", "a");

        Assert.That(ledger.InUse, Is.EqualTo(1));
        Assert.That((ledger.Return(One, new("a")), ledger.Return(One, new("a")), ledger.InUse), Is.EqualTo((true, false, 0)));
    }

    [Test]
    public void A_meeting_that_is_not_held_seats_nobody()
    {
        var ledger = Ledger(capacity: 5);
        ledger.Close(One);

        Assert.That(Take(ledger, One, "a"), Is.All.EqualTo(Refusal.ConfNotStarted));
    }

    [Test]
    public void Another_device_takes_the_seat_over_even_when_all_are_taken()
    {
        var ledger = Ledger(capacity: 1);
        Take(ledger, One, "phone");

        Assert.That(ledger.TryTransfer(One, new("phone"), One, new("laptop")), Is.EqualTo(Refusal.None));
        Assert.That((ledger.InUse, ledger.Return(One, new("phone")), ledger.Return(One, new("laptop"))), Is.EqualTo((1, false, true)));
    }

    [Test]
    public void Who_cannot_move_to_another_meeting_keeps_the_seat_he_has()
    {
        var ledger = Ledger(capacity: 5);
        ledger.TryOpen(Two, SeatTerms.Room(1));
        Take(ledger, Two, "b");
        Take(ledger, One, "a");

        Assert.That(ledger.TryTransfer(One, new("a"), Two, new("a")), Is.EqualTo(Refusal.VmrCapacityNotEnough));
        Assert.That((ledger.SeatedIn(One), ledger.SeatedIn(Two)), Is.EqualTo((1, 1)));
    }

    // Whatever is opened, taken, given back, moved, closed or bought in whatever order: no seat beyond the limits, none lost.
    [Test]
    public void Seats_are_never_exceeded_never_negative_and_all_come_back() =>
        Properties.Hold(Gen.Sized(size => Gen.ArrayOf(Steps, size * 4)), steps => Walk(steps));

    private static Gen<Step> Steps =>
        from verb in Gen.Choose(0, 11)
        from meeting in Gen.Choose(0, 3)
        from other in Gen.Choose(0, 3)
        from who in Gen.Choose(0, 9)
        from number in Gen.Choose(0, 6)
        select new Step(verb, new RunId($"m{meeting}"), new RunId($"m{other}"), new ParticipantId($"p{who}"), number);

    private static void Walk(Step[] steps)
    {
        var ledger = new SeatLedger(capacity: 4, perMeeting: 5);
        var terms = new Dictionary<RunId, SeatTerms>();
        foreach (var step in steps)
        {
            var (inUse, seated) = (ledger.InUse, ledger.SeatedIn(step.Meeting));
            switch (step.Verb)
            {
                case 0 when !terms.ContainsKey(step.Meeting):
                    var wanted = step.Meeting.Value is "m3" ? SeatTerms.Room(step.Number) : SeatTerms.Concurrent(step.Number);
                    if (ledger.TryOpen(step.Meeting, wanted) == Refusal.None)
                        terms[step.Meeting] = wanted;
                    break;
                case 1:
                    ledger.Close(step.Meeting);
                    terms.Remove(step.Meeting);
                    break;
                case 2:
                    ledger.Capacity = step.Number;
                    break;
                case 3 or 4:
                    ledger.TryTransfer(step.Meeting, step.Who, step.Other, new ParticipantId($"p{step.Number}"));
                    Assert.That(ledger.InUse, Is.LessThanOrEqualTo(Math.Max(inUse, ledger.Capacity)));
                    break;
                case 5 or 6:
                    ledger.Return(step.Meeting, step.Who);
                    break;
                case > 6 when ledger.TryTake(step.Meeting, step.Who) == Refusal.None && ledger.SeatedIn(step.Meeting) > seated:
                    var isRoom = terms[step.Meeting].RoomSeats is not null;
                    Assert.That(isRoom || ledger.InUse <= ledger.Capacity, "a seat was given beyond the corporation's");
                    Assert.That(ledger.SeatedIn(step.Meeting), Is.LessThanOrEqualTo(terms[step.Meeting].RoomSeats ?? 5));
                    break;
            }

            var all = terms.Keys.Sum(ledger.SeatedIn);
            Assert.That((ledger.InUse >= 0, ledger.InUseOfRooms >= 0, ledger.InUse + ledger.InUseOfRooms), Is.EqualTo((true, true, all)));
        }

        foreach (var meeting in terms.Keys)
            ledger.Close(meeting);
        Assert.That((ledger.InUse, ledger.InUseOfRooms, ledger.Meetings), Is.EqualTo((0, 0, 0)));
    }

    private static SeatLedger Ledger(int capacity)
    {
        var ledger = new SeatLedger(capacity, perMeeting: 500);
        ledger.TryOpen(One, SeatTerms.Concurrent());
        ledger.TryOpen(Two, SeatTerms.Concurrent());
        return ledger;
    }

    private static Refusal[] Take(SeatLedger ledger, RunId meeting, params string[] people) =>
        [.. people.Select(who => ledger.TryTake(meeting, new ParticipantId(who)))];

    private sealed record Step(int Verb, RunId Meeting, RunId Other, ParticipantId Who, int Number);
}
