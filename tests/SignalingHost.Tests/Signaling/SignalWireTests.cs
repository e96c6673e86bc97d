using Meetings;
using Meetings.Conduct;
using Protocols.Sdp;
using SignalingHost.Mixing;
using SignalingHost.Tests.Conferences;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Signaling;

/// <summary>Clients on real sockets, with real media, against the whole server.</summary>
public sealed class SignalWireTests
{
    private const int ConsentSeconds = 7;

    private ConferenceScene _scene = null!;

    private int Listeners => _scene.Server.Get<RoomSounds>().Statistics.Sum(worker => worker.Listeners);

    [OneTimeSetUp]
    public async Task StartAsync() => _scene = await ConferenceScene.StartAsync(
        null, "--Roles=all", "--Media:Shards=1", $"--Media:FirstPort={TestPorts.Free()}", "--Media:AnnouncedAddresses=127.0.0.1", $"--Media:ConsentTimeout={ConsentSeconds}");

    [OneTimeTearDown]
    public async Task EndAsync() => await _scene.DisposeAsync();

    [Test]
    public async Task Two_hear_and_see_each_other_and_a_mute_silences_one()
    {
        var meeting = await _scene.BookAsync();
        await using var li = await JoinAsync(meeting, "Li");
        await using var wang = await JoinAsync(meeting, "Wang");
        await li.PublishAsync();
        await wang.PublishAsync();
        await li.WatchAsync();
        await wang.WatchAsync();
        await li.ShowAsync(new { mid = "0", participant = wang.Id, source = "microphone" }, new { mid = "2", participant = wang.Id, height = 720 });
        await wang.ShowAsync(new { mid = "0", place = 1 }, new { mid = "1", place = 2 }, new { mid = "2", speaker = true });
        SpeakAndFilm(li, 1);
        SpeakAndFilm(wang, 2);
        await Waiting.UntilAsync(() => Sees(li, 2) && Hears(li, 2), "that Li sees and hears the one he asked for");
        await Waiting.UntilAsync(() => Hears(wang, 1), "that Wang hears those who are loud");
        await Waiting.UntilAsync(() => Sees(wang, 1), "that Wang sees who speaks");

        var speakers = await li.WaitAsync(message => message.GetProperty("type").GetString() == "speakers" && message.GetProperty("speakers").GetArrayLength() == 2, "two speakers");
        Assert.That(speakers.GetProperty("speakers").EnumerateArray().Select(one => one.GetProperty("id").GetString()), Is.EquivalentTo(new[] { li.Id, wang.Id }));
        await wang.WaitAsync(message => IsShown(message, "2", li.Id), "that the picture is told to be Li's");

        Assert.That((await wang.AskAsync("source", new { source = "microphone", on = false })).GetProperty("type").GetString(), Is.EqualTo("done"));
        await Task.Delay(300);
        Assert.That((await li.Receiving!.HearsAsync(MediaKind.Audio, 2, 0.5), await li.Receiving.HearsAsync(MediaKind.Video, 2, 0.5) > 0), Is.EqualTo((0, true)));

        await wang.AskAsync("do", new { action = "mute", on = false });
        await Task.Delay(300);
        Assert.That(await li.Receiving.HearsAsync(MediaKind.Audio, 2, 0.5), Is.Positive);
    }

    [Test]
    public async Task Who_does_not_decode_a_picture_is_told_when_there_is_no_room_to_convert_it_and_hears_on()
    {
        var pictures = _scene.Server.Get<RoomPictures>();
        for (var other = 0; pictures.TryTwin(new("elsewhere"), new(0x7FFF_0000 + other));)
            other++;

        var meeting = await _scene.BookAsync();
        await using var li = await JoinAsync(meeting, "Li");
        await using var wang = await JoinAsync(meeting, "Wang");
        await li.PublishAsync(CodecChoice.Vp9);
        await wang.WatchAsync();
        await wang.ShowAsync(new { mid = "0", place = 1 }, new { mid = "2", participant = li.Id });
        SpeakAndFilm(li, 1);
        var told = await wang.WaitAsync("unshown");
        Assert.That((told.GetProperty("slots")[0].GetProperty("mid").GetString(), told.GetProperty("symbol").GetString()), Is.EqualTo(("2", "MEDIA_RESOURCE_NOT_ENOUGH")));
        await Waiting.UntilAsync(() => Hears(wang, 1), "that the voice goes on");
        await Waiting.UntilAsync(() => pictures.Twins == 1, "that what nobody watches made room for it");
    }

