using System.Text;
using System.Text.Json;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Signaling;

namespace SignalingHost.Tests.Signaling;

/// <summary>What a client hears of a meeting, without a socket.</summary>
public sealed class SignalSessionTests
{
    [Test]
    public void Who_joins_is_told_who_he_is_what_he_may_and_who_else_is_there()
    {
        var meeting = new PaperMeeting();
        meeting.Join("Li");
        var wang = meeting.Join("Wang");
        var joined = wang.Heard[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(joined.GetProperty("type").GetString(), Is.EqualTo("joined"));
            Assert.That(joined.GetProperty("re").GetInt32(), Is.EqualTo(1));
            Assert.That(joined.GetProperty("participant").GetString(), Is.EqualTo(wang.Id));
            Assert.That(joined.GetProperty("participants").EnumerateArray().Select(one => one.GetProperty("name").GetString()), Is.EqualTo(new[] { "Li", "Wang" }));
            Assert.That(joined.GetProperty("me").GetProperty("role").GetString(), Is.EqualTo("guest"));
            Assert.That(joined.GetProperty("meeting").GetProperty("subject").GetString(), Is.EqualTo("Weekly"));
            Assert.That(joined.GetProperty("meeting").GetProperty("now").GetString(), Is.EqualTo("2026-11-21T09:00:00.000Z"));
            Assert.That(joined.GetProperty("transports").GetProperty("receive").GetBoolean(), Is.True);
            Assert.That(joined.GetProperty("control").ValueKind, Is.EqualTo(JsonValueKind.Null));
        }
    }

    [Test]
    public void Others_hear_of_a_newcomer_once_and_whole()
    {
        var meeting = new PaperMeeting();
        var li = meeting.Join("Li");
        meeting.Join("Wang");
        var changes = li.Heard.Where(message => message.GetProperty("type").GetString() == "participants").ToList();
        Assert.That(changes.SelectMany(message => message.GetProperty("changed").EnumerateArray()).Select(one => one.GetProperty("name").GetString()), Is.EqualTo(new[] { "Wang" }));
    }

    [TestCase("""{"type":"view","id":3,"slots":[]}""")]
    [TestCase("""{"type":"offer","id":3,"transport":"send","sdp":"good"}""")]
    [TestCase("""{"type":"do","id":3,"action":"leave"}""")]
    public void Nothing_is_done_for_who_has_not_joined(string message)
    {
        var client = new PaperClient(new PaperMeeting(), "Li", account: null);
        var answer = client.Say(Encoding.UTF8.GetBytes(message));
        Assert.That((answer.GetProperty("type").GetString(), answer.GetProperty("re").GetInt32(), answer.GetProperty("symbol").GetString()), Is.EqualTo(("refused", 3, "CONF_PARTICIPANT_NOT_EXIST")));
    }

    [Test]
    public void A_locked_meeting_refuses_in_both_languages_and_the_socket_may_try_again()
    {
        var meeting = new PaperMeeting();
        meeting.Handle(new MeetingCommand.Lock(new Actor.Controller("c"), On: true));
        var li = meeting.Join("Li");
        var refused = li.Heard[^1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.GetProperty("code").GetString(), Is.EqualTo("MMC.111072050"));
            Assert.That(refused.GetProperty("symbol").GetString(), Is.EqualTo("CONF_LOCKED"));
            Assert.That(refused.GetProperty("sentence").GetProperty("en").GetString(), Does.Contain("locked"));
            Assert.That(refused.GetProperty("sentence").GetProperty("zh").GetString(), Does.Contain("锁定"));
        }

