using System.Globalization;
using System.Text;
using System.Text.Json;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Conferences;
using SignalingHost.Storage;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Conferences;

/// <summary>The process is killed while meetings run: they go on in the next one, with everything that was answered.</summary>
[Parallelizable]
public sealed class CrashTests
{
    private string _directory = "";

    [SetUp]
    public void Make() => _directory = ServerProcess.TemporaryDirectory();

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task A_killed_server_goes_on_with_its_meetings_and_has_lost_nothing_that_it_answered()
    {
        var (meeting, token, alice) = await PrepareAsync();
        var last = 0;
        var acknowledged = 0;
        var answered = 0;
        for (var round = 0; round < 3; round++)
        {
            // Disposing of the process kills it with SIGKILL, in the middle of whatever it does.
            var server = await ServerProcess.StartAsync(null, $"--Data:Directory={Path.Combine(_directory, "data")}");
            using var http = new HttpClient { BaseAddress = server.Http };
            http.DefaultRequestHeaders.Add("X-Conference-Authorization", token);

            var info = await ReadAsync(http, meeting);
            var name = info.GetProperty("participants").EnumerateArray().Single(one => one.GetProperty("pid").GetString() == alice.Value).GetProperty("name").GetString()!;
            Assert.That(name == "Alice" ? 0 : int.Parse(name, CultureInfo.InvariantCulture), Is.InRange(acknowledged, last), "what was answered is there, and nothing that was not asked");

            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var renaming = RenameAsync();
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(30));
            server.Dispose();
            await renaming;

            async Task RenameAsync()
            {
                try
                {
                    while (true)
                    {
                        last++;
                        using var body = new StringContent(JsonSerializer.Serialize(new { participantID = alice.Value, number = "", newName = $"{last}" }), Encoding.UTF8, "application/json");
                        using var answer = await http.PutAsync($"/v1/mmc/control/conferences/participants/name?conferenceID={meeting}", body);
                        answer.EnsureSuccessStatusCode();
                        acknowledged = last;
                        answered++;
                        if (answered % 100 == 0)
                            enough.TrySetResult();
                    }
                }
                catch (HttpRequestException)
                {
                    // The server has been killed.
                }
            }
        }

        await CheckAsync(meeting, token, alice, answered);
    }

    /// <summary>A meeting with a chair, a muted guest and a lock, made in this process and left running.</summary>
    private async Task<(ConferenceId Meeting, string Token, ParticipantId Alice)> PrepareAsync()
    {
        await using var scene = await ConferenceScene.StartAsync(_directory);
        var meeting = await scene.OpenAsync();
        await scene.JoinChairAsync(meeting);
        var alice = await scene.JoinAsync(meeting, "Alice");
        var token = await scene.TokenAsync(meeting);
        foreach (var (path, body) in new[] { ("mute", """{"isMute":1,"allowUnmuteByOneself":0}"""), ("lock", """{"isLock":1}"""), ("duration", """{"auto":0,"duration":45}""") })
            Assert.That((await scene.PutAsync(meeting, path, token, body)).Outcome, Is.EqualTo("200"));
        return (meeting, token, alice);
    }

    private async Task CheckAsync(ConferenceId meeting, string token, ParticipantId alice, int answered)
    {
        await using var scene = await ConferenceScene.StartAsync(_directory);
        var view = scene.View(meeting);
        Assert.That((view.Dynamics.Locked, view.Dynamics.AllMuted, view.Dynamics.CanUnmute), Is.EqualTo((true, true, false)));
        Assert.That(view.Dynamics.EndsAt - view.Dynamics.StartedAt, Is.EqualTo(TimeSpan.FromMinutes(105)));
        Assert.That(view.Participants.Single(one => one.IsChair).Name, Is.EqualTo("Chair"));
        Assert.That(view.Find(alice), Has.Property(nameof(Participant.Presence)).EqualTo(Presence.Away).And.Property(nameof(Participant.Muted)).True);
        Assert.That(scene.Server.Get<CorporationSeats>().InUse(scene.Corporation.Id), Is.EqualTo(2), "those who may return keep their seats");

        // She comes back to her own place, locked as the meeting is.
        Assert.That(await scene.Desk.AskAsync(meeting, new MeetingCommand.Return(Actor.Server, alice)), Is.EqualTo(Refusal.None));
        Assert.That(scene.View(meeting).Find(alice)!.Presence, Is.EqualTo(Presence.In));

        Assert.That((await scene.PutAsync(meeting, "stop", token)).Outcome, Is.EqualTo("200"));
        var (run, stays, trail) = await scene.Server.Get<Store>().ReadAsync(async session => (
            await HistoryTable.FindAsync(session, view.Setup.Run), await HistoryTable.AttendanceAsync(session, view.Setup.Run), await HistoryTable.AuditAsync(session, view.Setup.Run)));
        Assert.That((run!.EndReason, run.PeakParticipants), Is.EqualTo(("EndedByChair", 2)));
        Assert.That(stays.Select(stay => stay.Left is not null), Is.EqualTo(new[] { true, true }));
        Assert.That(trail.Count(line => line.Code == "Rename"), Is.GreaterThanOrEqualTo(answered));
    }

    private static async Task<JsonElement> ReadAsync(HttpClient http, ConferenceId meeting) =>
        JsonDocument.Parse(await http.GetStringAsync($"/v1/mmc/control/conferences/realTimeInfo?conferenceID={meeting}")).RootElement;
}
