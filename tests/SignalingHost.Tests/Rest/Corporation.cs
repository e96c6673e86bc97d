using System.Text.Json;
using Meetings;
using Microsoft.Extensions.DependencyInjection;
using SignalingHost.Storage;
using SignalingHost.Tests.Hosting;
using SignalingHost.Webhooks;

namespace SignalingHost.Tests.Rest;

/// <summary>A tenant that has one of everything: people, terminals, rooms, meetings booked, running and ended, what they left, and what it has set.</summary>
internal sealed class Corporation
{
    private const string Conferences = "/v1/mmc/management/conferences";
    private const string Control = "/v1/mmc/control/conferences";
    private const string Password = "Some-Pass-1";

    private readonly string _name;

    private ApiClient _client;

    private Corporation(ApiClient client, string name) => (_client, _name) = (client, name);

    /// <summary>Of its administrator.</summary>
    public string Admin { get; private set; } = "";

    /// <summary>Of a user of it, who is in the running meeting.</summary>
    public string User { get; private set; } = "";

    public string Running { get; private set; } = "";

    public string Run { get; private set; } = "";

    public string GuestPassword { get; private set; } = "";

    /// <summary>The user's in the running meeting.</summary>
    public string Participant { get; private set; } = "";

    /// <summary>By which he sends and receives media.</summary>
    public string Bearer { get; private set; } = "";

    /// <summary>Everything by which something of it can be named.</summary>
    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    /// <summary>What an answer to a stranger may not contain, besides the ids.</summary>
    public List<string> Secrets { get; } = [];

    public static async Task<Corporation> FoundAsync(InProcessServer server, ApiClient client, string operatorToken, string name)
    {
        var corporation = new Corporation(client, name);
        await corporation.BeginAsync(operatorToken);
        await corporation.EquipAsync();
        await corporation.MeetAsync();
        await corporation.KeepAsync(server);
        return corporation;
    }

    /// <summary>A control token of the running meeting, for whoever booked it.</summary>
    public async Task<string> HostTokenAsync() =>
        (await _client.GetAsync($"{Control}/token?conferenceID={Running}", Admin)).Json.GetProperty("data").GetProperty("token").GetString()!;

    /// <summary>Of somebody who is in the running meeting and is no host.</summary>
    public async Task<string> GuestTokenAsync() =>
        (await _client.GetAsync($"{Control}/token?conferenceID={Running}", User)).Json.GetProperty("data").GetProperty("token").GetString()!;

    /// <summary>Everything that can be read of it by its own people.</summary>
    public async Task<string[]> StateAsync()
    {
        var answers = await KeptAsync();
        answers.Add(await ReadAsync($"{Conferences}/online?queryAll=true&limit=100", Admin));
        answers.Add(await ReadAsync($"{Conferences}/online/confDetail?conferenceID={Running}", Admin));
        answers.Add(await ReadAsync($"{Control}/realTimeInfo?conferenceID={Running}", null, ("X-Conference-Authorization", await HostTokenAsync())));
        answers.Add(await ReadAsync("/v1/ext/join", null, ("Authorization", $"Bearer {Bearer}")));
        return [.. answers];
    }

    /// <summary>What of that is the same whoever is connected.</summary>
    public async Task<List<string>> KeptAsync(ApiClient? through = null)
    {
        _client = through ?? _client;
        string[] paths =
        [
            "/v1/usg/dcs/corp", "/v1/usg/dcs/corp/resource", "/v1/usg/dcs/corp/resource-list", "/v1/usg/dcs/corp/member?limit=100", "/v1/usg/dcs/corp/device?limit=100",
            "/v1/usg/dcs/corp/vmr", "/v1/usg/dcs/member/vmr", "/v1/usg/dcs/corp/admin", "/v1/usg/dcs/member/dept/1", "/v2/usg/acs/corp/apps", "/v1/usg/dcs/corp/vision/activecode",
            "/v1/mmc/management/webhook/link-config", "/v1/ext/templates", "/v1/ext/sip/failures",
            $"{Conferences}?queryAll=true&limit=100", $"{Conferences}/history?queryAll=true&startDate=0&endDate={NextYear}",
            $"/v1/mmc/management/record/files?queryAll=true&startDate=0&endDate={NextYear}",
            .. new[] { "booked meeting", "recurring meeting" }.Select(id => $"{Conferences}/confDetail?conferenceID={Ids[id]}"),
            $"{Conferences}/history/confDetail?confUUID={Ids["ended run"]}",
            $"{Conferences}/history/confAttendeeRecord?confUUID={Ids["ended run"]}", $"{Conferences}/history/confCtlRecord?confUUID={Ids["ended run"]}",
            $"/v1/ext/conferences/{Ids["booked meeting"]}/links", $"/v1/ext/conferences/{Ids["booked meeting"]}/language", $"/v1/ext/conferences/{Running}/language",
        ];
        var answers = new List<string>();
        foreach (var path in paths)
            answers.Add(await ReadAsync(path, Admin));
        answers.Add(await ReadAsync($"{Control}/layOut?conferenceID={Running}", null, ("X-Conference-Authorization", await HostTokenAsync())));
        return answers;
    }

