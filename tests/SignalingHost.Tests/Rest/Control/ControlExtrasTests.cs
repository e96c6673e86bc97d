using System.Text.Json;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Tests.Conferences;

namespace SignalingHost.Tests.Rest.Control;

/// <summary>What a chair does by routes of our own, as a caller sees it.</summary>
public sealed class ControlExtrasTests
{
    private ConferenceScene _scene = null!;

    [OneTimeSetUp]
    public async Task Start() => _scene = await ConferenceScene.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _scene.DisposeAsync();

    [Test]
    public async Task The_chair_is_handed_on_and_anothers_share_is_ended()
    {
        var meeting = await _scene.OpenAsync();
        var token = await _scene.TokenAsync(meeting);
        await _scene.JoinChairAsync(meeting);
        var alice = await _scene.JoinAsync(meeting, "Alice");
        await _scene.Desk.AskAsync(meeting, new MeetingCommand.StartShare(new Actor.Participant(alice), alice));

        Assert.That((await AskAsync(HttpMethod.Put, meeting, "participants/share/stop", token, alice)).Status, Is.EqualTo(200));
        Assert.That(_scene.View(meeting).Find(alice)!.Sharing, Is.False);
        Assert.That((await AskAsync(HttpMethod.Put, meeting, "participants/chair", token, alice)).Status, Is.EqualTo(200));
        Assert.That(_scene.View(meeting).Dynamics.Chair, Is.EqualTo(alice));
        Assert.That((await AskAsync(HttpMethod.Put, meeting, "participants/chair", token, alice)).Code, Is.EqualTo(Refusal.IdoConfChairExist.Code));
        Assert.That((await AskAsync(HttpMethod.Put, meeting, "participants/chair", token, new ParticipantId("nobody"))).Code, Is.EqualTo(Refusal.ConfParticipantNotExist.Code));
    }

    [Test]
    public async Task Who_is_not_in_is_called_again_one_or_all()
    {
        var meeting = await _scene.OpenAsync();
        var token = await _scene.TokenAsync(meeting);
        await _scene.Desk.AskAsync(meeting, new MeetingCommand.Invite(Actor.Server, [new() { Phone = "70001", Type = "terminal" }, new() { Phone = "70002", Type = "terminal" }]));
        foreach (var called in _scene.View(meeting).Participants)
            await _scene.Desk.AskAsync(meeting, new MeetingCommand.CallProgress(Actor.Server, called.Id, CallStep.Rejected));
        Assert.That(_scene.View(meeting).Participants, Is.Empty);

        Assert.That((await AskAsync(HttpMethod.Post, meeting, "participants/callAgain", token, body: new { number = "70001" })).Status, Is.EqualTo(200));
        Assert.That(_scene.View(meeting).Participants.Select(one => one.Number), Is.EqualTo(new[] { "70001" }));
        Assert.That((await AskAsync(HttpMethod.Post, meeting, "participants/callAgain", token, body: new { })).Status, Is.EqualTo(200));
        Assert.That(_scene.View(meeting).Participants.Select(one => one.Number), Is.EqualTo(new[] { "70001", "70002" }));
        Assert.That((await AskAsync(HttpMethod.Post, meeting, "participants/callAgain", token, body: new { number = "70009" })).Code, Is.EqualTo(Refusal.ConfParticipantNotExist.Code));
    }

    [Test]
    public async Task The_waiting_room_is_opened_and_somebody_is_turned_away_from_it()
    {
        var meeting = await _scene.OpenAsync();
        var token = await _scene.TokenAsync(meeting);
        await _scene.JoinChairAsync(meeting);
        Assert.That((await AskAsync(HttpMethod.Put, meeting, "waitingRoom", token, body: new { enableWaitingRoom = 1 })).Status, Is.EqualTo(200));
        Assert.That((await AskAsync(HttpMethod.Put, meeting, "waitingRoom", token, body: new { enableWaitingRoom = 2 })).Code, Is.EqualTo(Refusal.OnOffNotInRange.Code));

        var eve = await _scene.JoinAsync(meeting, "Eve");
        Assert.That(_scene.View(meeting).Waiting.Select(guest => guest.Id), Is.EqualTo(new[] { eve }));
        Assert.That((await AskAsync(HttpMethod.Post, meeting, "waitingRoom/remove", token, eve)).Status, Is.EqualTo(200));
        Assert.That((_scene.View(meeting).Waiting, _scene.View(meeting).Find(eve)), Is.EqualTo((Array.Empty<WaitingGuest>(), (Participant?)null)));
    }

