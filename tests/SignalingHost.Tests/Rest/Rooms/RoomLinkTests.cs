using System.Text.Json;
using Meetings;
using SignalingHost.Tests.Conferences;

namespace SignalingHost.Tests.Rest.Rooms;

/// <summary>A room's links and passwords lead to whatever is held in it.</summary>
public sealed class RoomLinkTests
{
    private ConferenceScene _scene = null!;
    private string _token = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        _scene = await ConferenceScene.StartAsync();
        _token = await _scene.LoginAsync("admin", "Minutes-2026");
    }

    [OneTimeTearDown]
    public async Task Stop() => await _scene.DisposeAsync();

    [Test]
    public async Task A_rooms_link_leads_in_and_dies_with_its_password()
    {
        var room = await RoomAsync();
        var (id, number, link) = (Text(room, "id"), Text(room, "vmrId"), Text(room, "gustJoinUrl"));
        var booked = (await AskAsync(HttpMethod.Post, "/v1/mmc/management/conferences", new
        {
            mediaTypes = "HDVideo",
            vmrFlag = 1,
            vmrID = id,
            startTime = DateTime.UtcNow.AddMinutes(1).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture),
            confConfigInfo = new { allowGuestStartConf = true },
        })).Json[0];
        Assert.That(Text(booked, "guestJoinUri"), Is.EqualTo(link));
        Assert.That((await AskAsync(HttpMethod.Put, $"/v1/usg/dcs/member/vmr/{id}", new { allowGustFirst = true })).Status, Is.EqualTo(200));
        Assert.That((await JoinAsync(number, link)).Outcome, Is.EqualTo("200"));

        Assert.That((await AskAsync(HttpMethod.Delete, $"/v1/mmc/management/conferences?conferenceID={Text(booked, "conferenceID")}&type=1", null)).Status, Is.EqualTo(200));
        booked = (await AskAsync(HttpMethod.Post, "/v1/mmc/management/conferences", new { mediaTypes = "HDVideo", vmrFlag = 1, vmrID = id, startTime = DateTime.UtcNow.AddMinutes(1).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) })).Json[0];
        Assert.That((await AskAsync(HttpMethod.Put, $"/v1/usg/dcs/member/vmr/{id}", new { gustPwd = "7777" })).Status, Is.EqualTo(200));
        var after = await RoomAsync();

        Assert.That(Text(after, "gustJoinUrl"), Is.Not.EqualTo(link));
        Assert.That((await JoinAsync(number, link)).Code, Is.EqualTo(Refusal.ConfNotFoundOrAuthFailed.Code));
        Assert.That((await JoinAsync(number, Text(after, "gustJoinUrl"))).Outcome, Is.EqualTo("200"));
        await EndAllAsync();
    }

    [Test]
    public async Task A_room_that_nothing_is_booked_on_is_entered_at_any_time_by_those_who_may()
    {
        var room = await RoomAsync();
        var (id, number) = (Text(room, "id"), Text(room, "vmrId"));
        Assert.That((await AskAsync(HttpMethod.Put, $"/v1/usg/dcs/member/vmr/{id}", new { allowGustFirst = false })).Status, Is.EqualTo(200));
        Assert.That((await JoinAsync(number, Text(room, "gustJoinUrl"))).Code, Is.EqualTo(Refusal.VmrOnlyAllowChairStartConf.Code).Or.EqualTo(Refusal.NotAllowedGuestFirstJoin.Code));
        Assert.That((await JoinWithAsync(new { conferenceID = number, password = "000000", name = "Eve" })).Code, Is.EqualTo(Refusal.ConfNotFoundOrAuthFailed.Code));
        Assert.That(await HeldAsync(), Is.Empty, "a refused visitor leaves nothing behind");
        Assert.That(Text((await AskAsync(HttpMethod.Get, $"/v1/ext/conferences/{number}/links", null)).Json, "guest")[^48..], Is.EqualTo(Text(room, "gustJoinUrl")[^48..]), "a room has its links without a meeting");

        var holder = await _scene.SendAsync(HttpMethod.Post, "/v1/ext/join", null, new { conferenceID = number, name = "Holder" }, ("X-Access-Token", _token));
        Assert.That((holder.Outcome, Text(holder.Json, "role")), Is.EqualTo(("200", "chair")));
        Assert.That((await JoinAsync(number, Text(room, "gustJoinUrl"))).Outcome, Is.EqualTo("200"));
        var random = await _scene.SendAsync(HttpMethod.Get, $"/v1/mmc/management/conferences/anonymous/auth?conferenceID={number}", null, null, ("X-Password", Text(room, "gustPwd")));
        Assert.That((await JoinWithAsync(new { conferenceID = number, random = Text(random.Json, "random"), name = "Third" })).Outcome, Is.EqualTo("200"));
        var held = (await HeldAsync()).Single();
        Assert.That(_scene.View(new ConferenceId(number)).Setup.BookedEnd, Is.Null, "when all have left the room is free");
        Assert.That((Text(held, "vmrConferenceID"), held.GetProperty("onlineAttendeeAmount").GetInt32()), Is.EqualTo((number, 3)));

        Assert.That((await AskAsync(HttpMethod.Delete, $"/v1/mmc/management/conferences?conferenceID={Text(held, "conferenceID")}&type=1", null)).Status, Is.EqualTo(200));
        Assert.That((await AskAsync(HttpMethod.Put, $"/v1/usg/dcs/member/vmr/{id}", new { allowGustFirst = true })).Status, Is.EqualTo(200));
        Assert.That((await JoinAsync(number, Text(room, "gustJoinUrl"))).Outcome, Is.EqualTo("200"), "a guest may be first where the holder lets him");
        await EndAllAsync();
    }

    [Test]
    public async Task Passwords_that_are_changed_while_the_room_is_in_use_hold_for_the_next_who_comes()
    {
        var room = await RoomAsync();
        var (id, number, link) = (Text(room, "id"), Text(room, "vmrId"), Text(room, "gustJoinUrl"));
        Assert.That((await AskAsync(HttpMethod.Put, $"/v1/usg/dcs/member/vmr/{id}", new { allowGustFirst = true })).Status, Is.EqualTo(200));
        Assert.That((await JoinAsync(number, link)).Outcome, Is.EqualTo("200"));
        var conference = Text((await HeldAsync()).Single(), "conferenceID");

        Assert.That((await AskAsync(HttpMethod.Put, $"/v1/usg/dcs/member/vmr/{id}", new { gustPwd = "8642", chairPwd = "97531" })).Status, Is.EqualTo(200));
        var shown = (await AskAsync(HttpMethod.Get, $"/v1/mmc/management/conferences/online/confDetail?conferenceID={conference}", null)).Json.GetProperty("conferenceData").GetProperty("passwordEntry");
        Assert.That(shown.EnumerateArray().Select(one => Text(one, "password")), Is.EquivalentTo(new[] { "8642", "97531" }));
        Assert.That((await JoinWithAsync(new { conferenceID = number, password = "8642", name = "New" })).Outcome, Is.EqualTo("200"));
        Assert.That((await JoinWithAsync(new { conferenceID = number, password = Text(room, "gustPwd"), name = "Old" })).Code, Is.EqualTo(Refusal.ConfNotFoundOrAuthFailed.Code));
        Assert.That((await JoinAsync(number, link)).Code, Is.EqualTo(Refusal.ConfNotFoundOrAuthFailed.Code));
        Assert.That((await _scene.SendAsync(HttpMethod.Get, $"/v1/mmc/control/conferences/token?conferenceID={conference}", null, null, ("X-Password", "97531"))).Outcome, Is.EqualTo("200"));
        await EndAllAsync();
    }

    [Test]
    public async Task Somebody_invited_by_a_number_of_the_corporation_is_known_by_it()
    {
        var meeting = await _scene.OpenAsync();
        var added = await AskAsync(HttpMethod.Post, "/v1/usg/dcs/corp/device", new { name = "Room 1", model = "TE40", sn = "S1" });
        var number = Text(added.Json, "number");
        var token = await _scene.TokenAsync(meeting);
        Assert.That((await _scene.ControlAsync(HttpMethod.Post, meeting, "participants", token, new { attendees = new[] { new { name = "Ours", phone = number, type = "terminal" } } })).Status, Is.EqualTo(200));

        Assert.That(_scene.View(meeting).Participants.Single().Anonymous, Is.False);
    }

    private async Task<JsonElement> RoomAsync() => (await AskAsync(HttpMethod.Get, "/v1/usg/dcs/member/vmr?specialVmr=false", null)).Json.GetProperty("data")[0];

    private async Task<JsonElement[]> HeldAsync() =>
        [.. (await AskAsync(HttpMethod.Get, "/v1/mmc/management/conferences/online?queryAll=true", null)).Json.GetProperty("data").EnumerateArray().Where(one => one.TryGetProperty("vmrConferenceID", out _))];

    private async Task EndAllAsync()
    {
        foreach (var held in await HeldAsync())
            Assert.That((await AskAsync(HttpMethod.Delete, $"/v1/mmc/management/conferences?conferenceID={Text(held, "conferenceID")}&type=1", null)).Status, Is.EqualTo(200));
    }

    private Task<ControlAnswer> JoinAsync(string number, string link) => JoinWithAsync(new { conferenceID = number, link = link[^48..], name = "Guest" });

    private Task<ControlAnswer> JoinWithAsync(object body) => _scene.SendAsync(HttpMethod.Post, "/v1/ext/join", null, body);

    private Task<ControlAnswer> AskAsync(HttpMethod method, string path, object? body) => _scene.SendAsync(method, path, null, body, ("X-Access-Token", _token));

    private static string Text(JsonElement from, string name) => from.GetProperty(name).GetString()!;
}
