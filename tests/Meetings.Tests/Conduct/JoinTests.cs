using Meetings.Booking;
using Meetings.Conduct;
using static Meetings.Tests.Conduct.ConferenceRoom;
using Command = Meetings.Conduct.MeetingCommand;

namespace Meetings.Tests.Conduct;

public sealed class JoinTests
{
    [Test]
    public void The_first_with_the_chair_password_is_chair_and_later_ones_are_guests()
    {
        var room = new ConferenceRoom().WithPeople("guest").WithChair("first").WithChair("second");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Find("guest").Role, Is.EqualTo(Role.Guest));
            Assert.That(room.Find("first").Role, Is.EqualTo(Role.Chair));
            Assert.That(room.Find("second").Role, Is.EqualTo(Role.Guest));
            Assert.That(room.Dynamics.Chair, Is.EqualTo(Id("first")));
        }
    }

    [Test]
    public void The_owner_is_chair_when_he_joins_even_when_another_holds_the_chair()
    {
        var room = new ConferenceRoom().WithChair("first").With(Person("owner") with { Account = Owner, Password = null });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Dynamics.Chair, Is.EqualTo(Id("owner")));
            Assert.That(room.Find("first").Role, Is.EqualTo(Role.Guest));
        }

        room.With(Person("owners phone") with { Account = Owner, Password = null });
        Assert.That(room.Dynamics.Chair, Is.EqualTo(Id("owner")), "his second device takes nothing from his first");
    }

    [Test]
    public void An_anonymous_one_takes_a_seat_and_is_never_chair()
    {
        var room = new ConferenceRoom().With(Anonymous("nobody") with { Password = ChairPassword });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Seated, Is.EqualTo(1));
            Assert.That(room.Dynamics.Chair, Is.Null);
            Assert.That(room.Tell(new Command.ApplyChair(By("nobody"), Id("nobody"), ChairPassword)), Is.EqualTo(Refusal.NoConfCtlCapNoChair));
        }
    }

    [TestCase(true, true, true, true)]
    [TestCase(false, true, false, true)]
    [TestCase(true, false, true, false)]
    [TestCase(false, false, false, false)]
    public void Cameras_are_closed_on_entry_for_those_whom_the_booking_wants_without(bool hosts, bool guests, bool chairsIsOn, bool guestsIsOn)
    {
        var room = new ConferenceRoom(Setup() with { HostCameraOn = hosts, GuestCameraOn = guests }).WithChair();
        Assert.That(room.All<MeetingEvent.CameraAsked>().Select(asked => (asked.Who, asked.Open)), chairsIsOn ? Is.Empty : Is.EqualTo(new[] { (Id("chair"), false) }));

        room.WithPeople("a").With(Person("shy") with { CameraOn = false }).After(new Command.ReportCamera(By("shy"), Id("shy"), true));
        Assert.That((room.Find("chair").CameraOn, room.Find("a").CameraOn, room.Find("shy").CameraOn), Is.EqualTo((chairsIsOn, guestsIsOn, true)), "who is in opens it as he likes");
    }

    [TestCase("123456", Refusal.None)]
    [TestCase("654321", Refusal.None)]
    [TestCase("000000", Refusal.ConfNotFoundOrAuthFailed)]
    [TestCase(null, Refusal.ConfAuthenNeedPassword)]
    public void A_password_opens_the_door(string? password, Refusal expected) =>
        Assert.That(new ConferenceRoom().Join(Person("a") with { Password = password }), Is.EqualTo(expected));

    [Test]
    public void Who_was_invited_and_who_owns_the_meeting_need_no_password()
    {
        var room = new ConferenceRoom(Setup() with { Invitees = [new() { Account = new("account-a"), Role = InviteeRole.Host }] });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Join(Person("a") with { Password = null }), Is.EqualTo(Refusal.None));
            Assert.That(room.Dynamics.Chair, Is.EqualTo(Id("a")), "he was asked as host");
            Assert.That(room.Join(Person("o") with { Account = Owner, Password = null }), Is.EqualTo(Refusal.None));
        }
    }

    private static IEnumerable<TestCaseData> Doors()
    {
        var stranger = Person("s") with { Corporation = new("theirs") };
        var invited = Person("i") with { Corporation = new("theirs"), Account = new("invited") };
        yield return new(JoinRestriction.Everyone, stranger, Refusal.None);
        yield return new(JoinRestriction.Everyone, Anonymous("n"), Refusal.None);
        yield return new(JoinRestriction.Corporation, Person("p"), Refusal.None);
        yield return new(JoinRestriction.Corporation, stranger, Refusal.ConfOnlyAllowUserInOrg);
        yield return new(JoinRestriction.Corporation, Anonymous("n"), Refusal.ConfNotAllowAnonymous);
        yield return new(JoinRestriction.Invited, Person("p"), Refusal.ConfOnlyAllowUserInvited);
        yield return new(JoinRestriction.Invited, invited, Refusal.None);
        yield return new(JoinRestriction.Invited, Anonymous("n"), Refusal.ConfNotAllowAnonymous);
        yield return new(JoinRestriction.Invited, Phone("n") with { Number = "+8613" }, Refusal.None);
        yield return new(JoinRestriction.CorporationOrInvited, stranger, Refusal.ConfOnlyAllowUserInvitedAndUserInOrg);
        yield return new(JoinRestriction.CorporationOrInvited, Person("p"), Refusal.None);
        yield return new(JoinRestriction.CorporationOrInvited, invited, Refusal.None);
    }

    [TestCaseSource(nameof(Doors))]
    public void Who_may_join(JoinRestriction restriction, JoinRequest request, Refusal expected)
    {
        var room = new ConferenceRoom(Setup() with
        {
            JoinRestriction = restriction,
            Invitees = [new() { Account = new("invited") }, new() { Number = "+8613" }],
        });

        Assert.That(room.Join(request), Is.EqualTo(expected));
    }

    [Test]
    public void A_locked_meeting_admits_nobody_by_himself_but_whom_a_host_calls()
    {
        var room = new ConferenceRoom().WithChair().After(new Command.Lock(Controller, On: true));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Join(Person("a") with { Password = ChairPassword }), Is.EqualTo(Refusal.ConfLocked));
            Assert.That(room.Join(Person("o") with { Account = Owner }), Is.EqualTo(Refusal.ConfLocked));
            Assert.That(room.Join(Terminal("t")), Is.EqualTo(Refusal.ParticipantConfIsLocked));
            Assert.That(room.Join(Phone("p")), Is.EqualTo(Refusal.ParticipantConfIsLocked));
        }

        var call = room.Calling("77");
        Assert.That(room.Tell(new Command.CallProgress(Actor.Server, call, CallStep.Answered)), Is.EqualTo(Refusal.None));
        room.After(new Command.Lock(Controller, On: false)).WithPeople("a");
    }

    [Test]
    public void Guests_who_come_early_are_refused_where_the_meeting_says_so()
    {
        var setup = Setup() with { EarlyGuests = EarlyGuests.AreRefused };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new ConferenceRoom(setup).Join(Person("a")), Is.EqualTo(Refusal.NotAllowedGuestFirstJoin));
            Assert.That(new ConferenceRoom(setup with { SeatKind = SeatKind.CloudRoom }).Join(Person("a")), Is.EqualTo(Refusal.VmrOnlyAllowChairStartConf));
        }

        var room = new ConferenceRoom(setup).WithChair().WithPeople("a").After(new Command.Leave(By("chair"), Id("chair")));
        Assert.That(room.Join(Person("b")), Is.EqualTo(Refusal.None), "the chair has been here");
    }

    [Test]
    public void Guests_who_come_early_wait_and_come_in_with_the_chair()
    {
        var room = new ConferenceRoom(Setup() with { EarlyGuests = EarlyGuests.Wait }).WithPeople("early", "bird");
        Assert.That((room.Seated, room.Meeting.Waiting.Count), Is.EqualTo((0, 2)));

        room.WithChair();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Has("early") && room.Has("bird"), Is.True);
            Assert.That(room.Meeting.Waiting, Is.Empty);
            Assert.That(room.All<MeetingEvent.Joined>().Select(joined => joined.Participant.Name), Is.EqualTo(new[] { "chair", "early", "bird" }));
        }
    }

    [Test]
    public void Early_guests_come_in_whoever_becomes_chair_and_as_soon_as_there_is_a_seat()
    {
        var room = new ConferenceRoom(Setup() with { EarlyGuests = EarlyGuests.Wait }) { Seats = 2 };
        var call = room.Calling("77");
        room.After(new Command.CallProgress(Actor.Server, call, CallStep.Answered)).WithPeople("early", "bird");
        Assert.That(room.Meeting.Waiting, Has.Count.EqualTo(2));

        Assert.That(room.Tell(new Command.ApplyChair(Controller, call, null)), Is.EqualTo(Refusal.NoConfCtlCapNoChair), "no account");
        room.Seats = 3;
        room.WithChair();
        Assert.That(room.Meeting.Waiting.Single().Id, Is.EqualTo(Id("bird")), "one seat was left");
        room.After(new Command.HangUp(Controller, [call]));
        Assert.That(room.Meeting.Waiting, Is.Empty);
    }

    [Test]
    public void Who_comes_by_himself_while_he_is_rung_is_rung_no_longer()
    {
        var room = new ConferenceRoom().WithChair();
        var call = room.Calling("+99a");
        room.WithPeople("a");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Meeting.Find(call), Is.Null);
            Assert.That((room.Seated, room.Line("+99a").State), Is.EqualTo((2, AttendeeState.In)));
            Assert.That(room.All<MeetingEvent.HangUp>().Single(), Is.EqualTo(new MeetingEvent.HangUp(call, LeaveReason.CameOtherwise)));
        }
    }

    [Test]
    public void Nobody_is_seated_beyond_the_meeting_the_room_or_the_corporation()
    {
        var cap = new ConferenceRoom(Setup() with { Capacity = 1 }).WithChair();
        var vmr = new ConferenceRoom(Setup() with { Capacity = 1, SeatKind = SeatKind.CloudRoom }).WithChair();
        var corporation = new ConferenceRoom { Seats = 1 }.WithChair();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(cap.Join(Person("a")), Is.EqualTo(Refusal.OverMaxParticipantNumber));
            Assert.That(vmr.Join(Person("a")), Is.EqualTo(Refusal.ParticipantVmrLogicResourceNotEnough));
            Assert.That(corporation.Join(Person("a")), Is.EqualTo(Refusal.EnterpriseCapacityNotEnough));
            Assert.That(cap.Tell(new Command.Invite(Controller, [Callee("1")])), Is.EqualTo(Refusal.OverMaxParticipants));
            Assert.That(vmr.Tell(new Command.Invite(Controller, [Callee("1")])), Is.EqualTo(Refusal.VmrCapacityNotEnough));
            Assert.That(corporation.Tell(new Command.Invite(Controller, [Callee("1")])), Is.EqualTo(Refusal.EnterpriseCapacityNotEnough));
        }

        Assert.That(cap.After(new Command.Resize(Actor.Server, 2)).Join(Person("a")), Is.EqualTo(Refusal.None), "new capacity holds at once");
    }

    [Test]
    public void Changed_passwords_hold_for_those_who_come_and_whoever_is_in_stays()
    {
        var room = new ConferenceRoom().WithPeople("before").After(new Command.Rekey(Actor.Server, new("777777", "888888"), "key"));
        Assert.That(room.All<MeetingEvent.SetupChanged>().Single().Setup.GuestKey, Is.EqualTo("key"));

        Assert.That(room.Join(Person("old")), Is.EqualTo(Refusal.ConfNotFoundOrAuthFailed));
        Assert.That(room.Join(Person("new") with { Password = "888888" }), Is.EqualTo(Refusal.None));
        Assert.That(room.Tell(new Command.ApplyChair(By("new"), Id("new"), "777777")), Is.EqualTo(Refusal.None));
        Assert.That(room.Meeting.Participants.Select(one => one.Id), Is.EqualTo(new[] { Id("before"), Id("new") }));
    }

    [Test]
    public void The_same_account_on_two_devices_is_two_participants_on_two_seats()
    {
        var room = new ConferenceRoom().With(Person("pc"), Person("mobile") with { Account = new("account-pc"), Number = "+99pc" });

        Assert.That((room.Seated, room.Meeting.Participants.Count), Is.EqualTo((2, 2)));
        Assert.That(room.Join(Person("pc")), Is.EqualTo(Refusal.HangUpJoinedTwice), "but one device comes once");

        room.After(new Command.Leave(By("pc"), Id("pc")));
        Assert.That(room.Line("+99pc").State, Is.EqualTo(AttendeeState.In), "he is still in with the other");
    }

    [Test]
    public void Moving_to_another_device_keeps_place_role_mute_and_hand()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a")
            .After(new Command.Mute(Controller, Id("a"), On: true))
            .After(new Command.RaiseHand(By("a"), Id("a"), Up: true))
            .After(new Command.MoveDevice(Actor.Server, Id("a"), new() { Kind = DeviceKind.Mobile }));

        var moved = room.Find("a");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((moved.Device.Kind, moved.Muted, moved.HandAt is not null, room.Seated), Is.EqualTo((DeviceKind.Mobile, true, true, 2)));
            Assert.That(room.All<MeetingEvent.DeviceMoved>(), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void Who_loses_his_connection_and_returns_in_time_is_the_same_on_the_same_seat()
    {
        var room = new ConferenceRoom().WithChair().After(new Command.Disconnect(Actor.Server, Id("chair")));
        Assert.That((room.Find("chair").Presence, room.Seated), Is.EqualTo((Presence.Away, 1)));

        room.Wait(TimeSpan.FromSeconds(59)).After(new Command.Return(Actor.Server, Id("chair")));
        Assert.That((room.Find("chair").Presence, room.Seated, room.Dynamics.Chair), Is.EqualTo((Presence.In, 1, Id("chair"))));
        room.Wait(TimeSpan.FromSeconds(60));
        Assert.That(room.Has("chair"), Is.True);
    }

    [Test]
    public void Who_does_not_return_has_left_and_his_seat_is_free()
    {
        var room = new ConferenceRoom().WithChair().WithPeople("a").After(new Command.Disconnect(Actor.Server, Id("chair")))
            .Wait(TimeSpan.FromSeconds(60));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.All<MeetingEvent.Left>().Single().Reason, Is.EqualTo(LeaveReason.ConnectionLost));
            Assert.That((room.Seated, room.Dynamics.Chair), Is.EqualTo((1, (ParticipantId?)null)));
            Assert.That(room.Tell(new Command.Return(Actor.Server, Id("chair"))), Is.EqualTo(Refusal.ConfParticipantNotExist));
        }
    }

    [Test]
    public void After_a_restart_everyone_has_time_to_come_back()
    {
        var before = new ConferenceRoom().WithChair().WithPeople("a").After(new Command.Lock(Controller, On: true));
        before.Calling("77");
        var room = new ConferenceRoom(before.Meeting.Snapshot(), before.Now, 5).After(new Command.ServerRestarted(Actor.Server));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Meeting.Participants.Select(participant => participant.Presence), Is.All.EqualTo(Presence.Away));
            Assert.That((room.Seated, room.Dynamics.Locked, room.Dynamics.Chair), Is.EqualTo((2, true, Id("chair"))));
            Assert.That(room.Line("77").State, Is.EqualTo(AttendeeState.Failed));
            Assert.That(room.Tell(new Command.Return(Actor.Server, Id("a"))), Is.EqualTo(Refusal.None));
        }

        room.Wait(TimeSpan.FromMinutes(3));
        Assert.That((room.Has("a"), room.Has("chair")), Is.EqualTo((true, false)));
    }

    [Test]
    public void Seats_that_are_gone_after_a_restart_are_not_sat_on()
    {
        var before = new ConferenceRoom().WithChair().WithPeople("a", "b");
        var state = before.Meeting.Snapshot();
        var small = new ConferenceRoom(state with { Participants = [] }, before.Now, 0) { Seats = 1 };
        var meeting = Meeting.Restore(state, new MeetingPorts(small, small, small));

        Assert.That(meeting.Handle(new Command.ServerRestarted(Actor.Server), before.Now, small), Is.EqualTo(Refusal.None));
        Assert.That((meeting.Participants.Count, small.Seated), Is.EqualTo((1, 1)));
    }

    [TestCase(true, false, DeviceKind.Desktop, true)]
    [TestCase(true, false, DeviceKind.Terminal, false)]
    [TestCase(false, true, DeviceKind.Desktop, false)]
    [TestCase(false, true, DeviceKind.Terminal, true)]
    [TestCase(true, false, DeviceKind.Phone, true)]
    public void Entry_mutes_clients_and_terminals_apart(bool clients, bool terminals, DeviceKind kind, bool muted)
    {
        var room = new ConferenceRoom(Setup() with { MuteClientsOnEntry = clients, MuteTerminalsOnEntry = terminals })
            .WithChair()
            .With(Person("a") with { Device = new() { Kind = kind } });

        Assert.That((room.Find("chair").Muted, room.Find("a").Muted), Is.EqualTo((false, muted)));
    }

    [TestCase("", Refusal.SiteNameIsEmpty)]
    [TestCase("a rude word", Refusal.RenameContainsSensitivewords)]
    public void A_name_has_to_be_one(string name, Refusal expected)
    {
        var room = new ConferenceRoom(Setup() with { Options = new() { ForbiddenWords = ["rude"] } });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Join(Person("a") with { Name = name }), Is.EqualTo(expected));
            Assert.That(room.Join(Person("a") with { Name = new string('x', 97) }), Is.EqualTo(Refusal.SiteNewNameLengthTooLong));
        }
    }
}
