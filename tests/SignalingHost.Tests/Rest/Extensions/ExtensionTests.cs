using System.Net.Http.Headers;
using System.Text.Json;

namespace SignalingHost.Tests.Rest.Extensions;

/// <summary>What is ours: templates, links, exports, coming in.</summary>
public sealed class ExtensionTests
{
    private const string Meetings = "/v1/mmc/management/conferences";
    private const string Templates = "/v1/ext/templates";

    private ApiServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await ApiServer.StartAsync(
        "--Sip:Trunks:0:Name=operator", "--Sip:Trunks:0:Hosts=127.0.0.1:9;transport=tcp", "--Sip:Trunks:0:ProbeEvery=0", "--Sip:Trunks:0:MostCalls=30", "--Sip:Trunks:0:Priority=2");

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    [Test]
    public async Task A_template_is_made_changed_booked_from_and_deleted()
    {
        var made = await _server.PostAsync(Templates, _server.Admin, new { name = "Weekly", content = new { mediaTypes = "HDVideo", length = 45, subject = "Standup" } });
        var id = Text(made.Json, "id");
        var changed = await _server.PutAsync($"{Templates}/{id}", _server.Admin, new { name = "Daily" });
        var listed = await _server.GetAsync($"{Templates}?searchKey=daily", _server.Admin);
        var booked = await _server.PostAsync($"{Templates}/{id}/book", _server.Admin, new { startTime = DateTime.UtcNow.AddHours(3).ToString("yyyy-MM-dd HH:mm") });

        Assert.That(Text(changed.Json, "name"), Is.EqualTo("Daily"));
        Assert.That(listed.Json.GetProperty("count").GetInt32(), Is.EqualTo(1));
        Assert.That(Text(booked.Json[0], "subject"), Is.EqualTo("Standup"));
        Assert.That((await _server.DeleteAsync($"{Templates}/{id}", _server.Admin)).Status, Is.EqualTo(200));
        Assert.That((await _server.GetAsync($"{Templates}/{id}", _server.Admin)).Outcome, Is.EqualTo("400 MMC.111070005"));
    }

    [Test]
    public async Task A_past_meeting_becomes_a_template_and_its_attendance_a_file()
    {
        var (id, run, guest) = await HoldAsync();
        Assert.That((await _server.PostAsync("/v1/ext/join", null, new { conferenceID = id, password = guest, name = "Zhang, \"San\"" })).Status, Is.EqualTo(200));
        Assert.That((await _server.DeleteAsync($"{Meetings}?conferenceID={id}&type=1", _server.Admin)).Status, Is.EqualTo(200));

        var saved = await _server.PostAsync($"{Templates}/from-history", _server.Admin, new { confUUID = run, name = "Again" });
        var file = await _server.GetAsync($"/v1/ext/history/{run}/attendance.csv", _server.Admin);

        Assert.That(Text(saved.Json, "name"), Is.EqualTo("Again"));
        Assert.That(file.Headers["Content-Type"], Is.EqualTo("text/csv; charset=utf-8"));
        Assert.That(file.Body, Does.Contain("\"Zhang, \"\"San\"\"\""));
    }

    [Test]
    public async Task Links_come_as_text_and_as_pictures()
    {
        var (id, _, _) = await HoldAsync();
        var links = await _server.GetAsync($"/v1/ext/conferences/{id}/links", _server.Admin);
        var png = await _server.GetAsync($"/v1/ext/conferences/{id}/qr.png?role=chair", _server.Admin);
        var svg = await _server.GetAsync($"/v1/ext/conferences/{id}/qr.svg", _server.Admin);

        Assert.That(Text(links.Json, "guest"), Does.Match($"/#/j/{id}/[0-9a-f]{{48}}$"));
        Assert.That((png.Status, png.Headers["Content-Type"]), Is.EqualTo((200, "image/png")));
        Assert.That(svg.Headers["Content-Type"], Does.StartWith("image/svg+xml"));
        Assert.That(svg.Body, Does.Contain("<svg"));
    }

    [Test]
    public async Task Layouts_have_their_geometry()
    {
        var layouts = await _server.GetAsync("/v1/ext/layouts", null);
        var four = layouts.Json.EnumerateArray().Single(layout => Text(layout, "imageType") == "Four");

        Assert.That((four.GetProperty("x").GetInt32(), four.GetProperty("y").GetInt32(), four.GetProperty("subPicLayoutInfoList").GetArrayLength()), Is.EqualTo((2, 2, 4)));
    }

    [Test]
    public async Task Trunks_are_told_with_their_servers()
    {
        var trunk = (await _server.GetAsync("/v1/ext/sip/trunks", _server.Admin)).Json.EnumerateArray().Single();
        Assert.That((Text(trunk, "name"), trunk.GetProperty("priority").GetInt32(), trunk.GetProperty("mostCalls").GetInt32(), trunk.GetProperty("calls").GetInt32()), Is.EqualTo(("operator", 2, 30, 0)));
        var server = trunk.GetProperty("servers").EnumerateArray().Single();
        Assert.That(
            (Text(trunk, "registration"), Text(server, "host"), Text(server, "address"), Text(server, "transport"), Text(server, "health")),
            Is.EqualTo(("notNeeded", "127.0.0.1", "127.0.0.1:9", "tcp", "unknown")));
        Assert.That((await _server.GetAsync("/v1/ext/sip/trunks", null)).Status, Is.Not.EqualTo(200));
    }