    [Test]
    public async Task Hosts_see_what_is_known_of_participants_and_guests_do_not()
    {
        var meeting = await _scene.OpenAsync();
        await _scene.JoinChairAsync(meeting);
        var alice = await _scene.JoinAsync(meeting, "Alice", request => request with { Device = new Device { Kind = DeviceKind.Mobile, Address = "192.0.2.7", UserAgent = "App/1" } });
        await _scene.Desk.AskAsync(meeting, new MeetingCommand.RaiseHand(new Actor.Participant(alice), alice, true));
        var answer = await AskAsync(HttpMethod.Get, meeting, "participants", await _scene.TokenAsync(meeting));

        var one = answer.Json.EnumerateArray().Single(line => line.GetProperty("participantID").GetString() == alice.Value);
        Assert.That(
            (Text(one, "name"), Text(one, "state"), Text(one, "role"), Text(one, "device"), Text(one, "address"), Text(one, "userAgent")),
            Is.EqualTo(("Alice", "in", "general", "mobile", "192.0.2.7", "App/1")));
        Assert.That(one.GetProperty("handTime").GetInt64(), Is.GreaterThanOrEqualTo(one.GetProperty("joinTime").GetInt64()));
        Assert.That(one.TryGetProperty("sends", out _), Is.False, "nobody has said anything of her network");
        Assert.That((await AskAsync(HttpMethod.Get, meeting, "participants", await _scene.TokenOfAsync(meeting, alice))).Code, Is.EqualTo(Refusal.GuestNoPermissionOperation.Code));
    }

    [Test]
    public async Task A_text_is_put_over_the_picture_by_a_host_and_taken_away()
    {
        var meeting = await _scene.OpenAsync();
        var token = await _scene.TokenAsync(meeting);
        var alice = await _scene.JoinAsync(meeting, "Alice");
        Task<ControlAnswer> SetAsync(object body) => AskAsync(HttpMethod.Put, meeting, "caption", token, body: body);

        Assert.That((await SetAsync(new { type = "banner", text = "请保持静音" })).Status, Is.EqualTo(200));
        var shown = (await AskAsync(HttpMethod.Get, meeting, "caption", token)).Json;
        Assert.That((Text(shown, "type"), Text(shown, "text")), Is.EqualTo(("banner", "请保持静音")));
        Assert.That((await SetAsync(new { text = "x" })).Code, Is.EqualTo(Refusal.CaptionTypeIsEmpty.Code));
        Assert.That((await SetAsync(new { type = "banner" })).Code, Is.EqualTo(Refusal.CaptionTextIsEmpty.Code));
        Assert.That((await SetAsync(new { type = "banner", text = new string('x', 2_001) })).Code, Is.EqualTo(Refusal.CaptionTextTooLong.Code));
        Assert.That((await SetAsync(new { type = "poster", text = "x" })).Code, Is.EqualTo(Refusal.ParameterVerifiedFail.Code));
        Assert.That(
            (await AskAsync(HttpMethod.Put, meeting, "caption", await _scene.TokenOfAsync(meeting, alice), body: new { type = "banner", text = "x" })).Code,
            Is.EqualTo(Refusal.GuestNoPermissionOperation.Code));
        Assert.That((await AskAsync(HttpMethod.Delete, meeting, "caption", token)).Status, Is.EqualTo(200));
        Assert.That(_scene.View(meeting).Dynamics.Caption, Is.Null);
    }

    private Task<ControlAnswer> AskAsync(HttpMethod method, ConferenceId meeting, string path, string token, ParticipantId? who = null, object? body = null) =>
        _scene.SendAsync(method, $"/v1/ext/control/{path}?conferenceID={meeting}{(who is { } id ? $"&participantID={id.Value}" : "")}", token, body);

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
}
