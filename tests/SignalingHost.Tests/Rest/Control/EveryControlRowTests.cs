using System.Text.Json;
using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Meetings.Conduct.Layouts;
using SignalingHost.Tests.Conferences;
using SignalingHost.Tests.Push;

namespace SignalingHost.Tests.Rest.Control;

/// <summary>Each row of conference control as a client sends it: what it does, seen in the answer to realTimeInfo, on the push channel, or in the meeting.</summary>
public sealed class EveryControlRowTests
{
    private ConferenceScene _scene = null!;
    private ConferenceId _meeting;
    private string _token = "";
    private ParticipantId _chair;
    private ParticipantId _alice;
    private ParticipantId _room;
    private PushListener _push = null!;

    [OneTimeSetUp]
    public async Task Start() => _scene = await ConferenceScene.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _scene.DisposeAsync();

    [SetUp]
    public async Task Meet()
    {
        _meeting = await _scene.OpenAsync();
        _token = await _scene.TokenAsync(_meeting);
        _chair = await _scene.JoinAsync(_meeting, "Chair", request => request with
        {
            Account = _scene.Owner.Id,
            Password = ConferenceScene.ChairPassword,
            Device = new Device { Kind = DeviceKind.Terminal, MultiStream = false },
        });
        _alice = await _scene.JoinAsync(_meeting, "Alice");
        _room = await _scene.JoinAsync(_meeting, "Room", request => request with { Device = new Device { Kind = DeviceKind.Terminal, MultiStream = false } });
        _push = await _scene.ListenAsync(_meeting, _token);
    }

    [TearDown]
    public async Task Part() => await _push.DisposeAsync();

    [Test]
    public async Task Real_time_info_names_everyone_with_the_documented_keys_and_types()
    {
        await DoneAsync(Put($"participants/cohost?participantID={_alice}", new { isCohost = 1 }));
        var info = await _scene.RealTimeInfoAsync(_meeting, _token);

        var alice = info.GetProperty("participants").EnumerateArray().Single(one => one.GetProperty("pid").GetString() == _alice.Value);
        foreach (var text in new[] { "pid", "name", "phone" })
            Assert.That(alice.GetProperty(text).ValueKind, Is.EqualTo(JsonValueKind.String), text);
        foreach (var number in new[] { "state", "video", "mute", "hand" })
            Assert.That(alice.GetProperty(number).ValueKind, Is.EqualTo(JsonValueKind.Number), number);
        var attendee = info.GetProperty("attendees").EnumerateArray().First();
        foreach (var text in new[] { "accountID", "userUUID", "name", "phone" })
            Assert.That(attendee.GetProperty(text).ValueKind, Is.EqualTo(JsonValueKind.String), text);
        Assert.That(info.GetProperty("confInfo").GetProperty("chairID").GetString(), Is.EqualTo(_chair.Value));
        Assert.That(info.GetProperty("confInfo").GetProperty("coHosts").EnumerateArray().Single().GetString(), Is.EqualTo(_alice.Value));
    }

    [TestCase(1, "1")]
    [TestCase(0, "0")]
    public async Task Mute_one(int isMute, string told)
    {
        await DoneAsync(Put($"participants/mute?participantID={_alice}", new { isMute = 1 - isMute }));
        await DoneAsync(Put($"participants/mute?participantID={_alice}", new { isMute }));

        Assert.That(await KeyAsync(_alice, "mute"), Is.EqualTo(isMute));
        await _push.WaitForKeyAsync(_alice.Value, "MUTE", told);
    }

    [Test]
    public async Task Mute_all_but_the_chair_without_leave_to_unmute()
    {
        await DoneAsync(Put("mute", new { isMute = 1, allowUnmuteByOneself = 0 }));

        Assert.That((await KeyAsync(_alice, "mute"), await KeyAsync(_room, "mute"), await KeyAsync(_chair, "mute")), Is.EqualTo((1, 1, 0)));
        var told = await _push.WaitAsync("ConfDynamicInfoNotify", frame => frame.TryGetProperty("mute", out var mute) && mute.GetInt32() == 1);
        Assert.That((told.GetProperty("canUnmute").GetInt32(), told.GetProperty("lock").GetInt32(), told.GetProperty("lockSharing").GetInt32()), Is.EqualTo((0, 0, 0)));
        Assert.That(told.GetProperty("msgMode").GetInt32(), Is.EqualTo(1));
        Assert.That(told.TryGetProperty("picNum", out _), Is.False, "an incremental frame has what changed");
    }

