using System.Text.Json;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Tests.Conferences;

namespace SignalingHost.Tests.Push;

/// <summary>The push channel's own rules, by real sockets.</summary>
public sealed class PushChannelTests
{
    private ConferenceScene _scene = null!;

    [OneTimeSetUp]
    public async Task Start() => _scene = await ConferenceScene.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _scene.DisposeAsync();

    [Test]
    public async Task A_subscriber_hears_the_whole_first()
    {
        var meeting = await _scene.OpenAsync();
        var chair = await _scene.JoinChairAsync(meeting);
        await using var push = await _scene.ListenAsync(meeting, await _scene.TokenAsync(meeting));

        var basic = await push.WaitAsync("ConfBasicInfoNotify", _ => true);
        foreach (var key in new[] { "version", "createTime", "msgID", "msgMode", "confID", "displayID", "title", "startTime", "scheduledStartTime", "pwds", "media", "owner", "ownerID", "orgID", "confMode", "webinar", "supportWaitingRoom" })
            Assert.That(basic.TryGetProperty(key, out _), Is.True, key);
        Assert.That(basic.GetProperty("msgMode").GetInt32(), Is.Zero);
        Assert.That(basic.GetProperty("recType").GetInt32(), Is.EqualTo(2), "record and live is 2 on this channel");
        Assert.That(basic.GetProperty("pwds")[0].GetProperty("pwd").GetString(), Is.EqualTo(ConferenceScene.ChairPassword));

        var people = await push.WaitAsync("ParticipantsNotify", _ => true);
        var map = people.GetProperty("data").EnumerateArray().Single(one => one.GetProperty("pid").GetString() == chair.Value).GetProperty("pinfoMap");
        Assert.That(map.EnumerateObject().All(key => key.Value.ValueKind == JsonValueKind.String), Is.True, "every value is a string");
        foreach (var key in new[] { "NAME", "TEL", "ROLE", "STATE", "HAND", "BROADCAST", "ROLLCALL", "SHARE", "MUTE", "VIDEO", "ADDTIME", "M", "T", "ANONYMOUS", "CLIENT_LOGIN_TYPE", "IS_COHOST", "ACCOUNT_ID" })
            Assert.That(map.TryGetProperty(key, out _), Is.True, key);
        foreach (var type in new[] { "ConfDynamicInfoNotify", "AttendeesNotify", "SpeakerChangeNotify", "WaitingListNotify", "InterpreterGroupNotify" })
            await push.WaitAsync(type, frame => frame.GetProperty("msgMode").GetInt32() == 0);
    }

    [Test]
    public async Task What_was_booked_is_told_again_when_it_changes()
    {
        var meeting = await _scene.OpenAsync();
        var token = await _scene.TokenAsync(meeting);
        await using var push = await _scene.ListenAsync(meeting, token, "ConfBasicInfoNotify");
        var whole = await push.WaitAsync("ConfBasicInfoNotify", frame => frame.GetProperty("msgMode").GetInt32() == 0);
        Assert.That(whole.GetProperty("guestJoinUri").GetString(), Does.Match($"^https://.+/#/j/{meeting}/[0-9a-f]{{48}}$"));

        await _scene.PutAsync(meeting, "updateStartedConfConfig", token, new { callInRestriction = 3 });
        var part = await push.WaitAsync("ConfBasicInfoNotify", frame => frame.GetProperty("msgMode").GetInt32() == 1);
        Assert.That((part.GetProperty("callInRestriction").GetInt32(), part.TryGetProperty("title", out _)), Is.EqualTo((3, false)));

        await using var later = await _scene.ListenAsync(meeting, token, "ConfBasicInfoNotify");
        Assert.That((await later.WaitAsync("ConfBasicInfoNotify", _ => true)).GetProperty("callInRestriction").GetInt32(), Is.EqualTo(3));
    }

    [Test]
    public async Task A_subscription_may_be_an_object_and_the_token_plain()
    {
        var meeting = await _scene.OpenAsync();
        var token = await _scene.TokenAsync(meeting);
        await using var push = await _scene.ListenAsync(meeting, token, "SpeakerChangeNotify");
        await push.SendAsync(new { action = "Subscribe", sequence = "s-2", data = new { subscribeType = new[] { "ConfDynamicInfoNotify" }, confToken = token, conferenceID = meeting.Value } });

        var answer = await push.WaitAsync("Subscribe", frame => frame.GetProperty("sequence").GetString() == "s-2");
        Assert.That((answer.GetProperty("data").GetProperty("returnCode").GetInt32(), answer.GetProperty("data").GetProperty("returnDesc").GetString()), Is.EqualTo((0, "SUCCESS")));
        await push.WaitAsync("ConfDynamicInfoNotify", frame => frame.GetProperty("canUnmute").GetInt32() == 1);
    }