    [Test]
    public async Task Who_asks_for_the_mix_is_sent_one_sound_without_a_break_until_he_asks_for_another()
    {
        var meeting = await _scene.BookAsync();
        await using var li = await JoinAsync(meeting, "Li");
        await li.WatchAsync();
        Assert.That((await li.AskAsync("view", new { slots = new[] { new { mid = "2", mix = true } } })).GetProperty("type").GetString(), Is.EqualTo("refused"), "in the section of a picture");

        await li.ShowAsync(new { mid = "0", mix = true });
        await Waiting.UntilAsync(() => li.Receiving!.Sounds > 50, "a second of the mix, which is silence");
        Assert.That(Listeners, Is.EqualTo(1));

        await li.ShowAsync(new { mid = "0", place = 1 });
        await Waiting.UntilAsync(() => Listeners == 0, "that nobody is given the mix any more");
    }

    [Test]
    public async Task A_share_is_seen_while_it_lasts_and_not_a_packet_longer_when_the_chair_stops_it()
    {
        var meeting = await _scene.BookAsync();
        await using var chair = await ConferenceClient.JoinAsync(_scene.Server.Http, new { conferenceId = meeting.Value, accessToken = await _scene.LoginAsync("admin", "Minutes-2026"), name = "Chair", microphone = true, camera = true });
        await using var li = await JoinAsync(meeting, "Li");
        Assert.That(chair.Joined.GetProperty("control").GetProperty("role").GetInt32(), Is.EqualTo(1));
        await li.PublishAsync();
        await chair.WatchAsync();
        await chair.ShowAsync(new { mid = "1", participant = li.Id, source = "screenAudio" }, new { mid = "3", participant = li.Id, source = "screen", height = 1080 });
        li.Sending!.Send(2, 7);
        li.Sending.Send(3, 8);
        Assert.That((await chair.Receiving!.HearsAsync(MediaKind.Video, 7, 0.5), await chair.Receiving.HearsAsync(MediaKind.Audio, 8, 0.3)), Is.EqualTo((0, 0)), "before it was announced");

        await li.AskAsync("source", new { source = "screen", on = true });
        await Waiting.UntilAsync(() => chair.Receiving.Heard(MediaKind.Video, 7) > 5 && chair.Receiving.Heard(MediaKind.Audio, 8) > 5, "the share");

        await chair.AskAsync("do", new { action = "shareStop", participant = li.Id });
        Assert.That((await li.WaitAsync("ask")).GetProperty("what").GetString(), Is.EqualTo("stopShare"));
        await Task.Delay(300);
        Assert.That((await chair.Receiving.HearsAsync(MediaKind.Video, 7, 0.5), await chair.Receiving.HearsAsync(MediaKind.Audio, 8, 0.3)), Is.EqualTo((0, 0)), "after the chair stopped it");
    }

