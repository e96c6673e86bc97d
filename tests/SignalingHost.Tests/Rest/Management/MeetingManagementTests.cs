using System.Globalization;
using System.Text.Json;

namespace SignalingHost.Tests.Rest.Management;

/// <summary>Booking, listing, changing and cancelling meetings over the wire, as its documents and its clients have them.</summary>
public sealed class MeetingManagementTests
{
    private const string Meetings = "/v1/mmc/management/conferences";
    private const string Cycles = "/v1/mmc/management/cycleconferences";

    private ApiServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await ApiServer.StartAsync("--Http:PublicAddress=https://meet.example.org/");

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    [Test]
    public async Task A_booked_meeting_is_answered_as_an_array_of_one()
    {
        var answer = await BookAsync(new { mediaTypes = "HDVideo", startTime = InHours(2), length = 60, subject = "计划" });

        Assert.That(ApiDescription.Complaints("create_meeting", answer), Is.Empty);
        var meeting = answer.Json[0];
        Assert.That(answer.Json.GetArrayLength(), Is.EqualTo(1));
        Assert.That(Text(meeting, "conferenceID"), Does.Match("^9[0-9]{8}$"));
        Assert.That(Text(meeting, "conferenceState"), Is.EqualTo("Schedule"));
        Assert.That(Text(meeting, "startTime"), Is.EqualTo(InHours(2)));
        Assert.That(Text(meeting, "mediaTypes"), Is.EqualTo("Voice,Video,HDVideo,Data"));
        Assert.That(Text(meeting, "confType"), Is.EqualTo("FUTURE"));
        Assert.That(Text(meeting, "chairJoinUri"), Does.Match($"^https://meet.example.org/#/j/{Text(meeting, "conferenceID")}/[0-9a-f]{{48}}$"));
        Assert.That(meeting.GetProperty("passwordEntry").EnumerateArray().Select(entry => Text(entry, "conferenceRole")), Is.EqualTo(new[] { "chair", "general" }));
        Assert.That(meeting.TryGetProperty("confUUID", out _), Is.False, "a meeting that has not been held has no run");
    }

    [Test]
    public async Task An_instant_meeting_runs_at_once()
    {
        var answer = await BookAsync(new { mediaTypes = "Voice" });
        var id = Text(answer.Json[0], "conferenceID");
        var online = await _server.GetAsync($"{Meetings}/online?queryAll=true&searchKey={id}", _server.Admin);
        var detail = await _server.GetAsync($"{Meetings}/online/confDetail?conferenceID={id}", _server.Admin);

        Assert.That(ApiDescription.Complaints("create_meeting", answer), Is.Empty);
        Assert.That(Text(answer.Json[0], "confUUID"), Does.Match("^[0-9a-f]{32}$"));
        Assert.That(Text(answer.Json[0], "conferenceState"), Is.EqualTo("Created"));
        Assert.That(Text(answer.Json[0], "confType"), Is.EqualTo("IMMEDIATELY"));
        Assert.That(ApiDescription.Complaints("search_online_meetings", online), Is.Empty);
        Assert.That(online.Json.GetProperty("data")[0].GetProperty("onlineAttendeeAmount").GetInt32(), Is.Zero);
        Assert.That(ApiDescription.Complaints("show_online_meeting_detail", detail), Is.Empty);
        Assert.That((await _server.DeleteAsync($"{Meetings}?conferenceID={id}", _server.Admin)).Outcome, Is.EqualTo("400 MMC.111071067"));
        Assert.That((await _server.PutAsync($"{Meetings}?conferenceID={id}", _server.Admin, new { mediaTypes = "Voice", subject = "x" })).Outcome, Is.EqualTo("400 MMC.111071065"));
        Assert.That((await _server.DeleteAsync($"{Meetings}?conferenceID={id}&type=1", _server.Admin)).Status, Is.EqualTo(200));
        Assert.That((await _server.GetAsync($"{Meetings}/online/confDetail?conferenceID={id}", _server.Admin)).Outcome, Is.EqualTo("400 MMC.111070005"));
    }

