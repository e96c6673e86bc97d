using Meetings.Booking;
using Meetings.Conduct;
using static Meetings.Tests.Conduct.ConferenceRoom;
using Command = Meetings.Conduct.MeetingCommand;

namespace Meetings.Tests.Conduct;

/// <summary>Waiting room, calls, hanging up, names and roles.</summary>
public sealed class PeopleTests
{
    [Test]
    public void The_waiting_room_holds_everyone_but_the_chair_and_holds_no_seat()
    {
        var room = new ConferenceRoom(Setup() with { WaitingRoom = true }).WithPeople("a", "b").WithChair();
        Assert.That((room.Seated, room.Meeting.Waiting.Count), Is.EqualTo((1, 2)));

        room.After(new Command.Admit(By("chair"), Id("b")));
        Assert.That((room.Has("a"), room.Has("b")), Is.EqualTo((false, true)));
        room.After(new Command.AdmitAll(By("chair")));
        Assert.That((room.Seated, room.Meeting.Waiting.Count), Is.EqualTo((3, 0)));

        room.After(new Command.SendToWaitingRoom(By("chair"), [Id("a"), Id("b")]));
        Assert.That((room.Seated, room.Meeting.Waiting.Count), Is.EqualTo((1, 2)));
        room.After(new Command.RemoveFromWaitingRoom(By("chair"), Id("a")));
        Assert.That(room.All<MeetingEvent.WaitingRemoved>().Single().End, Is.EqualTo(WaitingEnd.Removed));
    }