        meeting.Handle(new MeetingCommand.Lock(new Actor.Controller("c"), On: false));
        Assert.That(li.Say(new { type = "join", id = 2, name = "Li" }).GetProperty("type").GetString(), Is.EqualTo("joined"));
    }

    [Test]
    public void Every_refusal_has_a_sentence_in_both_languages([Values] Refusal refusal)
    {
        Assert.That((refusal.Sentence.Zh.Length > 3, refusal.Sentence.En.Length > 8), Is.EqualTo((true, true)));
    }

    [Test]
    public void Who_waits_is_told_so_and_comes_in_on_the_same_socket()
    {
        var meeting = new PaperMeeting(setup => setup with { WaitingRoom = true });
        var chair = meeting.Join("Chair", asOwner: true);
        var li = meeting.Join("Li");
        Assert.That((li.Types[0], li.Heard[0].GetProperty("for").GetString()), Is.EqualTo(("waiting", "admission")));
        Assert.That(chair.Last("meeting").GetProperty("meeting").GetProperty("waiting").GetInt32(), Is.EqualTo(1));

        meeting.Handle(new MeetingCommand.Admit(new Actor.Participant(new ParticipantId(chair.Id)), new ParticipantId(li.Id)));
        Assert.That((li.Heard[^1].GetProperty("type").GetString(), li.Heard[^1].TryGetProperty("re", out _)), Is.EqualTo(("joined", false)));
    }

    [Test]
    public void Who_is_turned_away_from_the_waiting_room_is_told_and_let_go()
    {
        var meeting = new PaperMeeting(setup => setup with { WaitingRoom = true });
        meeting.Join("Chair", asOwner: true);
        var li = meeting.Join("Li");
        meeting.Handle(new MeetingCommand.RemoveFromWaitingRoom(new Actor.Controller("c"), new ParticipantId(li.Id)));
        Assert.That((li.Last("ended").GetProperty("reason").GetString(), li.IsClosed), Is.EqualTo(("refusedEntry", true)));
    }

    [Test]
    public void Sent_back_to_the_waiting_room_he_waits_and_may_come_in_again()
    {
        var meeting = new PaperMeeting(setup => setup with { WaitingRoom = true });
        meeting.Join("Chair", asOwner: true);
        var li = meeting.Join("Li");
        meeting.Handle(new MeetingCommand.AdmitAll(new Actor.Controller("c")));
        meeting.Handle(new MeetingCommand.SendToWaitingRoom(new Actor.Controller("c"), [new ParticipantId(li.Id)]));
        Assert.That((li.Types[^1], li.IsClosed), Is.EqualTo(("waiting", false)));

        meeting.Handle(new MeetingCommand.AdmitAll(new Actor.Controller("c")));
        Assert.That(li.Types[^1], Is.EqualTo("joined"));
    }

    [Test]
    public void Muted_by_all_he_hears_it_may_not_open_and_may_again_when_allowed()
    {
        var meeting = new PaperMeeting();
        var chair = meeting.Join("Chair", asOwner: true);
        var li = meeting.Join("Li");
        var by = new Actor.Participant(new ParticipantId(chair.Id));
        meeting.Handle(new MeetingCommand.MuteAll(by, On: true, MayUnmuteThemselves: false));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(li.Last("participants").GetProperty("changed").EnumerateArray().Single(one => one.GetProperty("id").GetString() == li.Id).GetProperty("muted").GetBoolean(), Is.True);
            Assert.That(li.Last("meeting").GetProperty("meeting").GetProperty("mutedAll").GetBoolean(), Is.True);
            Assert.That(li.Last("me").GetProperty("me").GetProperty("mayUnmute").GetBoolean(), Is.False);
            Assert.That(li.Last("prompt").GetProperty("what").GetString(), Is.EqualTo("muted"));
            Assert.That(li.Say(new { type = "source", id = 5, source = "microphone", on = true }).GetProperty("symbol").GetString(), Is.EqualTo("GUEST_NO_PERMISSION_OPERATION"));
        }

        meeting.Handle(new MeetingCommand.LetGuestsUnmute(by, On: true));
        Assert.That(li.Say(new { type = "do", id = 6, action = "mute", on = false }).GetProperty("type").GetString(), Is.EqualTo("done"));
        Assert.That(meeting.View.Find(new ParticipantId(li.Id))!.Muted, Is.False);
    }

    [Test]
    public void A_share_begins_with_him_and_is_ended_by_the_chair()
    {
        var meeting = new PaperMeeting();
        var chair = meeting.Join("Chair", asOwner: true);
        var li = meeting.Join("Li");
        Assert.That(li.Say(new { type = "source", id = 5, source = "screen", on = true }).GetProperty("type").GetString(), Is.EqualTo("done"));
        Assert.That(chair.Last("meeting").GetProperty("meeting").GetProperty("sharer").GetString(), Is.EqualTo(li.Id));

        chair.Say(new { type = "do", id = 7, action = "shareStop", participant = li.Id });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((li.Last("ask").GetProperty("what").GetString(), li.Last("ask").GetProperty("by").GetString()), Is.EqualTo(("stopShare", "Chair")));
            Assert.That(chair.Last("meeting").GetProperty("meeting").GetProperty("sharer").ValueKind, Is.EqualTo(JsonValueKind.Null));
        }
    }

    [Test]
    public void Who_becomes_chair_is_given_control_and_who_lets_go_loses_it()
    {
        var meeting = new PaperMeeting();
        var chair = meeting.Join("Chair", asOwner: true);
        Assert.That(chair.Heard[0].GetProperty("control").GetProperty("token").GetString(), Is.EqualTo("cnf00"));

        chair.Say(new { type = "do", id = 2, action = "releaseChair" });
        Assert.That(chair.Last("control").GetProperty("control").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(chair.Last("me").GetProperty("me").GetProperty("role").GetString(), Is.EqualTo("guest"));

        chair.Say(new { type = "do", id = 3, action = "applyChair" });
        Assert.That(chair.Last("control").GetProperty("control").GetProperty("role").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public void Hands_have_a_rank_that_moves_up()
    {
        var meeting = new PaperMeeting();
        var (li, wang) = (meeting.Join("Li"), meeting.Join("Wang"));
        li.Say(new { type = "do", id = 2, action = "hand", up = true });
        meeting.Now += TimeSpan.FromSeconds(1);
        wang.Say(new { type = "do", id = 2, action = "hand", up = true });
        Assert.That(li.Last("participants").GetProperty("changed")[0].GetProperty("hand").GetInt32(), Is.EqualTo(2));

        li.Say(new { type = "do", id = 3, action = "hand", up = false });
        var changed = wang.Last("participants").GetProperty("changed").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("hand"));
        Assert.That((changed["Li"].ValueKind, changed["Wang"].GetInt32()), Is.EqualTo((JsonValueKind.False, 1)));
    }

    [Test]
    public void A_broadcast_is_imposed_and_lifted()
    {
        var meeting = new PaperMeeting();
        meeting.Join("Chair", asOwner: true);
        var (li, wang) = (meeting.Join("Li"), meeting.Join("Wang"));
        meeting.Handle(new MeetingCommand.Broadcast(new Actor.Controller("c"), new ParticipantId(li.Id)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((wang.Last("pictures").GetProperty("kind").GetString(), wang.Last("pictures").GetProperty("participant").GetString()), Is.EqualTo(("site", li.Id)));
            Assert.That(li.Last("pictures").GetProperty("participant").GetString(), Is.Not.EqualTo(li.Id), "he sees somebody else");
            Assert.That(wang.Last("meeting").GetProperty("meeting").GetProperty("broadcast").GetString(), Is.EqualTo(li.Id));
        }

        meeting.Handle(new MeetingCommand.CancelBroadcast(new Actor.Controller("c")));
        Assert.That(wang.Last("pictures").GetProperty("kind").GetString(), Is.EqualTo("own"));
    }

    [Test]
    public void Who_speaks_in_a_free_meeting_is_imposed_on_nobody()
    {
        var meeting = new PaperMeeting();
        meeting.Join("Chair", asOwner: true);
        var (li, wang) = (meeting.Join("Li"), meeting.Join("Wang"));
        meeting.Handle(new MeetingCommand.SwitchMode(new Actor.Controller("c"), "VAS", 0));
        meeting.Handle(new MeetingCommand.SpeakerLevels(Actor.Server, [new SpeakerLevel(new ParticipantId(li.Id), 80)]));
        Assert.That(wang.Types, Has.Member("speakers").And.None.EqualTo("pictures"));
    }

    [Test]
    public void The_composition_of_single_stream_terminals_is_imposed_on_no_client()
    {
        var meeting = new PaperMeeting();
        var chair = meeting.Join("Chair", asOwner: true);
        var li = meeting.Join("Li");
        meeting.Handle(new MeetingCommand.Broadcast(new Actor.Controller("c"), new ParticipantId(li.Id)));
        meeting.Handle(new MeetingCommand.SwitchMode(new Actor.Controller("c"), "Fixed", 1));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(chair.Last("pictures").GetProperty("kind").GetString(), Is.EqualTo("own"));
            Assert.That(li.Last("pictures").GetProperty("kind").GetString(), Is.EqualTo("own"));
            Assert.That(meeting.Join("Late").Types, Has.None.EqualTo("pictures"));
        }
    }

    [Test]
    public void Being_muted_is_told_to_those_whom_another_muted_and_to_nobody_else()
    {
        var meeting = new PaperMeeting();
        var (chair, li, wang) = (meeting.Join("Chair", asOwner: true), meeting.Join("Li"), meeting.Join("Wang"));
        wang.Say(new { type = "do", id = 2, action = "mute", on = true });
        meeting.Handle(new MeetingCommand.MuteAll(new Actor.Participant(new ParticipantId(chair.Id)), On: true));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(li.Last("prompt").GetProperty("what").GetString(), Is.EqualTo("muted"));
            Assert.That(chair.Types, Has.None.EqualTo("prompt"), "the chair pressed it and is heard");
            Assert.That(wang.Types, Has.None.EqualTo("prompt"), "he had muted himself");
        }
    }

    [Test]
    public void Who_leaves_is_bidden_goodbye_and_the_others_hear_that_he_is_gone()
    {
        var meeting = new PaperMeeting();
        var (li, wang) = (meeting.Join("Li"), meeting.Join("Wang"));
        wang.Say(new { type = "do", id = 9, action = "leave" });
        Assert.That((wang.Last("ended").GetProperty("reason").GetString(), wang.IsClosed), Is.EqualTo(("left", true)));
        Assert.That(li.Last("participants").GetProperty("removed")[0].GetString(), Is.EqualTo(wang.Id));
    }

    [Test]
    public void The_chair_ends_it_for_everybody()
    {
        var meeting = new PaperMeeting();
        var (chair, li) = (meeting.Join("Chair", asOwner: true), meeting.Join("Li"));
        Assert.That(li.Say(new { type = "do", id = 8, action = "end" }).GetProperty("type").GetString(), Is.EqualTo("refused"));
        chair.Say(new { type = "do", id = 9, action = "end" });
        Assert.That(li.Last("ended").GetProperty("reason").GetString(), Is.EqualTo("closed"));
    }

    [Test]
    public void Who_is_thrown_out_is_told_how()
    {
        var meeting = new PaperMeeting();
        var li = meeting.Join("Li");
        meeting.Handle(new MeetingCommand.HangUp(new Actor.Controller("c"), [new ParticipantId(li.Id)]));
        Assert.That(li.Last("ended").GetProperty("reason").GetString(), Is.EqualTo("hungUp"));
    }

    [Test]
    public void A_view_reaches_the_media_as_it_was_said()
    {
        var li = new PaperMeeting().Join("Li");
        var answer = li.Say(Encoding.UTF8.GetBytes("""{"type":"view","id":4,"slots":[{"mid":"1","participant":"p9","source":"screen","height":720,"pinned":true},{"mid":"2","place":1},{"mid":"3","speaker":true},{"mid":"4"}]}"""));
        Assert.That(answer.GetProperty("type").GetString(), Is.EqualTo("done"));
        Assert.That(li.Slots, Is.EqualTo(new[]
        {
            new SlotWish("1") { Participant = "p9", Source = MediaServer.Tracks.TrackSource.Screen, Height = 720, Pinned = true },
            new SlotWish("2") { Place = 1 },
            new SlotWish("3") { Speaker = true },
            new SlotWish("4"),
        }));
    }

    [Test]
    public void An_offer_is_answered_or_refused()
    {
        var li = new PaperMeeting().Join("Li");
        Assert.That(li.Say(new { type = "offer", id = 4, transport = "receive", sdp = "good" }).GetProperty("sdp").GetString(), Is.EqualTo("answer to Receive"));
        Assert.That(li.Say(new { type = "offer", id = 5, transport = "receive", sdp = "bad" }).GetProperty("symbol").GetString(), Is.EqualTo("MEDIA_NEGOTIATION_FAILURE"));
    }

    [Test]
    public void Haste_is_refused_and_in_the_end_cut()
    {
        var meeting = new PaperMeeting();
        var li = meeting.Join("Li");
        for (var i = 0; i < 100; i++)
            li.Say(new { type = "ping", id = i });
        Assert.That((li.Types.Count(type => type == "pong"), li.Last("refused").GetProperty("symbol").GetString()), Is.EqualTo((63, "SERVER_BUSY")));

        meeting.Pass(TimeSpan.FromSeconds(1));
        Assert.That(li.Say(new { type = "ping", id = 500 }).GetProperty("type").GetString(), Is.EqualTo("pong"));
        for (var i = 0; i < 400; i++)
            li.Say(new { type = "ping", id = i });
        Assert.That(li.IsClosed, Is.True);
    }

    [Test]
    public void Who_does_not_join_within_ten_seconds_or_is_silent_for_a_minute_is_cut()
    {
        var meeting = new PaperMeeting();
        var (idle, li) = (new PaperClient(meeting, "Idle", account: null), meeting.Join("Li"));
        idle.Say(new { type = "ping", id = 1 });
        meeting.Pass(TimeSpan.FromSeconds(10));
        idle.Session.Advance(meeting.Now);
        li.Session.Advance(meeting.Now);
        Assert.That((idle.IsClosed, li.IsClosed), Is.EqualTo((true, false)));

        meeting.Pass(TimeSpan.FromSeconds(50));
        li.Session.Advance(meeting.Now);
        Assert.That(li.IsClosed, Is.True);
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("null")]
    [TestCase("""{"type":7}""")]
    [TestCase("""{"id":"x"}""")]
    [TestCase("""{"type":"view","slots":[{"mid":7}]}""")]
    [TestCase("""{"type":"view","slots":{}}""")]
    [TestCase("""{"type":"offer","transport":"both","sdp":"x"}""")]
    [TestCase("""{"type":"source","source":"screenAudio","on":true}""")]
    [TestCase("""{"type":"do","action":"fly"}""")]
    [TestCase("""{"type":"\ud800"}""")]
    public void What_is_not_understood_is_refused(string frame)
    {
        var li = new PaperMeeting().Join("Li");
        Assert.That(li.Say(Encoding.UTF8.GetBytes(frame)).GetProperty("type").GetString(), Is.EqualTo("refused"));
    }

    [Test]
    public void No_bytes_can_make_the_reader_throw([Range(1, 10)] int seed)
    {
        var random = new Random(seed);
        var frames = new[]
        {
            """{"type":"join","id":1,"conferenceId":"900825541","password":"123456","name":"Li","microphone":true}""",
            """{"type":"view","id":4,"slots":[{"mid":"1","participant":"p9","source":"screen","height":720,"pinned":true},{"mid":"2","place":1e99}]}""",
            """{"type":"stats","tracks":[{"direction":"send","loss":0.5,"roundTrip":-1,"bitrate":1e400}]}""",
        };
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(frames[random.Next(frames.Length)]);
            for (var j = 0; j < 3; j++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Assert.That(() => ClientMessageReader.TryRead(bytes.AsMemory(0, random.Next(bytes.Length + 1)), new SignalOptions(), out _, out _), Throws.Nothing);
        }
    }
}