    [Test]
    public async Task A_heartbeat_comes_back_and_the_token_is_refreshed()
    {
        var meeting = await _scene.OpenAsync();
        var token = await _scene.TokenAsync(meeting);
        await using var push = await _scene.ListenAsync(meeting, token);
        await push.SendAsync(new { action = "HeartBeat", sequence = "0000001700000000000" });
        await push.SendAsync(new { action = "ConfControl", sequence = "r-1", type = "REFRESHTOKEN", data = JsonSerializer.Serialize(new { conferenceID = meeting.Value, confToken = token }) });

        await push.WaitAsync("HeartBeat", frame => frame.GetProperty("sequence").GetString() == "0000001700000000000");
        var refreshed = await push.WaitAsync("ConfControl", frame => frame.GetProperty("sequence").GetString() == "r-1");
        Assert.That(refreshed.GetProperty("data").GetProperty("returnCode").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task A_ticket_opens_one_connection_of_one_meeting()
    {
        var meeting = await _scene.OpenAsync();
        var token = await _scene.TokenAsync(meeting);
        var ticket = (await _scene.ControlAsync(HttpMethod.Get, meeting, "wsToken", token)).Json.GetProperty("webSocketToken").GetString()!;
        await using var first = await PushListener.ConnectAsync(_scene.Server.Http, meeting.Value, ticket);
        await using var second = await PushListener.ConnectAsync(_scene.Server.Http, meeting.Value, ticket);
        await second.WaitForCloseAsync();

        Assert.That(second.CloseReason, Is.EqualTo("InvalidToken"));
        await first.SubscribeAsync(token);
    }

    [Test]
    public async Task Another_meetings_token_subscribes_to_nothing()
    {
        var (meeting, other) = (await _scene.OpenAsync(), await _scene.OpenAsync());
        await using var push = await _scene.ListenAsync(meeting, await _scene.TokenAsync(meeting), "SpeakerChangeNotify");
        await push.SendAsync(new { action = "Subscribe", sequence = "x", data = new { subscribeType = new[] { "ParticipantsNotify" }, confToken = await _scene.TokenAsync(other) } });

        var answer = await push.WaitAsync("Subscribe", frame => frame.GetProperty("sequence").GetString() == "x");
        Assert.That(answer.GetProperty("data").GetProperty("returnCode").GetInt32(), Is.EqualTo((int)Refusal.ForbiddenSubscribe));
    }

    [Test]
    public async Task A_guest_hears_no_chairs_password_and_no_waiting_room_and_nothing_after_he_has_left()
    {
        var meeting = await _scene.OpenAsync();
        var alice = await _scene.JoinAsync(meeting, "Alice");
        await using var push = await _scene.ListenAsync(meeting, await _scene.TokenOfAsync(meeting, alice));

        var basic = await push.WaitAsync("ConfBasicInfoNotify", _ => true);
        Assert.That(basic.GetRawText(), Does.Not.Contain(ConferenceScene.ChairPassword));
        await push.WaitAsync("InterpreterGroupNotify", _ => true);
        Assert.That(push.Heard.Any(frame => frame.GetProperty("action").GetString() == "WaitingListNotify"), Is.False);

        await _scene.Desk.AskAsync(meeting, new MeetingCommand.Leave(Actor.Server, alice));
        await push.WaitForCloseAsync();
        Assert.That(push.CloseReason, Is.EqualTo("NotInMeeting"));
    }

    [TestCase("nonsense", "NotUnderstood")]
    [TestCase("{\"action\":", "NotUnderstood")]
    [TestCase("[]", "NotUnderstood")]
    public async Task Nonsense_ends_the_connection(string text, string reason)
    {
        var meeting = await _scene.OpenAsync();
        await using var push = await _scene.ListenAsync(meeting, await _scene.TokenAsync(meeting));
        await push.SendTextAsync(text);
        await push.WaitForCloseAsync();

        Assert.That(push.CloseReason, Is.EqualTo(reason));
    }

    [Test]
    public async Task A_frame_that_is_too_long_ends_the_connection()
    {
        var meeting = await _scene.OpenAsync();
        await using var push = await _scene.ListenAsync(meeting, await _scene.TokenAsync(meeting));
        await push.SendTextAsync(new string('x', 40_000));
        await push.WaitForCloseAsync();

        Assert.That(push.CloseReason, Is.EqualTo("FrameTooLong"));
    }

    [Test]
    public async Task Every_subscriber_hears_every_change_once_and_versions_rise()
    {
        var meeting = await _scene.OpenAsync();
        var token = await _scene.TokenAsync(meeting);
        var alice = await _scene.JoinAsync(meeting, "Alice");
        var listeners = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _scene.ListenAsync(meeting, token, "ParticipantsNotify")));
        for (var i = 1; i <= 20; i++)
            await _scene.Desk.AskAsync(meeting, new MeetingCommand.Mute(Actor.Server, alice, i % 2 == 1));
        await _scene.Desk.AskAsync(meeting, new MeetingCommand.RaiseHand(Actor.Server, alice, true));

        foreach (var listener in listeners)
        {
            await listener.WaitForKeyAsync(alice.Value, "HAND", "1");
            var parts = listener.Heard.Where(frame => frame.GetProperty("action").GetString() == "ParticipantsNotify" && frame.GetProperty("msgMode").GetInt32() == 1).ToArray();
            Assert.That(parts, Has.Length.EqualTo(21));
            Assert.That(parts.Select(frame => frame.GetProperty("version").GetInt64()), Is.Ordered.Ascending);
            await listener.DisposeAsync();
        }
    }

    [Test]
    public async Task A_change_reaches_a_subscriber_within_a_tenth_of_a_second()
    {
        var meeting = await _scene.OpenAsync();
        var token = await _scene.TokenAsync(meeting);
        var alice = await _scene.JoinAsync(meeting, "Alice");
        await using var push = await _scene.ListenAsync(meeting, token, "ParticipantsNotify");
        var delays = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var name = $"Alice {i}";
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            await _scene.PutAsync(meeting, "participants/name", token, new { participantID = alice.Value, number = "", newName = name });
            var (_, at) = await push.WaitWithTimeAsync(frame => frame.GetProperty("action").GetString() == "ParticipantsNotify" && PushListener.HasKey(frame, alice.Value, "NAME", name));
            delays.Add(System.Diagnostics.Stopwatch.GetElapsedTime(began, at).TotalMilliseconds);
        }

        delays.Sort();
        await TestContext.Out.WriteLineAsync($"from the request's first byte to the frame: median {delays[100]:F2} ms, p99 {delays[197]:F2} ms, longest {delays[^1]:F2} ms");
        Assert.That(delays[100], Is.LessThan(100));
    }
}