    [Test]
    public async Task Who_may_not_come_in_is_told_why()
    {
        var meeting = await _scene.OpenAsync();
        await _scene.Desk.AskAsync(meeting, new MeetingCommand.Lock(new Actor.Controller("c"), On: true));
        await using var client = await ConferenceClient.ConnectAsync(_scene.Server.Http);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RefusedAsync(client, new { conferenceId = meeting.Value, password = ConferenceScene.GuestPassword, name = "Li" }), Is.EqualTo("CONF_LOCKED"));
            Assert.That(await RefusedAsync(client, new { conferenceId = meeting.Value, password = "000000", name = "Li" }), Is.EqualTo("CONF_NOT_FOUND_OR_AUTH_FAILED"));
            Assert.That(await RefusedAsync(client, new { conferenceId = "999999999", password = "000000", name = "Li" }), Is.EqualTo("CONF_NOT_FOUND_OR_AUTH_FAILED"));
            Assert.That(await RefusedAsync(client, new { link = new string('0', 48), name = "Li" }), Is.EqualTo("CONF_ID_NOT_EXIST"));
            Assert.That(await RefusedAsync(client, new { conferenceId = meeting.Value, accessToken = "nonsense", name = "Li" }), Is.EqualTo("INVALID_TOKEN"));
            Assert.That(await RefusedAsync(client, new { resume = "nonsense" }), Is.EqualTo("CONF_PARTICIPANT_NOT_EXIST"));
        }
    }

    [Test]
    public async Task A_link_lets_in_without_a_password()
    {
        var tokens = JoinTokens.Draw(_scene.Server.Get<IIdentitySource>());
        await _scene.BookAsync(booked => booked with { Tokens = tokens });
        await using var li = await ConferenceClient.JoinAsync(_scene.Server.Http, new { link = tokens.Guest, name = "Li" });
        Assert.That(li.Joined.GetProperty("meeting").GetProperty("subject").GetString(), Is.EqualTo("Weekly"));
    }

    [Test]
    public async Task Who_comes_back_within_his_time_is_the_same_participant_with_the_same_media_and_seat()
    {
        var meeting = await _scene.BookAsync();
        await using var li = await JoinAsync(meeting, "Li");
        await using var wang = await JoinAsync(meeting, "Wang");
        await wang.PublishAsync();
        await li.WatchAsync();
        await li.ShowAsync(new { mid = "0", participant = wang.Id });
        wang.Sending!.Send(0, 3);
        await Waiting.UntilAsync(() => Hears(li, 3), "that Li hears Wang");

        li.Break();
        Assert.That(await li.Receiving!.HearsAsync(MediaKind.Audio, 3, 0.5), Is.Positive, "media outlives the socket");
        await wang.WaitAsync(message => Participant(message, li.Id) is { } one && one.GetProperty("state").GetString() == "away", "that Li is away");

        await using var back = await ConferenceClient.JoinAsync(_scene.Server.Http, new { resume = li.Resume });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(back.Id, Is.EqualTo(li.Id));
            Assert.That(back.Joined.GetProperty("transports").GetProperty("receive").GetBoolean(), Is.True);
            Assert.That(_scene.View(meeting).Participants, Has.Length.EqualTo(2));
            Assert.That(_scene.View(meeting).Find(new ParticipantId(li.Id))!.Presence, Is.EqualTo(Presence.In));
        }

        await back.ShowAsync(new { mid = "0" });
        await Task.Delay(300);
        Assert.That(await li.Receiving.HearsAsync(MediaKind.Audio, 3, 0.4), Is.Zero, "his new socket speaks for his old media");
    }

    [Test]
    public async Task After_an_outage_that_outlasts_consent_he_offers_anew_and_goes_on_as_himself()
    {
        var meeting = await _scene.BookAsync();
        await using var li = await JoinAsync(meeting, "Li");
        await using var wang = await JoinAsync(meeting, "Wang");
        await wang.PublishAsync();
        await li.WatchAsync();
        wang.Sending!.Send(0, 4);
        li.Receiving!.IsDown = true;
        li.Break();
        await Task.Delay(TimeSpan.FromSeconds(ConsentSeconds + 2));

        await using var back = await ConferenceClient.JoinAsync(_scene.Server.Http, new { resume = li.Resume });
        Assert.That((back.Id, back.Joined.GetProperty("transports").GetProperty("receive").GetBoolean()), Is.EqualTo((li.Id, false)));
        var stale = await back.AskAsync("offer", new { transport = "receive", sdp = li.Receiving.Offer });
        Assert.That(stale.GetProperty("symbol").GetString(), Is.EqualTo("CONF_STATUS_ILLEGAL"), "the server has no such connection any more");

        await back.WatchAsync();
        await back.ShowAsync(new { mid = "0", participant = wang.Id });
        await Waiting.UntilAsync(() => Hears(back, 4), "that Li hears Wang again");
        Assert.That(_scene.View(meeting).Participants, Has.Length.EqualTo(2));
    }

    [Test]
    public async Task Another_device_of_the_same_account_takes_his_place()
    {
        var meeting = await _scene.BookAsync();
        var token = await _scene.LoginAsync("admin", "Minutes-2026");
        await using var desk = await ConferenceClient.JoinAsync(_scene.Server.Http, new { conferenceId = meeting.Value, accessToken = token, name = "Chair", device = "desktop" });
        await using var phone = await ConferenceClient.JoinAsync(_scene.Server.Http, new { conferenceId = meeting.Value, accessToken = token, name = "Chair", device = "mobile" });
        await desk.WaitAsync("moved");
        Assert.That((phone.Id, _scene.View(meeting).Participants.Length, phone.Joined.GetProperty("participants")[0].GetProperty("device").GetString()), Is.EqualTo((desk.Id, 1, "mobile")));
    }

    [Test]
    public async Task Who_leaves_is_gone_at_once_with_all_that_he_sent()
    {
        var meeting = await _scene.BookAsync();
        await using var li = await JoinAsync(meeting, "Li");
        await using var wang = await JoinAsync(meeting, "Wang");
        await wang.PublishAsync();
        await li.WatchAsync();
        await li.ShowAsync(new { mid = "0", participant = wang.Id });
        wang.Sending!.Send(0, 5);
        await Waiting.UntilAsync(() => Hears(li, 5), "that Li hears Wang");
        await wang.AskAsync("do", new { action = "leave" });
        Assert.That((await wang.WaitAsync("ended")).GetProperty("reason").GetString(), Is.EqualTo("left"));
        await Task.Delay(300);
        Assert.That((await li.Receiving!.HearsAsync(MediaKind.Audio, 5, 0.4), _scene.View(meeting).Participants.Length), Is.EqualTo((0, 1)));
    }

    private static bool IsShown(System.Text.Json.JsonElement message, string mid, string who) =>
        message.GetProperty("type").GetString() == "shown"
        && message.GetProperty("slots").EnumerateArray().Any(slot => slot.GetProperty("mid").GetString() == mid && slot.GetProperty("participant").GetString() == who);

    private static bool Sees(ConferenceClient who, byte mark) => who.Receiving!.Heard(MediaKind.Video, mark) > 5;

    private static bool Hears(ConferenceClient who, byte mark) => who.Receiving!.Heard(MediaKind.Audio, mark) > 5;

    private static void SpeakAndFilm(ConferenceClient who, byte mark)
    {
        who.Sending!.Send(0, mark);
        who.Sending.Send(1, mark);
    }

    private static System.Text.Json.JsonElement? Participant(System.Text.Json.JsonElement message, string id) =>
        message.GetProperty("type").GetString() != "participants" ? null
            : message.GetProperty("changed").EnumerateArray().Where(one => one.GetProperty("id").GetString() == id).Select(one => (System.Text.Json.JsonElement?)one).FirstOrDefault();

    private static async Task<string?> RefusedAsync(ConferenceClient client, object join)
    {
        var answer = await client.AskAsync("join", join);
        return answer.TryGetProperty("symbol", out var symbol) ? symbol.GetString() : answer.ToString();
    }

    private Task<ConferenceClient> JoinAsync(ConferenceId meeting, string name) => ConferenceClient.JoinAsync(
        _scene.Server.Http, new { conferenceId = meeting.Value, password = ConferenceScene.GuestPassword, name, microphone = true, camera = true, device = "desktop", language = "en" });
}