    [Test]
    public async Task A_meeting_is_found_listed_shown_changed_and_cancelled()
    {
        var subject = "Quarterly " + Guid.NewGuid().ToString("N")[..8];
        var id = Text((await BookAsync(new { mediaTypes = "HDVideo", startTime = InHours(3), subject })).Json[0], "conferenceID");

        var listed = await _server.GetAsync($"{Meetings}?searchKey={subject.ToUpperInvariant()}&sortType=DSC_StartTIME&queryConfMode=ADAY&queryAll=false&limit=5", _server.Admin);
        Assert.That(ApiDescription.Complaints("search_meetings", listed), Is.Empty);
        Assert.That(listed.Json.GetProperty("count").GetInt32(), Is.EqualTo(1));
        Assert.That(listed.Json.GetProperty("limit").GetInt32(), Is.EqualTo(5));

        var changed = await _server.PutAsync($"{Meetings}?conferenceID={id}", _server.Admin, new { mediaTypes = "HDVideo", startTime = InHours(30), length = 90, subject });
        Assert.That(ApiDescription.Complaints("update_meeting", changed), Is.Empty);
        Assert.That(Text(changed.Json[0], "startTime"), Is.EqualTo(InHours(30)));

        var nextDay = await _server.GetAsync($"{Meetings}?searchKey={subject}&queryConfMode=ADAY", _server.Admin);
        Assert.That(nextDay.Json.GetProperty("count").GetInt32(), Is.Zero);

        var detail = await _server.GetAsync($"{Meetings}/confDetail?conferenceID={id}", _server.Admin);
        Assert.That(ApiDescription.Complaints("show_meeting_detail", detail), Is.Empty);
        Assert.That(Text(detail.Json.GetProperty("conferenceData"), "role"), Is.EqualTo("chair"));

        var cancelled = await _server.DeleteAsync($"{Meetings}?conferenceID={id}", _server.Admin);
        Assert.That(ApiDescription.Complaints("cancel_meeting", cancelled), Is.Empty);
        Assert.That((await _server.GetAsync($"{Meetings}/confDetail?conferenceID={id}", _server.Admin)).Outcome, Is.EqualTo("400 MMC.111070005"));
    }

    [Test]
    public async Task The_invited_are_shown_and_paged_in_the_three_ways()
    {
        var people = Enumerable.Range(0, 25).Select(i => new { name = $"P{i}", phone = $"+8613800000{i:00}", type = "mobile" });
        var rooms = Enumerable.Range(0, 3).Select(i => new { name = $"Room {i}", phone = $"+99111000{i:00}", type = "terminal" });
        var booked = await BookAsync(new { mediaTypes = "HDVideo", startTime = InHours(4), attendees = people.Concat(rooms) });
        var id = Text(booked.Json[0], "conferenceID");

        Assert.That(booked.Json[0].GetProperty("partAttendeeInfo").GetArrayLength(), Is.EqualTo(23), "twenty people and three rooms");
        Assert.That(booked.Json[0].GetProperty("normalCount").GetInt32(), Is.EqualTo(25));
        Assert.That(booked.Json[0].GetProperty("terminlCount").GetInt32(), Is.EqualTo(3));
        Assert.That(await CountAsync(id, "0", null), Is.EqualTo((28, 10)));
        Assert.That(await CountAsync(id, "1", null), Is.EqualTo((28, 13)));
        Assert.That(await CountAsync(id, "2", "1"), Is.EqualTo((3, 3)));
        Assert.That(await CountAsync(id, "2", "0"), Is.EqualTo((25, 10)));

        async Task<(int Count, int Shown)> CountAsync(string meeting, string type, string? queryType)
        {
            var answer = await _server.SendAsync(HttpMethod.Get, $"{Meetings}/confDetail?conferenceID={meeting}&limit=10", _server.Admin, null, request =>
            {
                request.Headers.Add("X-Type", type);
                if (queryType is not null)
                    request.Headers.Add("X-Query-Type", queryType);
            });
            Assert.That(ApiDescription.Complaints("show_meeting_detail", answer), Is.Empty);
            var page = answer.Json.GetProperty("data");
            return (page.GetProperty("count").GetInt32(), page.GetProperty("data").GetArrayLength());
        }
    }

