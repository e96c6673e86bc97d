using FsCheck;
using FsCheck.Fluent;
using Meetings.Booking;
using Meetings.Conduct;
using Microsoft.FSharp.Core;
using static Meetings.Tests.Conduct.ConferenceRoom;
using Command = Meetings.Conduct.MeetingCommand;

namespace Meetings.Tests.Conduct;

/// <summary>What holds whatever people do, in whatever order.</summary>
public sealed class AnyCourseTests
{
    private const int Steps = 120;

    [TestCase(false, false)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    public void Whatever_people_do_the_meeting_stays_sound(bool waitingRoom, bool voiceOnly)
    {
        var carriedOut = new HashSet<string>();
        Hold(moves =>
        {
            var room = new ConferenceRoom(Setup() with
            {
                WaitingRoom = waitingRoom,
                Media = voiceOnly ? MediaKind.Voice : MediaKind.Video,
                EarlyGuests = EarlyGuests.Wait,
                Prolong = TimeSpan.FromMinutes(5),
                Invitees = [new() { Number = "70", Name = "seventy" }],
            })
            { Seats = 6 };

            foreach (var move in moves)
            {
                if (room.Meeting.IsOver)
                    return;

                if (Step(room, move) is { } done)
                    carriedOut.Add(done);
                HoldsNow(room);
            }
        });

        // The draw is only worth something when it gets everywhere.
        Assert.That(carriedOut, Has.Count.GreaterThan(voiceOnly ? 30 : 40), string.Join(' ', carriedOut));
    }

    [Test]
    public void A_meeting_that_was_stored_goes_on_as_if_it_had_not_been()
    {
        Hold(moves =>
        {
            var room = new ConferenceRoom { Seats = 6 };
            foreach (var move in moves)
            {
                if (room.Meeting.IsOver)
                    return;

                var stored = room.Snapshot();
                var state = System.Text.Json.JsonSerializer.Deserialize(stored, MeetingStateJson.Default.MeetingState)!;
                var twin = new ConferenceRoom(state, room.Now, room.IdsDrawn) { Seats = 6 };
                Assert.That(twin.Snapshot(), Is.EqualTo(stored));

                Step(room, move);
                Step(twin, move);
                Assert.That(twin.Snapshot(), Is.EqualTo(room.Snapshot()));
            }
        }, count: 40);
    }

    private static string? Step(ConferenceRoom room, int move)
    {
        if (move % 7 == 0)
        {
            room.Wait(TimeSpan.FromSeconds(move % 97 * 3));
            return null;
        }

        var before = room.Snapshot();
        var command = Draw(move);
        var refusal = room.Tell(command);
        if (refusal == Refusal.None)
            return command.GetType().Name;

        Assert.That(room.Said, Is.Empty, $"{command} was refused with {refusal}");
        Assert.That(room.Snapshot(), Is.EqualTo(before), $"{command} was refused with {refusal}");
        return null;
    }

    private static void HoldsNow(ConferenceRoom room)
    {
        var people = room.Meeting.Participants;
        var chairs = people.Where(participant => participant.IsChair).Select(participant => (ParticipantId?)participant.Id).ToArray();
        Assert.That(chairs, Has.Length.LessThanOrEqualTo(1));
        Assert.That(room.Dynamics.Chair, Is.EqualTo(chairs.FirstOrDefault()));
        Assert.That(room.Seated, Is.EqualTo(people.Count));
        Assert.That(people.Count(participant => participant.Sharing), Is.EqualTo(room.Dynamics.Sharer is null ? 0 : 1));
        Assert.That(people.Count(participant => participant.Broadcast || participant.RollCalled), Is.LessThanOrEqualTo(1));
        Assert.That(room.Dynamics.ChairPolling && room.Dynamics.Chair is null, Is.False);
        Assert.That(people.Count(participant => participant is { View: ViewKind.Site, IsChair: false }), Is.EqualTo(room.Dynamics.PartViews));
        Assert.That(people.Select(participant => participant.Entry), Is.Ordered);

        room.Meeting.Advance(room.Now, room);
        Assert.That(room.Meeting.IsOver || room.Meeting.NextDeadline > room.Now, Is.True, "the next deadline is ahead");
    }

    private static Command Draw(int move)
    {
        var rest = move / 50;
        var name = $"p{rest % 8}";
        var who = Id(name);
        var other = Id($"p{rest / 8 % 8}");
        var on = rest / 64 % 2 == 0;
        Actor by = (rest / 128 % 4) switch
        {
            0 => Actor.Server,
            1 => Controller,
            2 => new Actor.Participant(who),
            _ => new Actor.Participant(other),
        };

        return (move % 52) switch
        {
            0 or 1 or 2 or 3 => new Command.Join(Actor.Server, Comer(name, rest)),
            4 => new Command.Leave(by, who),
            5 => new Command.Disconnect(Actor.Server, who),
            6 => new Command.Return(Actor.Server, who),
            7 => new Command.MoveDevice(Actor.Server, who, Terminal("x").Device),
            8 => new Command.Admit(by, who),
            9 => new Command.AdmitAll(by),
            10 => new Command.SendToWaitingRoom(by, [who, other]),
            11 => new Command.RemoveFromWaitingRoom(by, who),
            12 => new Command.Invite(by, [Callee($"7{rest % 5}"), Callee($"7{rest / 5 % 5}")]),
            13 => new Command.CallAgain(by, on ? null : $"7{rest % 5}"),
            14 or 15 => new Command.CallProgress(Actor.Server, Id($"call-{rest % 12}"), (CallStep)(rest / 12 % 8)),
            16 => new Command.HangUp(by, [who, Id($"call-{rest % 12}")]),
            17 => new Command.Remove(by, [new($"7{rest % 5}", on ? who : null)]),
            18 => new Command.Rename(by, who, "", on ? "renamed" : ""),
            19 => new Command.ApplyChair(by, who, on ? ChairPassword : null),
            20 => new Command.ReleaseChair(by, who),
            21 => new Command.TransferChair(by, who),
            22 => new Command.SetCohost(by, who, on),
            23 => new Command.Mute(by, who, on),
            24 => new Command.MuteAll(by, on, MayUnmuteThemselves: rest % 3 == 0),
            25 => new Command.RaiseHand(by, who, on),
            26 => new Command.RaiseHands(by, [who, other], on),
            27 => new Command.SpeakerLevels(Actor.Server, [new(who, 80), new(other, 60)]),
            28 => new Command.HowlingHeard(Actor.Server, who),
            29 => new Command.ReportCamera(by, who, on),
            30 => new Command.InviteToShare(by, who, on),
            31 => new Command.StartShare(by, who),
            32 => new Command.StopShare(by, who),
            33 => new Command.Broadcast(by, who),
            34 => new Command.CancelBroadcast(by),
            35 => new Command.RollCall(by, who),
            36 => new Command.SwitchMode(by, on ? "VAS" : "Fixed", rest % 3),
            37 or 38 => new Command.ChairView(by, rest % 3, other, SwitchTime: 10, Start: on),
            39 => new Command.PartView(by, who, 2, other),
            40 => new Command.LockView(by, who, on, other),
            41 => new Command.SetMultiPicture(by, new()
            {
                ManualSet = on ? 1 : 0,
                ImageType = "Four",
                FillRest = rest % 2 == 0,
                Panes = [new() { Index = 1, Members = ["+99" + name, "+99p1"] }, new() { Index = 2, Share = true }],
            }),
            42 => new Command.SaveLayout(by, new() { Id = "l", ImageType = "Nine" }),
            43 => new Command.Configure(by, new() { LockSharing = rest % 2, WaitingRoom = rest / 2 % 2, FreeShare = rest / 4 % 2 }),
            44 => new Command.Extend(by, on, rest % 200),
            45 => new Command.Record(by, (RecordAction)(rest % 3)),
            46 => new Command.RecordingReported(Actor.Server, (MediaReport)(rest % 3)),
            47 => new Command.GoLive(by, on),
            48 => rest % 40 == 0 ? new Command.End(by) : new Command.ServerRestarted(Actor.Server),
            49 => new Command.ShowCaption(by, on ? "banner" : "caption", rest % 3 == 0 ? "" : $"text {rest % 3}"),
            50 => new Command.RemoveCaption(by),
            _ => new Command.LiveReported(Actor.Server, (MediaReport)(rest % 3)),
        };
    }

    private static JoinRequest Comer(string name, int rest) => (rest / 8 % 6) switch
    {
        0 => Person(name) with { Password = ChairPassword },
        1 => Person(name) with { Account = Owner, Password = null },
        2 => Terminal(name) with { Password = ChairPassword },
        3 => Phone(name),
        4 => Anonymous(name),
        _ => Person(name),
    };

    private static void Hold(Action<int[]> property, int count = 150)
    {
        var replay = new Replay(new Rnd(20261121, 7), FSharpOption<int>.None);
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(FSharpOption<Replay>.Some(replay));
        Check.One(config, Prop.ForAll(Gen.Choose(0, 1_000_000).ArrayOf(Steps).ToArbitrary(), property));
    }
}
