using System.Text.Json;
using Meetings.Booking;
using Meetings.Conduct;
using SignalingHost.Tests.Conferences;

namespace SignalingHost.Tests.Rest.Management;

/// <summary>What a meeting's details say of those who were invited.</summary>
public sealed class DetailStateTests
{
    [Test]
    public async Task Of_a_meeting_that_is_held_each_has_the_state_he_is_in_and_of_any_other_the_documented_constant()
    {
        await using var scene = await ConferenceScene.StartAsync();
        var token = await scene.LoginAsync("admin", "Minutes-2026");
        var meeting = await scene.BookAsync(booked => booked with { Invitees = [.. new[] { "Ann", "Bob", "Cem" }.Select(name => new Invitee { Name = name, Number = $"+99100{name}" })] });
        Assert.That(await StatesAsync("confDetail"), Is.EqualTo(new[] { "Ann MEETTING", "Bob MEETTING", "Cem MEETTING" }));

        await scene.JoinAsync(meeting, "Ann");
        await scene.Desk.AskAsync(meeting, new MeetingCommand.Invite(Actor.Server, [new() { Phone = "+99100Bob", Name = "Bob", Type = "normal" }]));
        Assert.That(await StatesAsync("confDetail"), Is.EqualTo(new[] { "Ann MEETTING", "Bob CALLING", "Cem LEAVED" }));
        Assert.That(await StatesAsync("online/confDetail"), Is.EqualTo(new[] { "Ann MEETTING", "Bob CALLING", "Cem LEAVED" }));

        await scene.Desk.AskAsync(meeting, new MeetingCommand.CallProgress(Actor.Server, scene.View(meeting).Participants.Single(one => one.Name == "Bob").Id, CallStep.Rejected));
        Assert.That(await StatesAsync("confDetail"), Is.EqualTo(new[] { "Ann MEETTING", "Bob REJECT", "Cem LEAVED" }));

        async Task<string[]> StatesAsync(string path)
        {
            var answer = await scene.SendAsync(HttpMethod.Get, $"/v1/mmc/management/conferences/{path}?conferenceID={meeting}", null, null, ("X-Access-Token", token));
            return [.. answer.Json.GetProperty("data").GetProperty("data").EnumerateArray().Select(one => $"{one.GetProperty("name").GetString()} {one.GetProperty("state").GetString()}")];
        }
    }
}
