using Meetings.Booking;
using Meetings.Conduct;
using static Meetings.Tests.Conduct.ConferenceRoom;
using Command = Meetings.Conduct.MeetingCommand;

namespace Meetings.Tests.Conduct;

/// <summary>The table of who may ask what: each operation asked by each kind of person, on one who is neither he nor the chair.</summary>
public sealed class RightsTests
{
    private static readonly Dictionary<string, Func<Actor, Command>> HostOperations = new()
    {
        ["admit"] = by => new Command.Admit(by, Id("waiter")),
        ["admit all"] = by => new Command.AdmitAll(by),
        ["send to the waiting room"] = by => new Command.SendToWaitingRoom(by, [Id("target"), Id("other")]),
        ["turn away"] = by => new Command.RemoveFromWaitingRoom(by, Id("waiter")),
        ["invite"] = by => new Command.Invite(by, [Callee("88")]),
        ["call again"] = by => new Command.CallAgain(by, null),
        ["remove"] = by => new Command.Remove(by, [new("", Id("target"))]),
        ["hang up several"] = by => new Command.HangUp(by, [Id("target"), Id("other")]),
        ["make a co-host"] = by => new Command.SetCohost(by, Id("target"), On: true),
        ["mute all"] = by => new Command.MuteAll(by, On: true),
        ["let guests unmute"] = by => new Command.LetGuestsUnmute(by, On: false),
        ["lower hands"] = by => new Command.RaiseHands(by, [Id("target"), Id("other")], Up: false),
        ["ask for a camera"] = by => new Command.AskCamera(by, Id("target"), Open: true),
        ["invite to share"] = by => new Command.InviteToShare(by, Id("target"), On: true),
        ["broadcast"] = by => new Command.Broadcast(by, Id("target")),
        ["cancel the broadcast"] = by => new Command.CancelBroadcast(by),
        ["call the roll"] = by => new Command.RollCall(by, Id("target")),
        ["switch the mode"] = by => new Command.SwitchMode(by, "Fixed", 1),
        ["poll"] = by => new Command.ChairView(by, 0, Start: true),
        ["lock a view"] = by => new Command.LockView(by, Id("terminal"), On: true),
        ["set the multi-picture"] = by => new Command.SetMultiPicture(by, new()),
        ["save a layout"] = by => new Command.SaveLayout(by, new() { ImageType = "Four" }),
        ["delete a layout"] = by => new Command.DeleteLayout(by, "saved"),
        ["show a caption"] = by => new Command.ShowCaption(by, "caption", "Welcome"),
        ["remove the caption"] = by => new Command.RemoveCaption(by),
        ["lock"] = by => new Command.Lock(by, On: true),
        ["extend"] = by => new Command.Extend(by, Auto: false, Minutes: 15),
        ["pause"] = by => new Command.Pause(by, On: true),
        ["let a client record"] = by => new Command.AllowClientRecord(by, Id("target"), On: true),
        ["configure"] = by => new Command.Configure(by, new() { AllowRename = 0 }),
    };

    private static readonly Dictionary<string, Func<Actor, Command>> ChairOperations = new()
    {
        ["end"] = by => new Command.End(by),
        ["hand over the chair"] = by => new Command.TransferChair(by, Id("target")),
        ["record"] = by => new Command.Record(by, RecordAction.Start),
        ["go live"] = by => new Command.GoLive(by, On: true),
    };

    private static readonly Dictionary<string, Func<Actor, string, Command>> OwnOperations = new()
    {
        ["mute"] = (by, who) => new Command.Mute(by, Id(who), On: true),
        ["raise a hand"] = (by, who) => new Command.RaiseHand(by, Id(who), Up: true),
        ["raise a hand in a list"] = (by, who) => new Command.RaiseHands(by, [Id(who)], Up: true),
        ["rename"] = (by, who) => new Command.Rename(by, Id(who), "", "new name"),
        ["apply for the chair"] = (by, who) => new Command.ApplyChair(by, Id(who), ChairPassword),
        ["report a camera"] = (by, who) => new Command.ReportCamera(by, Id(who), On: true),
        ["share"] = (by, who) => new Command.StartShare(by, Id(who)),
        ["stop sharing"] = (by, who) => new Command.StopShare(by, Id(who)),
        ["hang up"] = (by, who) => new Command.HangUp(by, [Id(who)]),
    };