    [TestCase("{}", "400 MMC.111071016")]
    [TestCase("""{"mediaTypes":"Smoke"}""", "400 MMC.111071018")]
    [TestCase("""{"mediaTypes":"Voice","length":14}""", "400 MMC.111071021")]
    [TestCase("""{"mediaTypes":"Voice","startTime":"2020-01-01 00:00"}""", "400 MMC.111071013")]
    [TestCase("""{"mediaTypes":"Voice","startTime":"2099-01-01 00:00"}""", "400 MMC.111071014")]
    [TestCase("""{"mediaTypes":"Voice","startTime":"tomorrow"}""", "400 MMC.111071061")]
    [TestCase("""{"mediaTypes":"Voice","length":"long"}""", "400 MMC.111071062")]
    [TestCase("""{"mediaTypes":"Voice","vmrFlag":1,"vmrID":"nobodys"}""", "400 MMC.111070006")]
    [TestCase("""{"mediaTypes":"Voice","recordType":7}""", "400 MMC.111071038")]
    [TestCase("""{"mediaTypes":"Voice","supportSimultaneousInterpretation":true}""", "400 MMC.111072010")]
    public async Task What_cannot_be_booked_says_why(string body, string outcome) =>
        Assert.That((await _server.SendAsync(HttpMethod.Post, Meetings, _server.Admin, body)).Outcome, Is.EqualTo(outcome));