    [Test]
    public async Task The_prompts_language_is_changed_before_and_during_a_meeting()
    {
        var (id, _, _) = await HoldAsync();
        Assert.That((await _server.PutAsync($"/v1/ext/conferences/{id}/language", _server.Admin, new { language = "en-US" })).Status, Is.EqualTo(200));
        Assert.That(Text((await _server.GetAsync($"/v1/ext/conferences/{id}/language", _server.Admin)).Json, "language"), Is.EqualTo("en-US"));
        Assert.That((await _server.PutAsync($"/v1/ext/conferences/{id}/language", _server.Admin, new { language = "tlh" })).Outcome, Is.EqualTo("400 MMC.111071035"));
        Assert.That((await _server.GetAsync("/v1/ext/sip/failures", _server.Admin)).Json.GetProperty("count").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task People_come_in_by_password_link_or_digits_and_their_token_opens_the_media()
    {
        var (id, _, guest) = await HoldAsync();
        var link = Text((await _server.GetAsync($"/v1/ext/conferences/{id}/links", _server.Admin)).Json, "guest")[^48..];
        var digits = Text((await _server.SendAsync(HttpMethod.Get, $"{Meetings}/anonymous/auth?conferenceID={id}", null, null, request => request.Headers.Add("X-Password", guest))).Json, "random");

        var byPassword = await _server.PostAsync("/v1/ext/join", null, new { conferenceID = id, password = guest, name = "A" });
        var byLink = await _server.PostAsync("/v1/ext/join", null, new { conferenceID = id, link, name = "B" });
        var byDigits = await _server.PostAsync("/v1/ext/join", null, new { conferenceID = id, random = digits, name = "C" });
        var asOwner = await _server.PostAsync("/v1/ext/join", _server.Admin, new { conferenceID = id });

        Assert.That(new[] { byPassword, byLink, byDigits, asOwner }.Select(answer => Text(answer.Json, "state")), Is.All.EqualTo("in"));
        Assert.That(Text(asOwner.Json, "role"), Is.EqualTo("chair"));
        Assert.That((await _server.PostAsync("/v1/ext/join", null, new { conferenceID = id, password = "000000", name = "D" })).Outcome, Is.EqualTo("400 MMC.111072065"));
        Assert.That((await _server.PostAsync("/v1/ext/join", null, new { conferenceID = id, link = new string('0', 48), name = "D" })).Outcome, Is.EqualTo("400 MMC.111072065"));

        var token = Text(byPassword.Json, "token");
        Assert.That(await PublishAsync(id, token), Is.EqualTo(415), "let in, and asked for an offer that is one");
        Assert.That(await PublishAsync(id, "nobodys"), Is.EqualTo(401));
        Assert.That((await _server.SendAsync(HttpMethod.Delete, "/v1/ext/join", null, null, request => request.Headers.Authorization = new("Bearer", token))).Status, Is.EqualTo(200));
        Assert.That(await PublishAsync(id, token), Is.EqualTo(401));

        var attendees = await _server.GetAsync($"{Meetings}/online/conf-attendee?conf_id={id}", _server.Admin);
        Assert.That(ApiDescription.Complaints("list_online_conf_attendee", attendees), Is.Empty);
        Assert.That(attendees.Json.GetProperty("count").GetInt32(), Is.EqualTo(3));
    }

    [Test]
    public async Task Whoever_must_wait_for_the_chair_waits_and_is_let_in()
    {
        var booked = (await _server.PostAsync(Meetings, _server.Admin, new { mediaTypes = "HDVideo", confConfigInfo = new { allowGuestStartConf = false } })).Json[0];
        var id = Text(booked, "conferenceID");
        var guest = Text(booked.GetProperty("passwordEntry")[1], "password");

        var early = await _server.PostAsync("/v1/ext/join", null, new { conferenceID = id, password = guest, name = "Early" });
        Assert.That((Text(early.Json, "state"), Text(early.Json, "waitingFor")), Is.EqualTo(("waiting", "chair")));
        await _server.PostAsync("/v1/ext/join", _server.Admin, new { conferenceID = id });
        var later = await _server.SendAsync(HttpMethod.Get, "/v1/ext/join", null, null, request => request.Headers.Authorization = new("Bearer", Text(early.Json, "token")));
        Assert.That(Text(later.Json, "state"), Is.EqualTo("in"));
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private async Task<int> PublishAsync(string id, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/whip/{id}") { Content = new StringContent("{}") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _server.Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    private async Task<(string Id, string Run, string Guest)> HoldAsync()
    {
        var booked = (await _server.PostAsync(Meetings, _server.Admin, new { mediaTypes = "HDVideo", subject = "Held" })).Json[0];
        return (Text(booked, "conferenceID"), Text(booked, "confUUID"), Text(booked.GetProperty("passwordEntry")[1], "password"));
    }
}
