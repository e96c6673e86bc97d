using System.Text.Json;
using SignalingHost.Tests.Rest;

namespace SignalingHost.Tests.Conferences;

/// <summary>The process is killed between two operations, as a power cut does it.</summary>
[Parallelizable]
public sealed class BookingCrashTests
{
    private const string Meetings = "/v1/mmc/management/conferences";

    [Test]
    public async Task No_accepted_booking_and_no_ended_meetings_history_is_lost()
    {
        var server = await ApiServer.StartAsync();
        try
        {
            var booked = new List<string>();
            var held = new List<string>();
            for (var round = 0; round < 3; round++)
            {
                // Several at once, so that the kill comes while others are under way; only those that were answered count.
                var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => server.PostAsync(
                    Meetings, server.Admin, new { mediaTypes = "HDVideo", startTime = DateTime.UtcNow.AddDays(2).ToString("yyyy-MM-dd HH:mm") })));
                booked.AddRange(answers.Select(answer => Text(answer.Json[0], "conferenceID")));

                var instant = (await server.PostAsync(Meetings, server.Admin, new { mediaTypes = "Voice" })).Json[0];
                Assert.That((await server.DeleteAsync($"{Meetings}?conferenceID={Text(instant, "conferenceID")}&type=1", server.Admin)).Status, Is.EqualTo(200));
                held.Add(Text(instant, "confUUID"));
                var running = Text((await server.PostAsync(Meetings, server.Admin, new { mediaTypes = "Voice", length = 600 })).Json[0], "conferenceID");

                server = await server.KillAndRestartAsync();

                foreach (var id in booked)
                    Assert.That((await server.GetAsync($"{Meetings}/confDetail?conferenceID={id}", server.Admin)).Status, Is.EqualTo(200), $"booking {id} after round {round}");
                foreach (var run in held)
                    Assert.That((await server.GetAsync($"{Meetings}/history/confDetail?confUUID={run}", server.Admin)).Status, Is.EqualTo(200), $"history {run} after round {round}");
                Assert.That((await server.GetAsync($"{Meetings}/online/confDetail?conferenceID={running}", server.Admin)).Status, Is.EqualTo(200), "what ran runs on");
            }

            var listed = await server.GetAsync($"{Meetings}?limit=500&queryAll=true", server.Admin);
            Assert.That(listed.Json.GetProperty("data").EnumerateArray().Select(one => Text(one, "conferenceID")), Is.SupersetOf(booked));
        }
        finally
        {
            server.Dispose();
        }
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;
}