    public static long NextYear { get; } = DateTimeOffset.UtcNow.AddYears(1).ToUnixTimeMilliseconds();

    private async Task<string> ReadAsync(string path, string? token, params (string Name, string Value)[] headers)
    {
        var answer = await _client.SendAsync(HttpMethod.Get, path, token, null, headers);
        Assert.That(answer.Status, Is.EqualTo(200), $"{path}: {answer}");
        return $"{path}: {answer.Body}";
    }

    private async Task BeginAsync(string operatorToken)
    {
        Ids["corporation"] = Text(
            await DoAsync(HttpMethod.Post, "/v1/usg/dcs/sp/corp", operatorToken, new
            {
                basicInfo = new { name = $"{_name} GmbH" },
                adminInfo = new { account = $"{_name}-admin", name = $"{_name} admin", pwd = Password },
                resInfo = new { resource = new object[] { new { type = "VMR", typeId = "vmr_100", count = 1, expireDate = NextYear } } },
            }),
            "value");
        Admin = await _client.LoginAsync($"{_name}-admin", Password);
        Secrets.AddRange([$"{_name} GmbH", $"{_name} admin"]);
    }

    private async Task EquipAsync()
    {
        var user = await DoAsync(HttpMethod.Post, "/v1/usg/dcs/corp/member", Admin, new { name = $"{_name} user", account = $"{_name}-user", thirdAccount = $"{_name}-third", pwd = Password });
        User = await _client.LoginAsync($"{_name}-user", Password);
        var terminal = await DoAsync(HttpMethod.Post, "/v1/usg/dcs/corp/device", Admin, new { name = $"{_name} hall", model = "TE30", sn = $"{_name}-sn" });
        var app = await DoAsync(HttpMethod.Post, "/v2/usg/acs/corp/app", Admin, new { app_name = $"{_name} app" });
        var room = (await DoAsync(HttpMethod.Get, "/v1/usg/dcs/corp/vmr", Admin)).GetProperty("data")[0];
        Ids["login"] = $"{_name}-user";
        Ids["third login"] = $"{_name}-third";
        Ids["user"] = Text(user, "id");
        Ids["users number"] = Text(user, "sipNum");
        Ids["number"] = Text(terminal, "number");
        Ids["serial"] = $"{_name}-sn";
        Ids["department"] = Text(await DoAsync(HttpMethod.Post, "/v1/usg/dcs/corp/dept", Admin, new { deptName = $"{_name} department", deptCode = $"{_name}-dept" }), "value");
        Ids["app"] = Text(app, "app_id");
        Ids["room"] = Text(room, "id");
        Ids["personal room"] = Text((await DoAsync(HttpMethod.Get, "/v1/usg/dcs/member/vmr", Admin)).GetProperty("data")[0], "id");
        Ids["room number"] = Text(room, "vmrId");
        Ids["resource"] = Text((await DoAsync(HttpMethod.Get, "/v1/usg/dcs/corp/resource-list", Admin)).GetProperty("data")[0], "id");
        Secrets.Add(Text(await DoAsync(HttpMethod.Post, "/v1/usg/dcs/corp/vision/activecode", Admin, new { devType = "ideahub", devName = $"{_name} board" }), "activeCode"));
        Ids["board"] = Text((await DoAsync(HttpMethod.Get, "/v1/usg/dcs/corp/vision/activecode", Admin)).GetProperty("data")[0], "id");
        Secrets.AddRange([Text(app, "app_key"), $"{_name} user", $"{_name} hall", $"{_name} department", $"{_name} app", $"{_name} board"]);
    }