    private static readonly Dictionary<string, Func<Actor, Command>> ServerOperations = new()
    {
        ["join"] = by => new Command.Join(by, Person("new")),
        ["disconnect"] = by => new Command.Disconnect(by, Id("target")),
        ["return"] = by => new Command.Return(by, Id("target")),
        ["move a device"] = by => new Command.MoveDevice(by, Id("target"), new()),
        ["say the server was restarted"] = by => new Command.ServerRestarted(by),
        ["report a call"] = by => new Command.CallProgress(by, Id("target"), CallStep.Answered),
        ["say who speaks"] = by => new Command.SpeakerLevels(by, []),
        ["say who howls"] = by => new Command.HowlingHeard(by, Id("target")),
        ["report the recorder"] = by => new Command.RecordingReported(by, MediaReport.Started),
        ["report the live push"] = by => new Command.LiveReported(by, MediaReport.Started),
        ["resize"] = by => new Command.Resize(by, 10),
        ["change the passwords"] = by => new Command.Rekey(by, new("111111", "222222"), ""),
    };

    private static IEnumerable<string> Hosts => HostOperations.Keys;

    private static IEnumerable<string> Chairs => ChairOperations.Keys;

    private static IEnumerable<string> Own => OwnOperations.Keys;

    private static IEnumerable<string> Server => ServerOperations.Keys;

