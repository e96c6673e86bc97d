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

    private Task<ControlAnswer> JoinAsync(string number, string link) => _scene.SendAsync(HttpMethod.Post, "/v1/ext/join", null, new { conferenceID = number, link = link[^48..], name = "Guest" });

    private Task<ControlAnswer> AskAsync(HttpMethod method, string path, object? body) => _scene.SendAsync(method, path, null, body, ("X-Access-Token", _token));

    private static string Text(JsonElement from, string name) => from.GetProperty(name).GetString()!;
}