    [Test]
    public async Task Let_guests_unmute()
    {
        await DoneAsync(Put("mute/guestUnMute", new { allowUnmuteByOneself = 0 }));

        await DynamicAsync("canUnmute", "0");
    }

    [Test]
    public async Task Hands_go_up_and_many_go_down_at_once()
    {
        await DoneAsync(Put($"participants/hands?participantID={_alice}", new { handsState = 1 }));
        await DoneAsync(Put($"participants/hands?participantID={_room}", new { handsState = 1 }));
        Assert.That(await KeyAsync(_alice, "hand"), Is.EqualTo(1));
        await _push.WaitForKeyAsync(_alice.Value, "HAND", "1");

        await DoneAsync(Put("participants/batch/hands", new { handsState = 0, pids = new[] { _alice.Value, _room.Value } }));
        Assert.That((await KeyAsync(_alice, "hand"), await KeyAsync(_room, "hand")), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Rename_who_is_in_by_participant_and_a_line_of_the_list_by_number()
    {
        await DoneAsync(Put("participants/name", new { participantID = _alice.Value, number = "+99100Alice", newName = "艾丽丝" }));
        await _push.WaitForKeyAsync(_alice.Value, "NAME", "艾丽丝");

        await DoneAsync(Put("participants/name", new { number = "+99100Room", newName = "Hall 3" }));
        await _push.WaitAsync("AttendeesNotify", frame => frame.GetProperty("data").EnumerateArray().Any(one => one.GetProperty("name").GetString() == "Hall 3"));
    }

    [Test]
    public async Task The_chair_is_given_back_and_applied_for_with_its_password()
    {
        await DoneAsync(Put($"participants/role?participantID={_chair}", new { applyChair = 0 }));
        await DoneAsync(Put($"participants/role?participantID={_alice}", new { applyChair = 1, chairmanPwd = ConferenceScene.ChairPassword }));

        await _push.WaitForKeyAsync(_alice.Value, "ROLE", "1");
    }

    [Test]
    public async Task Co_host()
    {
        await DoneAsync(Put($"participants/cohost?participantID={_alice}", new { isCohost = 1 }));

        await _push.WaitForKeyAsync(_alice.Value, "IS_COHOST", "1");
        Assert.That((await Put($"participants/cohost?participantID={_chair}", new { isCohost = 1 })).Outcome, Is.EqualTo("400 MMC.111072107"));
    }

    [TestCase("participants/video", "status")]
    public async Task Ask_for_a_camera(string path, string field) =>
        await DoneAsync(Put($"{path}?participantID={_alice}", new Dictionary<string, int> { [field] = 1 }));

    [Test]
    public async Task Invite_to_share()
    {
        await DoneAsync(Put($"participants/share/invite?participantID={_alice}", new { share = 1 }));

        await _push.WaitForKeyAsync(_alice.Value, "INVITE_SHARE_STATE", "1");
    }

    [Test]
    public async Task Broadcast_and_cancel()
    {
        await DoneAsync(Put($"participants/broadcast?participantID={_alice}"));
        await DynamicAsync("mode", "BROADCAST");
        await _push.WaitForKeyAsync(_alice.Value, "BROADCAST", "1");

        await DoneAsync(Put("cancelBroadcast"));
        await _push.WaitForKeyAsync(_alice.Value, "BROADCAST", "0");
    }

    [Test]
    public async Task Roll_call()
    {
        await DoneAsync(Put($"participants/rollCall?participantID={_alice}"));

        await DynamicAsync("mode", "ROLLCALL");
        Assert.That(await KeyAsync(_room, "mute"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_chair_polls_and_stops()
    {
        await DoneAsync(Put("chairView", new { viewType = 0, switchTime = 20, status = 1 }));
        await DynamicAsync("chairView", "1");

        await DoneAsync(Put("chairView", new { viewType = 0, switchTime = 20, status = 0 }));
        Assert.That(_scene.View(_meeting).Dynamics.ChairPolling, Is.False);
    }

    [Test]
    public async Task A_site_watches_a_site_and_is_held_to_it()
    {
        await DoneAsync(Put($"partView?participantID={_room}", new { viewType = 2, participantID = _alice.Value }));
        await _push.WaitForKeyAsync(_room.Value, "PART_VIEW_SRC", _alice.Value);

        await DoneAsync(Put($"lockView?participantID={_room}", new { status = 1, participantID = _alice.Value }));
        await _push.WaitForKeyAsync(_room.Value, "LOCKED_VIEW", "1");

        await DoneAsync(Put($"partView?participantID={_room}", new { viewType = 1 }));
        await _push.WaitForKeyAsync(_room.Value, "VIEW_TYPE", "0");
    }

    [Test]
    public async Task The_multi_picture_by_number_and_by_participant()
    {
        await DoneAsync(Put("display/customMultiPicture", new
        {
            manualSet = 1,
            imageType = "Two",
            subscriberInPics = new[] { new { index = 1, subscriber = new[] { "+99100Alice" }, isAssistStream = 0 } },
            switchTime = 20,
            multiPicSaveOnly = false,
        }));
        await DynamicAsync("picNum", "2");
        Assert.That(_scene.View(_meeting).Dynamics.MultiPicture.ImageType, Is.EqualTo("Two"));

        await DoneAsync(Put("display/customMultiPicture", new
        {
            manualSet = 1,
            imageType = "Custom",
            subscriberInPics = new[] { new { index = 2, subscriber = new[] { "+99100Alice" } } },
            picLayoutInfo = new { x = 4, y = 4, subPicLayoutInfoList = new[] { new { id = 2, left = 3, top = 0, xSize = 1, ySize = 2 }, new { id = 1, left = 0, top = 0, xSize = 3, ySize = 4 } } },
        }));
        var custom = _scene.View(_meeting).Composition!;
        Assert.That((custom.Geometry.Panes[1], custom.Panes[1].Who), Is.EqualTo((new Cells(2, 3, 0, 1, 2), (ParticipantId?)_alice)));

        await DoneAsync(Put("display/multiPicture", new { manualSet = 1, imageType = "Four", subscriberInPics = new[] { new { index = 1, subscriber = new[] { _room.Value } } } }));
        Assert.That(_scene.View(_meeting).Dynamics.MultiPicture.ImageType, Is.EqualTo("Four"));
    }

    [Test]
    public async Task Voice_activation()
    {
        await DoneAsync(Put("display/mode", new { switchMode = "Fixed", imageType = 1 }));
        await DoneAsync(Put("display/mode", new { switchMode = "VAS", imageType = 0 }));

        Assert.That(_scene.View(_meeting).Dynamics.VoiceActivated, Is.True);
    }

    [Test]
    public async Task Layouts_are_saved_shown_and_deleted()
    {
        await DoneAsync(Put("layOut", new
        {
            restPicLayout = new { switchTime = 10, picNum = 4, layOutName = "Board", imageType = "Four", subscriberInPics = new[] { new { index = 1, id = new[] { "+99100Alice#Desktop" }, share = 0 } } },
        }));
        var kept = (await _scene.ControlAsync(HttpMethod.Get, _meeting, "layOut", _token)).Json;
        Assert.That((kept.GetProperty("returnCode").GetInt32(), kept.GetProperty("returnDesc").GetString()), Is.EqualTo((0, "Success")));
        var layout = kept.GetProperty("picLayouts").EnumerateArray().Single();
        Assert.That(layout.GetProperty("layOutName").GetString(), Is.EqualTo("Board"));

        await DoneAsync(_scene.ControlAsync(HttpMethod.Delete, _meeting, $"layOut?uuID={layout.GetProperty("uuid").GetString()}", _token));
        Assert.That((await _scene.ControlAsync(HttpMethod.Get, _meeting, "layOut", _token)).Json.GetProperty("picLayouts").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Lock_keeps_people_out()
    {
        await DoneAsync(Put("lock", new { isLock = 1 }));

        await DynamicAsync("lock", "1");
        Assert.That((await _scene.Desk.JoinAsync(_meeting, _scene.RequestOf("Late"))).Refusal, Is.EqualTo(Refusal.ConfLocked));
    }

    [Test]
    public async Task Extend()
    {
        var before = _scene.View(_meeting).Dynamics.EndsAt;
        await DoneAsync(Put("duration", new { auto = 0, duration = 20 }));

        Assert.That(_scene.View(_meeting).Dynamics.EndsAt - before, Is.EqualTo(TimeSpan.FromMinutes(20)));
        Assert.That((await Put("duration", new { auto = 0, duration = 100_000 })).Outcome, Is.EqualTo("400 MMC.111074004"));

        await DoneAsync(_scene.SendAsync(HttpMethod.Put, $"/v1/mmc/management/conference/duration?conferenceID={_meeting}", _token, new { auto = 0, duration = 10 }));
        Assert.That(_scene.View(_meeting).Dynamics.EndsAt - before, Is.EqualTo(TimeSpan.FromMinutes(30)), "older clients ask elsewhere");
    }

    [Test]
    public async Task Pause()
    {
        await DoneAsync(Put("pause", new { pause = 1 }));

        await DynamicAsync("pause", "true");
    }

    [TestCase("record", "isRecord")]
    [TestCase("mmrRecord", "recordType")]
    public async Task Record(string path, string field)
    {
        await DoneAsync(Put(path, new Dictionary<string, int> { [field] = 1 }));

        await DynamicAsync("recState", "1");
    }

    [TestCase("live", "isLive")]
    [TestCase("mmrLive", "liveState")]
    public async Task Live(string path, string field)
    {
        await DoneAsync(Put(path, new Dictionary<string, int> { [field] = 1 }));

        Assert.That(_scene.View(_meeting).Dynamics.Live, Is.EqualTo(LiveState.Starting));
    }

    [Test]
    public async Task Recording_that_was_not_booked_is_refused()
    {
        var plain = await _scene.OpenAsync(meeting => meeting with { Recording = new RecordingTerms() });
        await _scene.JoinAsync(plain, "Bob");
        var token = await _scene.TokenAsync(plain);

        Assert.That((await _scene.PutAsync(plain, "record", token, new { isRecord = 1 })).Outcome, Is.EqualTo("400 MMC.111072020"));
    }

    [Test]
    public async Task Client_recording()
    {
        await DoneAsync(Put($"allowClientRecord?participantID={_alice}", new { allowClientRecord = 1 }));

        await _push.WaitForKeyAsync(_alice.Value, "ALLOW_CLIENT_REC", "1");
    }

    [Test]
    public async Task Settings_of_a_running_meeting()
    {
        await DoneAsync(Put("updateStartedConfConfig", new { lockSharing = 1, callInRestriction = 2, chatPermission = 1, allowRename = 0, clientRecMode = 1, allowOpenCamera = 0, freeShare = 0 }));

        await DynamicAsync("lockSharing", "1");
        var dynamics = _scene.View(_meeting).Dynamics;
        Assert.That((dynamics.JoinRestriction, dynamics.Chat, dynamics.AllowRename), Is.EqualTo((JoinRestriction.Corporation, ChatPermission.None, false)));
    }

    [Test]
    public async Task Invite_calls_out_and_tells_how_it_ends()
    {
        await DoneAsync(_scene.ControlAsync(HttpMethod.Post, _meeting, "participants", _token, new { attendees = new[] { new { name = "Zoe", phone = "+8657100001", type = "normal" } } }));
        var call = _scene.View(_meeting).Participants.Single(one => one.Number == "+8657100001").Id;
        await _push.WaitForKeyAsync(call.Value, "STATE", "1");

        await _scene.Desk.AskAsync(_meeting, new MeetingCommand.CallProgress(Actor.Server, call, CallStep.Busy));
        var told = await _push.WaitAsync("InviteResultNotify", frame => frame.GetProperty("data")[0].GetProperty("callNumber").GetString() == "+8657100001");
        Assert.That(told.GetProperty("data")[0].GetProperty("resultCode").GetString(), Is.EqualTo("111076008"));
        Assert.That(told.GetProperty("data")[0].GetProperty("errorCode").GetString(), Is.EqualTo("111076008"));
    }

    [Test]
    public async Task Invite_by_password_needs_no_token()
    {
        var path = $"/v1/mmc/control/conferences/inviteWithPwd?conferenceID={_meeting}";
        await DoneAsync(_scene.SendAsync(HttpMethod.Post, path, null, new { callNum = "+8657100002", confID = _meeting.Value, pwd = ConferenceScene.GuestPassword }));
        Assert.That(_scene.View(_meeting).Participants.Any(one => one.Number == "+8657100002"), Is.True);

        Assert.That((await _scene.SendAsync(HttpMethod.Post, path, null, new { callNum = "+8657100003", confID = _meeting.Value, pwd = "000000" })).Outcome, Is.EqualTo("400 MMC.111072065"));
        Assert.That((await _scene.SendAsync(HttpMethod.Post, path, null, new { confID = _meeting.Value })).Outcome, Is.EqualTo("400 MMC.111071016"));
    }

    [Test]
    public async Task Hang_up_keeps_the_line_and_delete_takes_it()
    {
        await DoneAsync(_scene.ControlAsync(HttpMethod.Post, _meeting, "participants/delete", _token, new { bulkHangUpParticipants = new[] { _alice.Value } }));
        await _push.WaitAsync("ParticipantsNotify", frame => frame.GetProperty("data").EnumerateArray().Any(one => one.GetProperty("pid").GetString() == _alice.Value && one.GetProperty("mode").GetInt32() == 1));
        await _push.WaitAsync("InviteResultNotify", frame => frame.GetProperty("data")[0].GetProperty("resultCode").GetString() == "11076002");
        Assert.That(_scene.View(_meeting).Attendees.Any(line => line.Number == "+99100Alice"), Is.True);

        await DoneAsync(_scene.ControlAsync(HttpMethod.Post, _meeting, "attendees/delete", _token, new { bulkDelAttendInfo = new[] { new { number = "+99100Alice" } } }));
        Assert.That(_scene.View(_meeting).Attendees.Any(line => line.Number == "+99100Alice"), Is.False);
    }

    [Test]
    public async Task The_waiting_room_is_left_by_leave_and_entered_by_order()
    {
        var guarded = await _scene.OpenAsync(meeting => meeting with { Entry = new EntryRules { GuestsFirst = true, WaitingRoom = true } });
        var token = await _scene.TokenAsync(guarded);
        await _scene.JoinChairAsync(guarded);
        await using var push = await _scene.ListenAsync(guarded, token);
        var one = await _scene.JoinAsync(guarded, "One");
        var two = await _scene.JoinAsync(guarded, "Two");
        await push.WaitAsync("WaitingListNotify", frame => PushListener.HasKey(frame, one.Value, "WAITINGSTATE", "0"));

        await DoneAsync(_scene.PutAsync(guarded, "allowWaitingParticipant", token, new { participantID = one.Value }));
        await push.WaitAsync("WaitingListNotify", frame => PushListener.HasKey(frame, one.Value, "WAITINGSTATE", "1"));
        await DoneAsync(_scene.PutAsync(guarded, "allowWaitingParticipant", token, new { allowAll = true }));
        Assert.That(_scene.View(guarded).Waiting, Is.Empty);

        await DoneAsync(_scene.PutAsync(guarded, "moveToWaitingRoom", token, new { participantID = one.Value }));
        await DoneAsync(_scene.PutAsync(guarded, "batchMoveToWaitingRoom", token, new { batchParticipants = new[] { two.Value } }));
        Assert.That(_scene.View(guarded).Waiting, Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Stop_ends_the_meeting_for_everyone_and_closes_the_push_channel()
    {
        await DoneAsync(Put("stop"));

        await DynamicAsync("state", "Destroyed");
        await _push.WaitForCloseAsync();
        Assert.That(_push.CloseReason, Is.EqualTo("MeetingOver"));
        Assert.That((await Put("stop")).Outcome, Is.EqualTo("400 MMC.111072005"));
    }

    [Test]
    public async Task Speakers_are_told_without_waiting_for_the_store()
    {
        await _scene.Desk.AskAsync(_meeting, new MeetingCommand.SpeakerLevels(Actor.Server, [new(_alice, 60), new(_room, 20)]));

        var told = await _push.WaitAsync("SpeakerChangeNotify", frame => frame.GetProperty("data").GetArrayLength() == 2);
        Assert.That(told.GetProperty("data")[0].GetProperty("pid").GetString(), Is.EqualTo(_alice.Value));
        Assert.That(told.GetProperty("data")[0].GetProperty("speakingVolume").GetInt32(), Is.EqualTo(60));
    }

    [TestCase("allowAudience", """{"allowAudience":1}""")]
    [TestCase("simultaneousInterpretation", """{"simultaneousInterpretation":1}""")]
    [TestCase("interpreterGroup", """{"interpreterGroups":[]}""")]
    [TestCase("setAttendeeLanChannel", """{"listenLanChannel":"1","speakLanChannel":"1"}""")]
    public async Task What_is_not_held_here_says_so(string path, string body) =>
        Assert.That((await Put(path, body)).Outcome, Is.EqualTo("400 MMC.111072010"));

    [Test]
    public async Task The_site_is_normal_and_quality_names_only_who_is_measured()
    {
        var site = await _scene.SendAsync(HttpMethod.Get, "/v1/mmc/control/confmaintain/queryMgmtSiteStatus", null);
        Assert.That((site.Json.GetProperty("status").GetString(), site.Json.GetProperty("redirectJoinUrl").GetString()), Is.EqualTo(("NORMAL", "")));

        var path = $"/v1/mmc/cqs/media/qos?conferenceid={_meeting}&confuuid={_scene.View(_meeting).Setup.Run}&appid=x";
        var quality = await _scene.SendAsync(HttpMethod.Post, path, null, new { users = new[] { new { pid = _alice.Value, accessMediaType = "webrtc" } } }, ("confToken", _token));
        Assert.That((quality.Json.GetProperty("returnCode").GetInt32(), quality.Json.GetProperty("qosList").ValueKind), Is.EqualTo((0, JsonValueKind.Array)));
        Assert.That((await _scene.SendAsync(HttpMethod.Post, path, null, new { users = Array.Empty<object>() })).Outcome, Is.EqualTo("401 MMC.111070111"));
    }

    [TestCase("mute", "", "400 MMC.111072057")]
    [TestCase("mute", "null", "400 MMC.111072057")]
    [TestCase("mute", "{", "400 MMC.111071062")]
    [TestCase("mute", """{"isMute":"loud"}""", "400 MMC.111071062")]
    [TestCase("mute", "[]", "400 MMC.111071062")]
    [TestCase("mute", "{}", "400 MMC.111071016")]
    [TestCase("mute", """{"isMute":2}""", "400 MMC.111072045")]
    [TestCase("lock", """{"isLock":-1}""", "400 MMC.111072045")]
    [TestCase("mmrRecord", """{"recordType":7}""", "400 MMC.111072045")]
    [TestCase("participants/mute", """{"isMute":1}""", "400 MMC.111071016")]
    [TestCase("participants/mute?participantID=nobody", """{"isMute":1}""", "400 MMC.111072008")]
    [TestCase("participants/name", """{"number":"1","newName":""}""", "400 MMC.111072046")]
    [TestCase("chairView", """{"viewType":9}""", "400 MMC.111072040")]
    [TestCase("chairView", """{"viewType":0,"switchTime":5,"status":1}""", "400 MMC.111072042")]
    [TestCase("display/mode", """{"imageType":1}""", "400 MMC.111072051")]
    [TestCase("display/mode", """{"switchMode":"Round","imageType":1}""", "400 MMC.111072052")]
    [TestCase("display/customMultiPicture", """{"manualSet":3}""", "400 MMC.111072041")]
    [TestCase("display/customMultiPicture", """{"manualSet":1}""", "400 MMC.111072043")]
    [TestCase("display/customMultiPicture", """{"manualSet":1,"imageType":"Custom","picLayoutInfo":{"x":2}}""", "400 MMC.111071016")]
    [TestCase("display/customMultiPicture", """{"manualSet":1,"imageType":"Custom","picLayoutInfo":{"x":2,"y":2,"subPicLayoutInfoList":[{"id":2,"left":0,"top":0,"xSize":1,"ySize":1}]}}""", "400 MMC.111072044")]
    [TestCase("participants/batch/hands", """{"handsState":0,"pids":[]}""", "400 MMC.111071016")]
    [TestCase("layOut", "{}", "400 MMC.111071016")]
    public async Task What_is_wrong_with_a_request_has_its_code(string path, string body, string outcome) =>
        Assert.That((await Put(path, body)).Outcome, Is.EqualTo(outcome));

    [Test]
    public async Task A_quoted_number_is_a_number()
    {
        await DoneAsync(Put($"participants/mute?participantID={_alice}", """{"isMute":"1","unknown":{"a":[1]}}"""));
        Assert.That(await KeyAsync(_alice, "mute"), Is.EqualTo(1));
    }

    // Guests act on themselves and do nothing that is a host's.
    [TestCase("mute", """{"isMute":1}""")]
    [TestCase("lock", """{"isLock":1}""")]
    [TestCase("stop", "")]
    [TestCase("duration", """{"auto":0}""")]
    [TestCase("record", """{"isRecord":1}""")]
    [TestCase("cancelBroadcast", "")]
    [TestCase("display/mode", """{"switchMode":"VAS","imageType":0}""")]
    [TestCase("updateStartedConfConfig", """{"isLock":1}""")]
    [TestCase("allowWaitingParticipant", """{"allowAll":true}""")]
    public async Task A_guest_may_not_do_what_is_a_hosts(string path, string body)
    {
        var guest = await _scene.TokenOfAsync(_meeting, _alice);

        Assert.That((await _scene.PutAsync(_meeting, path, guest, body)).Outcome, Is.EqualTo("400 MMC.111072070"));
    }

    [Test]
    public async Task A_guest_acts_on_himself_alone()
    {
        var guest = await _scene.TokenOfAsync(_meeting, _alice);

        Assert.That((await _scene.PutAsync(_meeting, $"participants/mute?participantID={_alice}", guest, new { isMute = 1 })).Outcome, Is.EqualTo("200"));
        Assert.That((await _scene.PutAsync(_meeting, $"participants/mute?participantID={_room}", guest, new { isMute = 1 })).Outcome, Is.EqualTo("400 MMC.111072071"));
        Assert.That((await _scene.PutAsync(_meeting, $"participants/role?participantID={_alice}", guest, new { applyChair = 1, chairmanPwd = ConferenceScene.ChairPassword })).Outcome, Is.EqualTo("400 MMC.111074001"));
    }

    private Task<ControlAnswer> Put(string path, object? body = null) => _scene.PutAsync(_meeting, path, _token, body);

    /// <summary>Done is 200 without a body.</summary>
    private static async Task DoneAsync(Task<ControlAnswer> asked)
    {
        var answer = await asked;
        Assert.That((answer.Outcome, answer.Body), Is.EqualTo(("200", "")));
    }

    private async Task<int> KeyAsync(ParticipantId who, string key) => (await _scene.RealTimeInfoAsync(_meeting, _token)).GetProperty("participants").EnumerateArray()
        .Single(one => one.GetProperty("pid").GetString() == who.Value).GetProperty(key).GetInt32();

    private Task<JsonElement> DynamicAsync(string key, string value) => _push.WaitAsync(
        "ConfDynamicInfoNotify", frame => frame.GetProperty("msgMode").GetInt32() == 1 && frame.TryGetProperty(key, out var found) && found.ToString().Equals(value, StringComparison.OrdinalIgnoreCase));
}