    [Test]
    public async Task Recurring_meetings_have_their_times_which_change_and_go_one_by_one()
    {
        var start = DateTime.UtcNow.AddDays(1);
        var cycle = new
        {
            startDate = start.AddHours(8).ToString("yyyy-MM-dd"),
            endDate = start.AddHours(8).AddDays(4).ToString("yyyy-MM-dd"),
            cycle = "Day",
            interval = 1,
            preRemindDays = 1,
        };
        var booked = await _server.PostAsync(Cycles, _server.Admin, new { mediaTypes = "HDVideo", startTime = start.ToString("yyyy-MM-dd HH:mm"), length = 30, cycleParams = cycle });
        Assert.That(ApiDescription.Complaints("create_recurring_meeting", booked), Is.Empty);
        var id = Text(booked.Json[0], "conferenceID");
        var times = booked.Json[0].GetProperty("subConfs").EnumerateArray().Select(one => Text(one, "cycleSubConfID")).ToArray();
        Assert.That(times, Has.Length.EqualTo(5));

        var moved = await _server.PutAsync($"{Meetings}/cyclesubconf?conferenceID={id}", _server.Admin,
            new { cycleSubConfID = times[1], mediaTypes = "Voice", startTime = start.AddDays(1).AddHours(1).ToString("yyyy-MM-dd HH:mm"), length = 45, description = "later" });
        Assert.That(ApiDescription.Complaints("update_recurring_sub_meeting", moved), Is.Empty);

        // A DELETE with a body, as the SDKs send it.
        var off = await _server.DeleteAsync($"{Meetings}/cyclesubconf?conferenceID={id}", _server.Admin, new { cycleSubConfIDs = new[] { times[0], times[2] } });
        Assert.That(ApiDescription.Complaints("cancel_recurring_sub_meeting", off), Is.Empty);

        var detail = await _server.GetAsync($"{Meetings}/confDetail?conferenceID={id}", _server.Admin);
        var left = detail.Json.GetProperty("conferenceData").GetProperty("subConfs").EnumerateArray().ToArray();
        Assert.That(left.Select(one => Text(one, "cycleSubConfID")), Is.EqualTo(new[] { times[1], times[3], times[4] }));
        Assert.That(Text(left[0], "description"), Is.EqualTo("later"));
        Assert.That((await _server.PutAsync($"{Meetings}?conferenceID={id}", _server.Admin, new { mediaTypes = "Voice" })).Outcome, Is.EqualTo("400 MMC.111071019"));
        Assert.That((await _server.DeleteAsync($"{Cycles}?conferenceID={id}&type=1", _server.Admin)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_held_meeting_is_history_whichever_end_of_the_range_is_sent_first()
    {
        var booked = await BookAsync(new { mediaTypes = "HDVideo", subject = "To be over" });
        var (id, run) = (Text(booked.Json[0], "conferenceID"), Text(booked.Json[0], "confUUID"));
        Assert.That((await _server.DeleteAsync($"{Meetings}?conferenceID={id}&type=1", _server.Admin)).Status, Is.EqualTo(200));

        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1).ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds());
        foreach (var (one, other) in new[] { (from, until), (until, from) })
        {
            var listed = await _server.GetAsync($"{Meetings}/history?startDate={one}&endDate={other}&searchKey={id}", _server.Admin);
            Assert.That(ApiDescription.Complaints("search_his_meetings", listed), Is.Empty);
            Assert.That(Text(listed.Json.GetProperty("data")[0], "confUUID"), Is.EqualTo(run));
            Assert.That(Text(listed.Json.GetProperty("data")[0], "conferenceState"), Is.EqualTo("Destroyed"));
        }

        Assert.That(ApiDescription.Complaints("show_his_meeting_detail", await _server.GetAsync($"{Meetings}/history/confDetail?confUUID={run}", _server.Admin)), Is.Empty);
        Assert.That(ApiDescription.Complaints("search_attendance_records_of_his_meeting", await _server.GetAsync($"{Meetings}/history/confAttendeeRecord?confUUID={run}", _server.Admin)), Is.Empty);
        var trail = await _server.GetAsync($"{Meetings}/history/confCtlRecord?confUUID={run}", _server.Admin);
        Assert.That(ApiDescription.Complaints("search_ctl_records_of_his_meeting", trail), Is.Empty);
        Assert.That(Text(trail.Json.GetProperty("data")[0], "operateCode"), Is.EqualTo("End"));
    }

    [Test]
    public async Task A_booked_meeting_is_started_by_its_password_and_by_no_other()
    {
        var booked = await BookAsync(new { mediaTypes = "HDVideo", startTime = InHours(1), confConfigInfo = new { allowGuestStartConf = false } });
        var id = Text(booked.Json[0], "conferenceID");
        var passwords = booked.Json[0].GetProperty("passwordEntry").EnumerateArray().ToDictionary(entry => Text(entry, "conferenceRole"), entry => Text(entry, "password"));

        Assert.That((await StartAsync("0000000")).Outcome, Is.EqualTo("400 MMC.111072065"));
        Assert.That((await StartAsync(passwords["general"])).Outcome, Is.EqualTo("400 MMC.111071058"));
        var started = await StartAsync(passwords["chair"]);
        Assert.That(ApiDescription.Complaints("start_meeting", started), Is.Empty);
        Assert.That((await StartAsync(passwords["chair"])).Json.GetProperty("uuid").GetString(), Is.EqualTo(Text(started.Json, "uuid")), "one that runs is answered as it is");

        Task<ApiAnswer> StartAsync(string password) => _server.PostAsync($"{Meetings}/start", _server.Admin, new { conferenceID = id, password });
    }

    [Test]
    public async Task A_password_is_exchanged_for_fifteen_digits_until_too_many_were_wrong()
    {
        var booked = await BookAsync(new { mediaTypes = "HDVideo", startTime = InHours(1) });
        var id = Text(booked.Json[0], "conferenceID");
        var guest = Text(booked.Json[0].GetProperty("passwordEntry")[1], "password");

        var right = await AskAsync(guest);
        Assert.That(ApiDescription.Complaints("create_anonymous_auth_random", right), Is.Empty);
        Assert.That(Text(right.Json, "random"), Does.Match("^[0-9]{15}$"));
        var random = await _server.SendAsync(HttpMethod.Get, $"/v2/mms/ncms/conferences/auth/random?conf_id={id}", null, null, request => request.Headers.Add("X-Password", guest));
        Assert.That(ApiDescription.Complaints("create_auth_random", random), Is.Empty);

        var outcomes = new List<string>();
        for (var i = 0; i < 6; i++)
            outcomes.Add((await AskAsync("1234")).Outcome);
        Assert.That(outcomes[0], Is.EqualTo("400 MMC.111072065"));
        Assert.That(outcomes[^1], Is.EqualTo("400 MMC.111071052"));
        Assert.That((await AskAsync(guest)).Outcome, Is.EqualTo("400 MMC.111071052"), "the right one has to wait too");

        Task<ApiAnswer> AskAsync(string password) =>
            _server.SendAsync(HttpMethod.Get, $"{Meetings}/anonymous/auth?conferenceID={id}", null, null, request => request.Headers.Add("X-Password", password));
    }

    [Test]
    public async Task The_corporation_sees_what_it_uses()
    {
        Assert.That(ApiDescription.Complaints("show_org_res", await _server.GetAsync("/v1/mmc/management/orgRes", _server.Admin)), Is.Empty);
        Assert.That(ApiDescription.Complaints("show_sp_res", await _server.GetAsync("/v1/mmc/management/spRes", _server.Admin)), Is.Empty);
        var id = Text((await BookAsync(new { mediaTypes = "Voice", startTime = InHours(5) })).Json[0], "conferenceID");
        Assert.That(ApiDescription.Complaints("show_conf_org", await _server.GetAsync($"{Meetings}/confOrg?conferenceID={id}", _server.Admin)), Is.Empty);
        Assert.That(ApiDescription.Complaints("show_region_info_of_meeting", await _server.GetAsync($"{Meetings}/region/info?conferenceID={id}", _server.Admin)), Is.Empty);
        Assert.That(ApiDescription.Complaints("check_call_number_in_conf", await _server.GetAsync("/v2/mms/ncms/conferences/online/check-callnumber-in-conf?call_number=%2B991", _server.Admin)), Is.Empty);
    }

    [Test]
    public async Task Recordings_answer_that_there_are_none()
    {
        var listed = await _server.GetAsync("/v1/mmc/management/record/files?startDate=1900000000000&endDate=1&queryAll=true", _server.Admin);
        Assert.That(ApiDescription.Complaints("search_recordings", listed), Is.Empty);
        Assert.That(listed.Json.GetProperty("count").GetInt32(), Is.Zero);
        var run = new string('0', 32);
        foreach (var path in new[] { $"/v1/mmc/management/conferences/record/files?confUUID={run}", $"/v1/mmc/management/record/downloadurls?confUUID={run}" })
            Assert.That((await _server.GetAsync(path, _server.Admin)).Outcome, Is.EqualTo("400 MMC.111077201"), path);
        Assert.That((await _server.DeleteAsync($"/v1/mmc/management/record/files?confUUIDs={run}", _server.Admin)).Outcome, Is.EqualTo("400 MMC.111077201"));
        Assert.That((await _server.PostAsync("/v1/mmc/rlm/record/info", _server.Admin, new { confUUID = run })).Outcome, Is.EqualTo("400 MMC.111077201"));
    }

    private static string InHours(int hours) => DateTime.UtcNow.AddHours(hours).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private Task<ApiAnswer> BookAsync(object body) => _server.PostAsync(Meetings, _server.Admin, body);
}