    [TestCaseSource(nameof(Hosts))]
    public void A_host_operation_is_for_chair_cohost_controller_and_administrator(string operation)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Crowd().Tell(HostOperations[operation](By("chair"))), Is.EqualTo(Refusal.None), "chair");
            Assert.That(Crowd().Tell(HostOperations[operation](By("cohost"))), Is.EqualTo(Refusal.None), "co-host");
            Assert.That(Crowd().Tell(HostOperations[operation](Controller)), Is.EqualTo(Refusal.None), "controller");
            Assert.That(Crowd().Tell(HostOperations[operation](new Actor.AccountAdmin(new("a"), "admin"))), Is.EqualTo(Refusal.None), "admin");
        }

        RefusedWithoutTrace(HostOperations[operation](By("guest")), Refusal.GuestNoPermissionOperation);
        RefusedWithoutTrace(HostOperations[operation](By("nobody")), Refusal.ConfParticipantNotExist);
    }

    [TestCaseSource(nameof(Chairs))]
    public void What_is_the_chairs_is_for_nobody_else_in_the_meeting(string operation)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Crowd().Tell(ChairOperations[operation](By("chair"))), Is.EqualTo(Refusal.None), "chair");
            Assert.That(Crowd().Tell(ChairOperations[operation](Controller)), Is.EqualTo(Refusal.None), "controller");
        }

        RefusedWithoutTrace(ChairOperations[operation](By("cohost")), Refusal.ConfInsufficientPermissions);
        RefusedWithoutTrace(ChairOperations[operation](By("guest")), Refusal.GuestNoPermissionOperation);
    }

    [TestCaseSource(nameof(Own))]
    public void A_guest_acts_on_himself_and_never_on_others(string operation)
    {
        var crowd = Crowd();
        if (operation == "apply for the chair")
            crowd.After(new Command.ReleaseChair(Controller, Id("chair")));

        Assert.That(crowd.Tell(OwnOperations[operation](By("guest"), "guest")), Is.EqualTo(Refusal.None));
        RefusedWithoutTrace(OwnOperations[operation](By("guest"), "target"), Refusal.NoPermissionOperateOthers);
    }

    [TestCaseSource(nameof(Own))]
    public void A_cohost_acts_on_others_but_not_on_the_chair(string operation)
    {
        if (operation is "apply for the chair" or "raise a hand" or "raise a hand in a list")
            return;

        Assert.That(Crowd().Tell(OwnOperations[operation](By("cohost"), "target")), Is.EqualTo(Refusal.None));
        RefusedWithoutTrace(OwnOperations[operation](By("cohost"), "chair"), Refusal.CohostCannotOperateChair);
    }

    [TestCaseSource(nameof(Server))]
    public void What_the_server_reports_nobody_else_may_say(string operation)
    {
        RefusedWithoutTrace(ServerOperations[operation](Controller), Refusal.ConfInsufficientPermissions);
        RefusedWithoutTrace(ServerOperations[operation](By("chair")), Refusal.ConfInsufficientPermissions);
    }

    [Test]
    public void Nobody_leaves_for_another()
    {
        RefusedWithoutTrace(new Command.Leave(By("chair"), Id("target")), Refusal.NoPermissionOperateOthers);
        RefusedWithoutTrace(new Command.Leave(By("cohost"), Id("target")), Refusal.NoPermissionOperateOthers);
        RefusedWithoutTrace(new Command.Leave(By("guest"), Id("target")), Refusal.NoPermissionOperateOthers);
        RefusedWithoutTrace(new Command.Leave(Controller, Id("target")), Refusal.ConfInsufficientPermissions);
    }

    [Test]
    public void Nothing_can_be_asked_of_a_meeting_that_is_over()
    {
        var room = Crowd().After(new Command.End(Controller));

        Assert.That(room.Tell(new Command.Lock(Controller, On: true)), Is.EqualTo(Refusal.ConfIsClosed));
    }

    [Test]
    public void Every_operation_leaves_a_line_in_the_audit_trail()
    {
        foreach (var operation in HostOperations.Values.Concat(ChairOperations.Values))
        {
            var room = Crowd();
            var command = operation(By("chair"));
            room.Tell(command);

            var line = room.All<MeetingEvent.Audited>().Single().Line;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(line.Operation, Is.EqualTo(command.GetType().Name));
                Assert.That(line.Operator, Is.EqualTo("chair"));
                Assert.That(line.Result, Is.EqualTo(Refusal.None));
            }
        }
    }

    [Test]
    public void What_was_refused_can_be_written_down_too()
    {
        var room = Crowd();
        var command = new Command.Mute(By("guest"), Id("target"), On: true);
        var refusal = room.Tell(command);

        var line = room.Meeting.RefusedLine(command, refusal, room.Now)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(line.Result, Is.EqualTo(Refusal.NoPermissionOperateOthers));
            Assert.That((line.Operator, line.Object, line.Detail), Is.EqualTo(("guest", "target", "on")));
        }
    }

    private static ConferenceRoom Crowd()
    {
        var room = new ConferenceRoom(Setup() with { WaitingRoom = false })
            .WithTerminalAsChair()
            .WithPeople("cohost", "guest", "target", "other")
            .With(Terminal("terminal"))
            .After(new Command.SetCohost(Controller, Id("cohost"), On: true))
            .After(new Command.SaveLayout(Controller, new() { Id = "saved", ImageType = "Four" }))
            .After(new Command.Configure(Controller, new() { WaitingRoom = 1 }));
        Assert.That(room.Join(Person("waiter")), Is.EqualTo(Refusal.None));
        return room;
    }

    private static void RefusedWithoutTrace(Command command, Refusal expected)
    {
        var room = Crowd();
        var before = room.Snapshot();
        var refusal = room.Tell(command);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal, Is.EqualTo(expected));
            Assert.That(room.Said, Is.Empty);
            Assert.That(room.Snapshot(), Is.EqualTo(before));
        }
    }
}