    [Test]
    public void The_waiting_room_says_what_it_cannot_do()
    {
        var room = new ConferenceRoom(Setup() with { WaitingRoom = true }) { Seats = 1 }.WithPeople("a").WithChair();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Tell(new Command.Admit(Controller, Id("nobody"))), Is.EqualTo(Refusal.ConfParticipantNotExist));
            Assert.That(room.Tell(new Command.Admit(Controller, Id("a"))), Is.EqualTo(Refusal.EnterpriseCapacityNotEnough));
            Assert.That(room.Tell(new Command.AdmitAll(Controller)), Is.EqualTo(Refusal.EnterpriseCapacityNotEnough));
            Assert.That(room.Tell(new Command.SendToWaitingRoom(Controller, [Id("chair")])), Is.EqualTo(Refusal.ConfGenericCtlParticipantFailed));
            Assert.That(new ConferenceRoom().WithPeople("a").Tell(new Command.SendToWaitingRoom(Controller, [Id("a")])), Is.EqualTo(Refusal.ConfNotSupport));
        }
    }

    [TestCase(CallStep.Rejected, AttendeeState.Rejected, Refusal.Refused)]
    [TestCase(CallStep.Busy, AttendeeState.Rejected, Refusal.Busy)]
    [TestCase(CallStep.NoAnswer, AttendeeState.NoAnswer, Refusal.NoResponse)]
    [TestCase(CallStep.Offline, AttendeeState.Offline, Refusal.Unavailable)]
    [TestCase(CallStep.NotExist, AttendeeState.Offline, Refusal.NotExist)]
    [TestCase(CallStep.Failed, AttendeeState.Failed, Refusal.ConfInviteParticipantFailed)]
    public void A_call_that_comes_to_nothing_says_why_and_frees_its_seat(CallStep step, AttendeeState state, Refusal cause)
    {
        var room = new ConferenceRoom().WithChair();
        var call = room.Calling("77");
        Assert.That((room.Seated, room.Line("77").State), Is.EqualTo((2, AttendeeState.Calling)));

        room.After(new Command.CallProgress(Actor.Server, call, step));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((room.Seated, room.Line("77").State, room.Line("77").Cause), Is.EqualTo((1, state, cause)));
            Assert.That(room.All<MeetingEvent.InviteAnswered>().Single().Cause, Is.EqualTo(cause));
            Assert.That(room.All<MeetingEvent.Left>(), Is.Empty, "he was never in");
        }
    }

    [Test]
    public void Who_answers_is_in_with_the_id_of_his_call()
    {
        var room = new ConferenceRoom().WithChair();
        var call = room.Calling("77");
        room.After(new Command.CallProgress(Actor.Server, call, CallStep.Ringing))
            .After(new Command.CallProgress(Actor.Server, call, CallStep.Answered, Terminal("t").Device));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Meeting.Find(call)!.Presence, Is.EqualTo(Presence.In));
            Assert.That(room.All<MeetingEvent.InviteAnswered>().Single().Cause, Is.EqualTo(Refusal.None));
            Assert.That(room.Line("77").State, Is.EqualTo(AttendeeState.In));
        }
    }

    [Test]
    public void Who_has_taken_up_is_joining_until_he_is_there_or_too_late()
    {
        var room = new ConferenceRoom().WithChair();
        var (there, late) = (room.Calling("77"), room.Calling("78"));
        room.Wait(TimeSpan.FromSeconds(50))
            .After(new Command.CallProgress(Actor.Server, there, CallStep.Joining))
            .After(new Command.CallProgress(Actor.Server, late, CallStep.Joining));
        Assert.That((room.Meeting.Find(there)!.Presence, room.Line("77").State), Is.EqualTo((Presence.Joining, AttendeeState.Calling)));

        room.Wait(TimeSpan.FromSeconds(50)).After(new Command.CallProgress(Actor.Server, there, CallStep.Answered)).Wait(TimeSpan.FromSeconds(20));
        Assert.That((room.Meeting.Find(there)!.Presence, room.Has(late.Value), room.Line("78").State), Is.EqualTo((Presence.In, false, AttendeeState.NoAnswer)));
    }

    [Test]
    public void A_client_that_is_called_may_answer_by_joining_and_asked_as_host_is_chair()
    {
        var room = new ConferenceRoom().WithPeople("a");
        Assert.That(room.Tell(new Command.Invite(Controller, [new() { Phone = "+99b", UserUuid = "account-b", Role = 1 }])), Is.EqualTo(Refusal.None));
        var call = room.All<MeetingEvent.CallOut>().Single().Who;

        Assert.That(room.Join(Person("b") with { Answers = call, Password = null }), Is.EqualTo(Refusal.None));
        Assert.That((room.Dynamics.Chair, room.Seated), Is.EqualTo((call, 2)));
    }

    [Test]
    public void Nobody_who_does_not_answer_is_called_for_ever()
    {
        var room = new ConferenceRoom().WithChair();
        room.Calling("77");

        Assert.That(room.Wait(TimeSpan.FromSeconds(60)).Line("77").State, Is.EqualTo(AttendeeState.NoAnswer));
        Assert.That(room.After(new Command.CallAgain(Controller, "77")).Line("77").State, Is.EqualTo(AttendeeState.Calling));
    }

    [Test]
    public void Calling_again_reaches_those_who_are_not_in()
    {
        var room = new ConferenceRoom(Setup() with { Invitees = [new() { Number = "1" }, new() { Number = "2" }] }).WithChair();
        Assert.That(room.After(new Command.CallAgain(Controller, null)).All<MeetingEvent.CallOut>(), Has.Count.EqualTo(2));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Tell(new Command.CallAgain(Controller, "1")), Is.EqualTo(Refusal.ParticipantIsInviting));
            Assert.That(room.Tell(new Command.Invite(Controller, [Callee("1")])), Is.EqualTo(Refusal.ParticipantIsInviting));
            Assert.That(room.Tell(new Command.CallAgain(Controller, "+99chair")), Is.EqualTo(Refusal.ConfInviteParticipantFailed));
            Assert.That(room.Tell(new Command.CallAgain(Controller, "9")), Is.EqualTo(Refusal.ConfParticipantNotExist));
        }
    }

    private static IEnumerable<TestCaseData> WrongInvitees()
    {
        yield return new(new InviteeRequest { Name = "x" }, Refusal.InviteNumberIsEmpty);
        yield return new(Callee(new string('1', 128)), Refusal.InviteNumberTooLong);
        yield return new(Callee("a b"), Refusal.InviteNumberUriIllegal);
        yield return new(Callee("1") with { Name = new string('x', 97) }, Refusal.InviteNameTooLong);
        yield return new(Callee("1") with { Role = 2 }, Refusal.InviteRoleNotInRange);
        yield return new(Callee("1") with { Email = "nowhere" }, Refusal.InviteEmailIllegal);
        yield return new(Callee("1") with { Sms = "x" }, Refusal.InviteSmsIllegal);
        yield return new(Callee("1") with { IsMute = 2 }, Refusal.InviteMuteNotInRange);
        yield return new(Callee("1") with { IsAutoInvite = 2 }, Refusal.InviteAutoInviteNotInRange);
    }

    [TestCaseSource(nameof(WrongInvitees))]
    public void Whom_nobody_could_call_is_refused(InviteeRequest wrong, Refusal expected) =>
        Assert.That(new ConferenceRoom().Tell(new Command.Invite(Controller, [Callee("5"), wrong])), Is.EqualTo(expected));

    [Test]
    public void As_many_are_called_as_there_are_seats_and_the_others_hear_why_not()
    {
        var room = new ConferenceRoom { Seats = 2 }.WithChair();
        Assert.That(room.Tell(new Command.Invite(Controller, [Callee("1"), Callee("2"), Callee("3")])), Is.EqualTo(Refusal.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.All<MeetingEvent.CallOut>(), Has.Count.EqualTo(1));
            Assert.That(room.All<MeetingEvent.InviteAnswered>().Select(answer => answer.Cause), Is.EqualTo(new[] { Refusal.EnterpriseCapacityNotEnough, Refusal.EnterpriseCapacityNotEnough }));
        }
    }

    [Test]
    public void Who_is_booked_to_be_called_is_called_when_the_meeting_starts()
    {
        var room = new ConferenceRoom(Setup() with { Invitees = [new() { Number = "1", IsCalledAtStart = true }, new() { Number = "2" }] });

        Assert.That(room.All<MeetingEvent.CallOut>().Select(call => call.Callee.Number), Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public void Hung_up_stays_in_the_list_and_removed_leaves_it()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a", "b")
            .After(new Command.HangUp(By("chair"), [Id("a")]))
            .After(new Command.Remove(By("chair"), [new("+99b", Id("b"))]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Line("+99a").State, Is.EqualTo(AttendeeState.Left));
            Assert.That(room.Meeting.Attendees.Select(line => line.Number), Does.Not.Contain("+99b"));
            Assert.That((room.Has("a"), room.Has("b"), room.Seated), Is.EqualTo((false, false, 1)));
            Assert.That(room.Tell(new Command.HangUp(Controller, [Id("a")])), Is.EqualTo(Refusal.ConfParticipantNotExist));
            Assert.That(room.Tell(new Command.Remove(Controller, [new("none", null)])), Is.EqualTo(Refusal.ConfParticipantNotExist));
        }
    }

    [Test]
    public void Names_change_for_those_in_and_those_in_the_list()
    {
        var room = new ConferenceRoom(Setup() with { Invitees = [new() { Number = "1", Name = "old" }] }).WithChair().WithPeople("a")
            .After(new Command.Rename(By("a"), Id("a"), "", "Ann"))
            .After(new Command.Rename(Controller, null, "1", "One"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((room.Find("a").Name, room.Line("+99a").Person.Name, room.Line("1").Person.Name), Is.EqualTo(("Ann", "Ann", "One")));
            Assert.That(room.Tell(new Command.Rename(Controller, Id("a"), "", " ")), Is.EqualTo(Refusal.SiteNameIsEmpty));
            Assert.That(room.Tell(new Command.Rename(Controller, Id("a"), "", new string('x', 97))), Is.EqualTo(Refusal.SiteNewNameLengthTooLong));
            Assert.That(room.Tell(new Command.Rename(Controller, null, "9", "x")), Is.EqualTo(Refusal.ConfParticipantNotExist));
            Assert.That(room.After(new Command.Configure(Controller, new() { AllowRename = 0 })).Tell(new Command.Rename(By("a"), Id("a"), "", "x")), Is.EqualTo(Refusal.GuestNoPermissionOperation));
            Assert.That(room.Tell(new Command.Rename(By("chair"), Id("a"), "", "x")), Is.EqualTo(Refusal.None));
        }
    }

    [Test]
    public void A_number_alone_names_all_who_are_in_with_it_and_no_more_than_that_may_be_renamed()
    {
        var room = new ConferenceRoom(Setup() with { Invitees = [new() { Number = "1", Name = "old" }] }).WithChair().WithPeople("cohost", "a", "b")
            .With(Person("a2") with { Number = "+99a", Name = "a" })
            .After(new Command.SetCohost(Controller, Id("cohost"), true));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Tell(new Command.Rename(By("cohost"), null, "+99chair", "x")), Is.EqualTo(Refusal.CohostCannotOperateChair));
            Assert.That(room.Tell(new Command.Rename(By("b"), null, "+99a", "x")), Is.EqualTo(Refusal.NoPermissionOperateOthers));
            Assert.That(room.Tell(new Command.Rename(By("a"), null, "+99a", "x")), Is.EqualTo(Refusal.NoPermissionOperateOthers), "it is another's too");
            Assert.That(room.Tell(new Command.Rename(By("b"), null, "1", "x")), Is.EqualTo(Refusal.NoPermissionOperateOthers));
        }

        room.After(new Command.Rename(By("cohost"), null, "+99a", "Ann")).After(new Command.Rename(By("b"), null, "+99b", "Ben"));
        Assert.That((room.Find("a").Name, room.Find("a2").Name, room.Line("+99a").Person.Name, room.Find("b").Name), Is.EqualTo(("Ann", "Ann", "Ann", "Ben")));
    }

    [Test]
    public void A_vacant_chair_is_claimed_with_the_chair_password()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Tell(new Command.ApplyChair(By("a"), Id("a"), ChairPassword)), Is.EqualTo(Refusal.IdoConfChairExist));
            Assert.That(room.Tell(new Command.ApplyChair(Controller, Id("a"), null)), Is.EqualTo(Refusal.IdoConfChairExist));
            Assert.That(room.Tell(new Command.ReleaseChair(By("a"), Id("a"))), Is.EqualTo(Refusal.IdoNotConfChair));
        }

        room.After(new Command.ReleaseChair(By("chair"), Id("chair")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Dynamics.Chair, Is.Null);
            Assert.That(room.Tell(new Command.ApplyChair(By("a"), Id("a"), "000000")), Is.EqualTo(Refusal.ConfChairmanPwdException));
            Assert.That(room.Tell(new Command.ApplyChair(By("a"), Id("a"), null)), Is.EqualTo(Refusal.ConfChairmanPwdException));
            Assert.That(room.Tell(new Command.ApplyChair(By("a"), Id("a"), ChairPassword)), Is.EqualTo(Refusal.None));
            Assert.That(room.Dynamics.Chair, Is.EqualTo(Id("a")));
        }
    }

    [Test]
    public void The_chair_hands_the_role_on_and_is_a_guest_then()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a", "b").After(new Command.ApplyChair(By("chair"), Id("a"), null));
        Assert.That((room.Find("chair").Role, room.Find("a").Role), Is.EqualTo((Role.Guest, Role.Chair)));

        room.After(new Command.TransferChair(Controller, Id("b")));
        Assert.That(room.Dynamics.Chair, Is.EqualTo(Id("b")));
        Assert.That(room.Tell(new Command.TransferChair(Controller, Id("b"))), Is.EqualTo(Refusal.IdoConfChairExist));
    }

    private static IEnumerable<TestCaseData> NoChairs()
    {
        yield return new(Phone("x"), Refusal.TrunkApplyChairForbid, Refusal.ParticipantNotSupportCohost);
        yield return new(Person("x") with { AsAudience = true }, Refusal.AudienceCannotBeChairman, Refusal.AudienceCannotBeCohost);
        yield return new(Terminal("x") with { Device = new() { Kind = DeviceKind.Terminal, CanControl = false } }, Refusal.NoConfCtlCapNoChair, Refusal.ParticipantNotSupportCohost);
    }

    [TestCaseSource(nameof(NoChairs))]
    public void Not_everyone_can_be_chair_or_cohost(JoinRequest who, Refusal chair, Refusal cohost)
    {
        var room = new ConferenceRoom().With(who);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Tell(new Command.ApplyChair(Controller, Id("x"), null)), Is.EqualTo(chair));
            Assert.That(room.Tell(new Command.TransferChair(Controller, Id("x"))), Is.EqualTo(chair));
            Assert.That(room.Tell(new Command.SetCohost(Controller, Id("x"), On: true)), Is.EqualTo(cohost));
            Assert.That(room.WithChair().Tell(new Command.SetCohost(Controller, Id("chair"), On: true)), Is.EqualTo(Refusal.ChairCannotBeCohost));
        }

        var without = new ConferenceRoom(Setup() with { Options = new() { Cohosts = false } }).WithPeople("a");
        Assert.That(without.Tell(new Command.SetCohost(Controller, Id("a"), On: true)), Is.EqualTo(Refusal.ConfNotSupportCohost));
    }

    [Test]
    public void Every_change_of_a_person_is_told_once_with_what_it_was()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a").After(new Command.SetCohost(Controller, Id("a"), On: true));

        var change = room.All<MeetingEvent.ParticipantChanged>().Single();
        Assert.That((change.Before!.Cohost, change.After.Cohost), Is.EqualTo((false, true)));
    }
}