    private async Task MeetAsync()
    {
        var start = DateTime.UtcNow.AddDays(2);
        var booked = (await DoAsync(HttpMethod.Post, Conferences, Admin, new { subject = $"{_name} plans", mediaTypes = "HDVideo", startTime = $"{start:yyyy-MM-dd HH:mm}", attendees = new[] { new { userUUID = Ids["user"] } } }))[0];
        var recurring = (await DoAsync(HttpMethod.Post, "/v1/mmc/management/cycleconferences", Admin, new
        {
            subject = $"{_name} weekly",
            mediaTypes = "HDVideo",
            startTime = $"{start:yyyy-MM-dd HH:mm}",
            timeZoneID = "26",
            cycleParams = new { startDate = $"{start:yyyy-MM-dd}", endDate = $"{start.AddDays(3):yyyy-MM-dd}", cycle = "Day", interval = 1, preRemindDays = 1 },
        }))[0];
        Ids["booked meeting"] = Text(booked, "conferenceID");
        Ids["recurring meeting"] = Text(recurring, "conferenceID");
        Ids["occurrence"] = Text(recurring.GetProperty("subConfs")[0], "cycleSubConfID");

        var (running, run, chair, password) = await HoldAsync("talks");
        (Running, Run, GuestPassword) = (running, run, password);
        Ids["running meeting"] = running;
        Ids["run"] = run;
        Ids["chair"] = Text(await JoinAsync(running, chair, Admin, "admin"), "participantID");
        var joined = await JoinAsync(running, password, User, "user");
        (Participant, Bearer) = (Text(joined, "participantID"), Text(joined, "token"));
        Ids["participant"] = Participant;
        var token = await HostTokenAsync();
        (string, string) header = ("X-Conference-Authorization", token);
        await DoneAsync(HttpMethod.Put, $"{Control}/layOut?conferenceID={running}", null, new { restPicLayout = new { layOutName = $"{_name} layout", picNum = 1, imageType = "Single", subscriberInPics = Array.Empty<object>() } }, header);
        Ids["layout"] = Text((await _client.SendAsync(HttpMethod.Get, $"{Control}/layOut?conferenceID={running}", null, null, header)).Json.GetProperty("picLayouts")[0], "uuid");

        var (ended, endedRun, _, endedPassword) = await HoldAsync("results");
        await JoinAsync(ended, endedPassword, User, "user");
        await DoneAsync(HttpMethod.Delete, $"{Conferences}?conferenceID={ended}&type=1", Admin);
        Ids["ended meeting"] = ended;
        Ids["ended run"] = endedRun;
        Secrets.AddRange([$"{_name} plans", $"{_name} weekly", $"{_name} talks", $"{_name} results", $"{_name} layout", Key(booked, "chairJoinUri"), Key(booked, "guestJoinUri")]);
    }

    private async Task KeepAsync(InProcessServer server)
    {
        Ids["template"] = Text(await DoAsync(HttpMethod.Post, "/v1/ext/templates", Admin, new { name = $"{_name} template", content = new { subject = $"{_name} plan", mediaTypes = "HDVideo" } }), "id");
        Ids["webhook"] = Guid.NewGuid().ToString("N");
        var (corporation, user) = (new CorporationId(Ids["corporation"]), new AccountId(Ids["user"]));
        var now = DateTimeOffset.UtcNow;
        await server.Get<Store>().WriteAsync(async session =>
        {
            await SipFailureTable.SaveAsync(session, corporation, new SipFailure(user, now, $"{_name} refused"));
            await server.Get<WebhookTable>().SaveAsync(session, new Webhook
            {
                Id = Ids["webhook"],
                Corporation = corporation,
                SubscriberId = $"{_name}-subscriber",
                SubscriberKey = $"{_name}-key",
                Url = $"http://127.0.0.1:9/{_name}",
                Status = WebhookStatus.Off,
                ChangedAt = now,
            });
            await RecordingTable.SaveAsync(session, new StoredRecording
            {
                Run = new RunId(Ids["ended run"]),
                Conference = new ConferenceId(Ids["ended meeting"]),
                Corporation = corporation,
                Owner = user,
                OwnerName = $"{_name} user",
                Subject = $"{_name} results",
                StartedAt = now,
                Length = TimeSpan.FromMinutes(10),
                Bytes = 1_000_000,
                ReadyAt = now,
                Files = [new RecordedFile { Name = $"{_name}.mp4", Kind = "Hd", Begin = now, End = now.AddMinutes(10), Bytes = 1_000_000, Segment = 1 }],
            });
        });
        Secrets.AddRange([$"{_name} template", $"{_name} refused", $"{_name}-subscriber", $"{_name}-key", $"127.0.0.1:9/{_name}", $"{_name}.mp4"]);
    }

    private async Task<(string Number, string Run, string Chair, string Guest)> HoldAsync(string subject)
    {
        var meeting = (await DoAsync(HttpMethod.Post, Conferences, Admin, new { subject = $"{_name} {subject}", mediaTypes = "HDVideo", length = 45, confConfigInfo = new { allowGuestStartConf = true } }))[0];
        return (Text(meeting, "conferenceID"), Text(meeting, "confUUID"), PasswordOf("chair"), PasswordOf("general"));

        string PasswordOf(string role) => Text(meeting.GetProperty("passwordEntry").EnumerateArray().Single(one => Text(one, "conferenceRole") == role), "password");
    }

    private Task<JsonElement> JoinAsync(string number, string password, string token, string who) =>
        DoAsync(HttpMethod.Post, "/v1/ext/join", token, new { conferenceID = number, password, name = $"{_name} {who}" });

    private async Task<JsonElement> DoAsync(HttpMethod method, string path, string token, object? body = null)
    {
        var answer = await _client.SendAsync(method, path, token, body);
        Assert.That(answer.Status, Is.EqualTo(200), $"{method} {path}: {answer}");
        return answer.Json;
    }

    private async Task DoneAsync(HttpMethod method, string path, string? token, object? body = null, params (string, string)[] headers)
    {
        var answer = await _client.SendAsync(method, path, token, body, headers);
        Assert.That(answer.Status, Is.EqualTo(200), $"{method} {path}: {answer}");
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static string Key(JsonElement meeting, string name) => Text(meeting, name).Split('/')[^1];
}
