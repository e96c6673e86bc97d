using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Conferences;
using SignalingHost.Tests.Hosting;
using SignalingHost.Tests.Webhooks;

namespace SignalingHost.Tests.Rest;

/// <summary>
/// The operations that ids and tokens alone do not open, each called with what it needs: a password or a code, a server that answers, a
/// terminal that is in a meeting, somebody who waits. What is taken away was made for it.
/// </summary>
internal sealed class FurtherCalls(InProcessServer server, ApiClient client, Corporation own, string operatorToken)
{
    /// <summary>What the server must be set to.</summary>
    public static readonly string[] Settings = ["--Admin:ResetPassword=Reset-Pass-1", "--Webhook:AllowInternalAddresses=true"];

    private const string Conferences = "/v1/mmc/management/conferences";
    private const string Control = "/v1/mmc/control/conferences";
    private const string Password = "Further-Pass-1";

    private readonly List<(string Operation, ApiAnswer Answer)> _made = [];

    public async Task<IReadOnlyList<(string Operation, ApiAnswer Answer)>> MakeAsync()
    {
        await AccountsAsync();
        await CorporationsAsync();
        await BookedAsync();
        await HeldAsync();
        return _made;
    }

    private async Task AccountsAsync()
    {
        const string login = "further-user";
        await DoAsync(HttpMethod.Post, "/v1/usg/dcs/corp/member", own.Admin, new { name = "Further", account = login, pwd = Password });
        Note("create_token", await client.TryLoginAsync(login, Password));
        await CallAsync("create_proxy_token", HttpMethod.Post, "/v1/usg/acs/auth/proxy", null, new { authServerType = "workplace", authType = "AccountAndPwd", clientType = 72, account = login, pwd = Password });
        await CallAsync("check_token", HttpMethod.Post, "/v1/usg/acs/token/validate", null, new { token = await client.LoginAsync(login, Password), needGenNewToken = false, needAccountInfo = true });
        await CallAsync("update_pwd", HttpMethod.Put, "/v1/usg/acs/password", null, new { account = login, oldPwd = Password, newPwd = "Further-Pass-2" });
        await CallAsync("reset_pwd_by_admin", HttpMethod.Put, "/v1/usg/acs/password/admin/reset", own.Admin, new { account = login });

        var app = await DoAsync(HttpMethod.Post, "/v2/usg/acs/corp/app", own.Admin, new { app_name = "Further" });
        var (id, nonce) = (Text(app, "app_id"), Guid.NewGuid().ToString("N"));
        var signature = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Text(app, "app_key")), Encoding.UTF8.GetBytes($"{id}::0:{nonce}")));
        await CallAsync(
            "create_app_token", HttpMethod.Post, "/v2/usg/acs/auth/appauth", null, new { appId = id, clientType = 72, expireTime = 0, nonce, userId = "" },
            ("Authorization", $"HMAC-SHA256 signature={signature},access={ApiServer.Basic(id)}"));

        var code = Text(await DoAsync(HttpMethod.Post, "/v1/usg/dcs/corp/vision/activecode", own.Admin, new { devType = "ideahub", devName = "Further" }), "activeCode");
        await CallAsync("ext_activate_device", HttpMethod.Post, "/v1/ext/activations", null, new { activeCode = code });
        var department = Text(await DoAsync(HttpMethod.Post, "/v1/usg/dcs/corp/dept", own.Admin, new { deptName = "Further" }), "value");
        await CallAsync("delete_department", HttpMethod.Delete, $"/v1/usg/dcs/corp/dept/{department}", own.Admin);
    }

    private async Task CorporationsAsync()
    {
        await CallAsync("add_corp", HttpMethod.Post, "/v1/usg/dcs/sp/corp", operatorToken, new
        {
            basicInfo = new { name = "Further GmbH" },
            adminInfo = new { account = "further-admin", name = "Further admin", pwd = Password },
        });
        await DoneAsync(HttpMethod.Post, $"/v1/usg/dcs/sp/corp/{own.Ids["corporation"]}/resource", operatorToken, new object[]
        {
            new { type = "CONF_CALL", count = 100, expireDate = Corporation.NextYear }, new { type = "RECORD", count = 10, expireDate = Corporation.NextYear },
        });
        using var receiver = new Receiver(TestPorts.Free());
        await CallAsync("set_web_hook_config", HttpMethod.Post, "/v1/mmc/management/webhook/link-config", own.Admin, new { corpId = own.Ids["corporation"], subscriberId = "further", subscriberKey = "key", url = receiver.Url });
    }

    private async Task BookedAsync()
    {
        var start = DateTime.UtcNow.AddDays(4);
        var recurring = (await DoAsync(HttpMethod.Post, "/v1/mmc/management/cycleconferences", own.Admin, new
        {
            mediaTypes = "HDVideo",
            startTime = $"{start:yyyy-MM-dd HH:mm}",
            timeZoneID = "26",
            cycleParams = new { startDate = $"{start:yyyy-MM-dd}", endDate = $"{start.AddDays(3):yyyy-MM-dd}", cycle = "Day", interval = 1, preRemindDays = 1 },
        }))[0];
        await CallAsync("cancel_recurring_meeting", HttpMethod.Delete, $"/v1/mmc/management/cycleconferences?conferenceID={Text(recurring, "conferenceID")}", own.Admin);

        var booked = (await DoAsync(HttpMethod.Post, Conferences, own.Admin, new { mediaTypes = "HDVideo", startTime = $"{start:yyyy-MM-dd HH:mm}" }))[0];
        var id = Text(booked, "conferenceID");
        await CallAsync("create_anonymous_auth_random", HttpMethod.Get, $"{Conferences}/anonymous/auth?conferenceID={id}", null, null, ("X-Password", PasswordOf(booked, "general")));
        await CallAsync("start_meeting", HttpMethod.Post, $"{Conferences}/start", own.Admin, new { conferenceID = id, password = PasswordOf(booked, "chair") });
    }

    private async Task HeldAsync()
    {
        var meeting = (await DoAsync(HttpMethod.Post, Conferences, own.Admin, new { mediaTypes = "HDVideo", length = 60, recordType = 2, confConfigInfo = new { allowGuestStartConf = true } }))[0];
        var (id, guestPassword, chairPassword) = (Text(meeting, "conferenceID"), PasswordOf(meeting, "general"), PasswordOf(meeting, "chair"));
        var chair = await SeatAsync(id, "Chair", guestPassword, new AccountId(Text(meeting, "userUUID")));
        var terminal = await SeatAsync(id, "Hall", guestPassword);
        var first = await JoinAsync("First");
        var (second, third) = (await JoinAsync("Second"), await JoinAsync("Third"));
        var token = ("X-Conference-Authorization", Text((await DoAsync(HttpMethod.Get, $"{Control}/token?conferenceID={id}", null, null, ("X-Password", chairPassword))).GetProperty("data"), "token"));

        await AskAsync("set_host_view", "chairView?", new { viewType = 0, switchTime = 20, status = 1 });
        await AskAsync("set_participant_view", $"partView?participantID={terminal}&", new { viewType = 2, participantID = first });
        await AskAsync("lock_view", $"lockView?participantID={terminal}&", new { status = 1, participantID = first });
        await AskAsync("set_mmr_record", "mmrRecord?", new { recordType = 1 });
        await CallAsync("invite_with_pwd", HttpMethod.Post, $"{Control}/inviteWithPwd?conferenceID={id}", null, new { callNum = own.Ids["number"], confID = id, pwd = guestPassword, orgID = own.Ids["corporation"], numBelongsType = 0 });
        await DoneAsync(HttpMethod.Put, $"/v1/ext/control/waitingRoom?conferenceID={id}", null, new { enableWaitingRoom = 1 }, token);
        await AskAsync("move_to_waiting_room", "moveToWaitingRoom?", new { participantID = first });
        await AskAsync("batch_move_to_waiting_room", "batchMoveToWaitingRoom?", new { batchParticipants = new[] { second, third } });
        await CallAsync("ext_remove_from_waiting_room", HttpMethod.Post, $"/v1/ext/control/waitingRoom/remove?conferenceID={id}&participantID={first}", null, null, token);
        await AskAsync("set_role", $"participants/role?participantID={chair}&", new { applyChair = 0 });
        await AskAsync("prolong_meeting", "duration?", new { auto = 0, duration = 15 });
        await CallAsync("prolong_meeting_by_management", HttpMethod.Put, $"/v1/mmc/management/conference/duration?conferenceID={id}", null, new { auto = 1, duration = 15 }, token);
        await AskAsync("stop_meeting", "stop?", null);

        async Task<string> JoinAsync(string name)
        {
            var answer = await client.SendAsync(HttpMethod.Post, "/v1/ext/join", null, new { conferenceID = id, password = guestPassword, name });
            Note("ext_join", answer);
            return Text(answer.Json, "participantID");
        }

        Task AskAsync(string operation, string path, object? body) => CallAsync(operation, HttpMethod.Put, $"{Control}/{path}conferenceID={id}", null, body, token);
    }

    /// <summary>A terminal that is sent one picture comes in.</summary>
    private async Task<string> SeatAsync(string meeting, string name, string password, AccountId? account = null)
    {
        var request = new JoinRequest
        {
            Who = server.Get<IIdentitySource>().NewParticipant(),
            Name = name,
            Number = $"+99190{name}",
            Password = password,
            Account = account,
            Corporation = new CorporationId(own.Ids["corporation"]),
            Device = new Device { Kind = DeviceKind.Terminal, MultiStream = false },
        };
        Assert.That((await server.Get<ConferenceDesk>().JoinAsync(new ConferenceId(meeting), request)).Refusal, Is.EqualTo(Refusal.None), name);
        return request.Who.Value;
    }

    private async Task CallAsync(string operation, HttpMethod method, string path, string? token, object? body = null, params (string, string)[] headers) =>
        Note(operation, await client.SendAsync(method, path, token, body, headers));

    private void Note(string operation, ApiAnswer answer) => _made.Add((operation, answer));

    private async Task<JsonElement> DoAsync(HttpMethod method, string path, string? token, object? body = null, params (string, string)[] headers)
    {
        var answer = await client.SendAsync(method, path, token, body, headers);
        Assert.That(answer.Status, Is.EqualTo(200), $"{method} {path}: {answer}");
        return answer.Json;
    }

    private async Task DoneAsync(HttpMethod method, string path, string? token, object? body, params (string, string)[] headers)
    {
        var answer = await client.SendAsync(method, path, token, body, headers);
        Assert.That(answer.Status, Is.EqualTo(200), $"{method} {path}: {answer}");
    }

    private static string PasswordOf(JsonElement meeting, string role) => Text(meeting.GetProperty("passwordEntry").EnumerateArray().Single(one => Text(one, "conferenceRole") == role), "password");

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
