using Meetings;
using Meetings.Conduct;
using SignalingHost.Rest.Control;
using SignalingHost.Tests.Conferences;

namespace SignalingHost.Tests.Rest.Control;

/// <summary>What the token of a guest opens: what he does with himself, and nothing of the host's or of another's.</summary>
public sealed class GuestTokenTests
{
    private static readonly string[] Reads = ["show_real_time_info_of_meeting", "create_web_socket_token", "show_layout", "list_network_quality", "ext_show_caption"];

    private ConferenceScene _scene = null!;
    private ConferenceId _meeting;
    private ParticipantId _guest;
    private ParticipantId _other;
    private string _token = "";

    [OneTimeSetUp]
    public async Task Start() => _scene = await ConferenceScene.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _scene.DisposeAsync();

    [SetUp]
    public async Task Meet()
    {
        _meeting = await _scene.OpenAsync();
        _guest = await _scene.JoinAsync(_meeting, "Guest");
        _other = await _scene.JoinAsync(_meeting, "Other");
        _token = await _scene.TokenOfAsync(_meeting, _guest);
    }

    [Test]
    public async Task He_changes_nothing_of_the_meeting_and_of_others()
    {
        await _scene.JoinChairAsync(_meeting);
        var before = _scene.View(_meeting).Version;
        var done = new List<string>();
        foreach (var endpoint in ServedEndpoint.All(_scene.Server).Where(endpoint => endpoint.Operation is { Door: ControlDoor } one && !Reads.Contains(one.Id)))
        {
            foreach (var number in new[] { 1, 0 })
            {
                var path = endpoint.Path + RequestForger.Query(_other.Value, _meeting.Value);
                var answer = await _scene.SendAsync(endpoint.Method, path, _token, RequestForger.Body(endpoint.Operation!.Id, _other.Value, number));
                if (answer.Status is 200 or >= 500)
                    done.Add($"{endpoint.Operation.Id} {number}: {answer}");
            }
        }

        Assert.That(string.Join("\n", done), Is.Empty);
        Assert.That(_scene.View(_meeting).Version, Is.EqualTo(before), "every change makes a new view");
    }

    [Test]
    public async Task He_reads_what_is_shown_to_all()
    {
        foreach (var path in new[] { "realTimeInfo", "wsToken", "layOut" })
            Assert.That((await _scene.ControlAsync(HttpMethod.Get, _meeting, path, _token)).Outcome, Is.EqualTo("200"), path);
    }

    [Test]
    public async Task He_mutes_himself_and_unmutes_only_when_he_may()
    {
        var host = await _scene.TokenAsync(_meeting);
        Assert.That(await PutAsync($"participants/mute?participantID={_guest}", new { isMute = 1 }), Is.EqualTo("200"));
        Assert.That(await PutAsync($"participants/mute?participantID={_guest}", new { isMute = 0 }), Is.EqualTo("200"));

        await _scene.PutAsync(_meeting, "mute", host, new { isMute = 1, allowUnmuteByOneself = 0 });
        Assert.That(await PutAsync($"participants/mute?participantID={_guest}", new { isMute = 0 }), Does.StartWith("400 MMC."));
        Assert.That(_scene.View(_meeting).Find(_guest)!.Muted, Is.True);
    }

    [Test]
    public async Task He_raises_and_lowers_his_own_hand()
    {
        Assert.That(await PutAsync($"participants/hands?participantID={_guest}", new { handsState = 1 }), Is.EqualTo("200"));
        Assert.That(await PutAsync($"participants/hands?participantID={_guest}", new { handsState = 0 }), Is.EqualTo("200"));
        Assert.That(await PutAsync($"participants/hands?participantID={_other}", new { handsState = 1 }), Is.EqualTo("400 MMC.111072071"));
    }

    [Test]
    public async Task He_renames_himself_while_that_is_allowed()
    {
        Assert.That(await RenameAsync("Somebody"), Is.EqualTo("200"));

        await _scene.PutAsync(_meeting, "updateStartedConfConfig", await _scene.TokenAsync(_meeting), new { allowRename = 0 });
        Assert.That(await RenameAsync("Nobody"), Does.StartWith("400 MMC."));
        Assert.That(_scene.View(_meeting).Find(_guest)!.Name, Is.EqualTo("Somebody"));

        Task<string> RenameAsync(string newName) => PutAsync("participants/name", new { participantID = _guest.Value, number = "", newName });
    }

    [Test]
    public async Task He_becomes_host_by_the_host_password_alone_and_not_beside_another()
    {
        Assert.That(await ApplyAsync("000000"), Is.EqualTo("400 MMC.111072018"));
        Assert.That(await ApplyAsync(ConferenceScene.ChairPassword), Is.EqualTo("200"));
        Assert.That(await PutAsync("lock", new { isLock = 1 }), Is.EqualTo("200"));

        Task<string> ApplyAsync(string chairmanPwd) => PutAsync($"participants/role?participantID={_guest}", new { applyChair = 1, chairmanPwd });
    }

    [Test]
    public async Task He_cannot_try_host_passwords_without_end()
    {
        for (var i = 0; i < 5; i++)
            Assert.That(await ApplyAsync($"11111{i}"), Is.EqualTo("400 MMC.111072018"));

        Assert.That(await ApplyAsync(ConferenceScene.ChairPassword), Is.EqualTo("400 MMC.111072064"));

        Task<string> ApplyAsync(string chairmanPwd) => PutAsync($"participants/role?participantID={_guest}", new { applyChair = 1, chairmanPwd });
    }

    [Test]
    public async Task He_leaves_and_then_has_nothing_to_say()
    {
        Assert.That((await _scene.ControlAsync(HttpMethod.Post, _meeting, "participants/delete", _token, new { bulkHangUpParticipants = new[] { _guest.Value } })).Outcome, Is.EqualTo("200"));

        Assert.That(await PutAsync($"participants/hands?participantID={_guest}", new { handsState = 1 }), Does.StartWith("4"));
    }

    private async Task<string> PutAsync(string path, object body) => (await _scene.PutAsync(_meeting, path, _token, body)).Outcome;
}
