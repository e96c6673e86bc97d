using System.Text;
using Meetings;
using SignalingHost.Tests.Conferences;

namespace SignalingHost.Tests.Rest.Control;

/// <summary>Becoming a controller over the wire.</summary>
public sealed class ConferenceTokenTests
{
    private const string Tokens = "/v1/mmc/control/conferences/token";

    private ConferenceScene _scene = null!;

    [OneTimeSetUp]
    public async Task Start() => _scene = await ConferenceScene.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _scene.DisposeAsync();

    [TestCase("GET")]
    [TestCase("POST")]
    public async Task The_host_password_makes_a_host(string method)
    {
        var meeting = await _scene.OpenAsync();
        var answer = await _scene.SendAsync(new HttpMethod(method), $"{Tokens}?conferenceID={meeting}", null, headers: [("X-Password", ConferenceScene.ChairPassword), ("X-Login-Type", "1")]);

        Assert.That(answer.Outcome, Is.EqualTo("200"));
        var data = answer.Json.GetProperty("data");
        var left = DateTimeOffset.FromUnixTimeMilliseconds(data.GetProperty("expireTime").GetInt64()) - DateTimeOffset.UtcNow;
        Assert.That(data.GetProperty("token").GetString(), Has.Length.GreaterThan(48));
        Assert.That(data.GetProperty("tmpWsToken").GetString(), Is.Not.Empty);
        Assert.That(data.GetProperty("wsURL").GetString(), Is.EqualTo($"ws://{_scene.Server.Http.Authority}"));
        Assert.That(data.GetProperty("role").GetInt32(), Is.EqualTo(1));
        Assert.That(left, Is.EqualTo(TimeSpan.FromMinutes(30)).Within(TimeSpan.FromSeconds(20)));
        Assert.That(data.GetProperty("confTokenExpireTime").GetInt32(), Is.EqualTo(1800));
        Assert.That(data.GetProperty("orgID").GetString(), Is.EqualTo(_scene.Corporation.Id.Value));
        Assert.That(data.GetProperty("supportNotifyType").GetArrayLength(), Is.EqualTo(9));
        foreach (var name in new[] { "userID", "participantID", "vmrCurrentConfID" })
            Assert.That(data.GetProperty(name).GetString(), Is.Not.Null, name);
        Assert.That(answer.Json.GetProperty("addressToken").GetString(), Is.Not.Null);
        Assert.That(answer.Json.GetProperty("gloablPublicIP").GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task A_wrong_password_and_a_wrong_number_answer_alike_and_the_guests_is_wrong_too()
    {
        var meeting = await _scene.OpenAsync();

        Assert.That((await AskAsync(meeting, "000000")).Outcome, Is.EqualTo("400 MMC.111072065"));
        Assert.That((await AskAsync(meeting, ConferenceScene.GuestPassword)).Outcome, Is.EqualTo("400 MMC.111072065"));
        Assert.That((await AskAsync(new ConferenceId("999999999"), ConferenceScene.ChairPassword)).Body, Is.EqualTo((await AskAsync(meeting, "000000")).Body));
    }

    [Test]
    public async Task Wrong_passwords_lock_the_meeting_against_right_ones_for_a_while()
    {
        var meeting = await _scene.OpenAsync();
        for (var i = 0; i < 5; i++)
            await AskAsync(meeting, $"11111{i}");

        Assert.That((await AskAsync(meeting, ConferenceScene.ChairPassword)).Outcome, Is.EqualTo("400 MMC.111072064"));
    }

    [Test]
    public async Task A_booked_meeting_has_no_token_until_it_runs()
    {
        var meeting = await _scene.BookAsync();

        Assert.That((await AskAsync(meeting, ConferenceScene.ChairPassword)).Outcome, Is.EqualTo("400 MMC.111072005"));
        Assert.That((await AskAsync(meeting, "000000")).Outcome, Is.EqualTo("400 MMC.111072065"), "the password is asked first");
    }

    [Test]
    public async Task A_living_token_is_prolonged_without_a_password()
    {
        var meeting = await _scene.OpenAsync();
        var token = await _scene.TokenAsync(meeting);
        var again = await _scene.SendAsync(HttpMethod.Get, $"{Tokens}?conferenceID={meeting}", token, headers: ("X-Password", "anything"));

        Assert.That(again.Outcome, Is.EqualTo("200"));
        Assert.That(again.Json.GetProperty("data").GetProperty("token").GetString(), Is.EqualTo(token));
    }

    [Test]
    public async Task An_unknown_token_with_the_password_gets_a_new_one()
    {
        var meeting = await _scene.OpenAsync();
        var answer = await _scene.SendAsync(HttpMethod.Get, $"{Tokens}?conferenceID={meeting}", "cnf0000", headers: ("X-Password", ConferenceScene.ChairPassword));

        Assert.That(answer.Outcome, Is.EqualTo("200"));
    }

    [Test]
    public async Task Who_booked_it_needs_no_password()
    {
        var meeting = await _scene.OpenAsync();
        var access = await _scene.LoginAsync("admin", "Minutes-2026");
        var answer = await _scene.SendAsync(HttpMethod.Get, $"{Tokens}?conferenceID={meeting}", null, headers: ("X-Access-Token", access));

        Assert.That(answer.Outcome, Is.EqualTo("200"));
        Assert.That(answer.Json.GetProperty("data").GetProperty("userID").GetString(), Is.EqualTo(_scene.Owner.Id.Value));
    }

    [Test]
    public async Task The_push_ticket_comes_in_both_documented_shapes()
    {
        var meeting = await _scene.OpenAsync();
        var answer = await _scene.ControlAsync(HttpMethod.Get, meeting, "wsToken", await _scene.TokenAsync(meeting));

        Assert.That(answer.Json.GetProperty("webSocketToken").GetString(), Is.EqualTo(answer.Json.GetProperty("data").GetProperty("webSocketToken").GetString()));
        Assert.That(answer.Json.GetProperty("returnCode").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task A_control_call_takes_the_token_plain_and_behind_Basic_and_minds_no_user_token()
    {
        var meeting = await _scene.OpenAsync();
        var token = await _scene.TokenAsync(meeting);
        var path = $"/v1/mmc/control/conferences/realTimeInfo?conferenceID={meeting}";
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(token));

        Assert.That((await _scene.SendAsync(HttpMethod.Get, path, token)).Outcome, Is.EqualTo("200"));
        Assert.That((await _scene.SendAsync(HttpMethod.Get, path, basic, headers: ("X-Access-Token", "cnrWrong"))).Outcome, Is.EqualTo("200"));
        Assert.That((await _scene.SendAsync(HttpMethod.Get, path, null)).Outcome, Is.EqualTo("401 MMC.111070111"));
        Assert.That((await _scene.SendAsync(HttpMethod.Get, path, "cnfWrong")).Outcome, Is.EqualTo("401 MMC.111070004"));
        Assert.That((await _scene.SendAsync(HttpMethod.Get, path, "Basic !!!")).Outcome, Is.EqualTo("401 MMC.111070111"));
        Assert.That((await _scene.SendAsync(HttpMethod.Get, "/v1/mmc/control/conferences/realTimeInfo", token)).Outcome, Is.EqualTo("400 MMC.111071016"));
    }

    [Test]
    public async Task A_token_of_one_meeting_is_none_of_another()
    {
        var token = await _scene.TokenAsync(await _scene.OpenAsync());

        Assert.That((await _scene.ControlAsync(HttpMethod.Get, await _scene.OpenAsync(), "realTimeInfo", token)).Outcome, Is.EqualTo("401 MMC.111070004"));
    }

    private Task<ControlAnswer> AskAsync(ConferenceId meeting, string password) =>
        _scene.SendAsync(HttpMethod.Get, $"{Tokens}?conferenceID={meeting}", null, headers: ("X-Password", password));
}
