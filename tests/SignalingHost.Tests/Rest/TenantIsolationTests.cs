using System.Text.RegularExpressions;

namespace SignalingHost.Tests.Rest;

/// <summary>
/// Walks over all operations of the API as the administrator of another corporation, with ids that belong to this one in every
/// place where an id can stand. Nothing of this corporation may come back, and nothing of it may have changed.
/// </summary>
public sealed partial class TenantIsolationTests
{
    private static readonly long NextYear = DateTimeOffset.UtcNow.AddYears(1).ToUnixTimeMilliseconds();

    private ApiServer _server = null!;
    private Corporation _ours = null!;
    private Corporation _theirs = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await ApiServer.StartAsync();
        _ours = await CorporationAsync("ours");
        _theirs = await CorporationAsync("theirs");
    }

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    [Test]
    public async Task A_token_of_one_corporation_reads_and_changes_nothing_of_another()
    {
        var before = await StateAsync();
        var leaks = new List<string>();
        foreach (var operation in ApiDescription.Operations.Where(operation => operation.Name != "delete_token"))
        {
            foreach (var id in _ours.Ids.Values)
            {
                var path = Placeholder().Replace(operation.Path, Uri.EscapeDataString(id));
                var answer = await _server.SendAsync(new HttpMethod(operation.Method), WithQuery(path, id), _theirs.Token, operation.Method == "GET" ? null : BodyFor(operation, id));
                var shown = _ours.Secrets.Where(secret => secret != id && answer.Body.Contains(secret, StringComparison.Ordinal)).ToArray();
                if (shown.Length > 0 || answer.Status >= 500)
                    leaks.Add($"{operation.Method} {path} shows {string.Join(", ", shown)}: {answer}");
            }
        }

        Assert.That(leaks, Is.Empty);
        Assert.That(await StateAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_tenants_administrator_is_no_operator()
    {
        Assert.That((await _server.GetAsync("/v1/usg/dcs/sp/corp", _ours.Token)).Outcome, Is.EqualTo("403 MMC.111070002"));
        Assert.That((await _server.DeleteAsync($"/v1/usg/dcs/sp/corp/{_theirs.Ids["corporation"]}", _ours.Token)).Outcome, Is.EqualTo("403 MMC.111070002"));
    }

    // Bodies in which the id stands where such a body has one; what a body does not know it passes over.
    private static string BodyFor(ApiOperation operation, string id) => operation.Name switch
    {
        _ when operation.Path.EndsWith("/delete", StringComparison.Ordinal) || operation.Path.Contains("/status/", StringComparison.Ordinal) || operation.Path.Contains("-member/", StringComparison.Ordinal)
            || operation.Name is "delete_vision_active_code" or "show_device_status" => $"[\"{id}\"]",
        "batch_show_user_details" => $"[{{\"id\":\"{id}\"}}]",
        "add_resource" or "update_resource" => $"[{{\"id\":\"{id}\",\"type\":\"VMR\",\"typeId\":\"vmr_50\",\"count\":1,\"expireDate\":{NextYear},\"isDisabled\":true}}]",
        _ => $$"""
            {"account":"{{id}}","conferenceID":"{{id}}","id":"{{id}}","token":"{{id}}","needGenNewToken":true,"user":"{{id}}","newPwd":"Taken-Over-1","oldPwd":"Taken-Over-1",
             "name":"Taken over","vmrName":"Taken over","app_name":"Taken over","deptName":"Taken over","devName":"Taken over","devType":"ideahub","model":"TE20","status":1,"vmrID":"{{id}}","vmrFlag":1,"mediaTypes":"HDVideo"}
            """,
    };

    private static string WithQuery(string path, string id) =>
        $"{path}?conferenceID={id}&confUUID={id}&conf_id={id}&userUUID={id}&searchKey=&participantID={id}&deptCode={id}&deptName=ours&offset=0&limit=100&queryAll=true&startDate=0&endDate={NextYear}&id={id}&status=1&corpId={id}";

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    private async Task<string[]> StateAsync()
    {
        string[] paths =
        [
            "/v1/usg/dcs/corp", "/v1/usg/dcs/corp/resource", "/v1/usg/dcs/corp/resource-list", "/v1/usg/dcs/corp/member?limit=100", "/v1/usg/dcs/corp/device?limit=100",
            "/v1/usg/dcs/corp/vmr", "/v1/usg/dcs/member/vmr", "/v1/usg/dcs/corp/admin", "/v1/usg/dcs/member/dept/1", "/v2/usg/acs/corp/apps", "/v1/usg/dcs/corp/vision/activecode",
        ];
        var answers = new List<string>();
        foreach (var path in paths)
        {
            var answer = await _server.GetAsync(path, _ours.Token);
            Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
            answers.Add(answer.Body);
        }

        return [.. answers];
    }

    private async Task<Corporation> CorporationAsync(string name)
    {
        var corporation = (await _server.PostAsync("/v1/usg/dcs/sp/corp", _server.Admin, new
        {
            basicInfo = new { name = $"{name} GmbH" },
            adminInfo = new { account = $"{name}-admin", name = $"{name} admin", pwd = "Some-Pass-1" },
            resInfo = new { resource = new object[] { new { type = "VMR", typeId = "vmr_100", count = 1, expireDate = NextYear } } },
        })).Json.GetProperty("value").GetString()!;
        var token = await _server.LoginAsync($"{name}-admin", "Some-Pass-1");
        var user = (await _server.PostAsync("/v1/usg/dcs/corp/member", token, new { name = $"{name} user", account = $"{name}-user", thirdAccount = $"{name}-third", pwd = "Some-Pass-1" })).Json;
        var terminal = (await _server.PostAsync("/v1/usg/dcs/corp/device", token, new { name = $"{name} hall", model = "TE30", sn = $"{name}-sn" })).Json;
        var department = (await _server.PostAsync("/v1/usg/dcs/corp/dept", token, new { deptName = $"{name} department", deptCode = $"{name}-dept" })).Json;
        var app = (await _server.PostAsync("/v2/usg/acs/corp/app", token, new { app_name = $"{name} app" })).Json;
        var room = (await _server.GetAsync("/v1/usg/dcs/corp/vmr", token)).Json.GetProperty("data")[0];
        var resource = (await _server.GetAsync("/v1/usg/dcs/corp/resource-list", token)).Json.GetProperty("data")[0];
        var code = (await _server.PostAsync("/v1/usg/dcs/corp/vision/activecode", token, new { devType = "ideahub", devName = $"{name} board" })).Json;
        var ids = new Dictionary<string, string>
        {
            ["corporation"] = corporation,
            ["login"] = $"{name}-user",
            ["third login"] = $"{name}-third",
            ["user"] = user.GetProperty("id").GetString()!,
            ["number"] = terminal.GetProperty("number").GetString()!,
            ["serial"] = $"{name}-sn",
            ["department"] = department.GetProperty("value").GetString()!,
            ["app"] = app.GetProperty("app_id").GetString()!,
            ["room"] = room.GetProperty("id").GetString()!,
            ["room number"] = room.GetProperty("vmrId").GetString()!,
            ["resource"] = resource.GetProperty("id").GetString()!,
            ["code"] = code.GetProperty("activeCode").GetString()!,
        };
        return new Corporation(token, ids, [.. ids.Values, app.GetProperty("app_key").GetString()!, $"{name} user", $"{name} hall", $"{name} department", $"{name} app", $"{name} board", $"{name} GmbH"]);
    }

    private sealed record Corporation(string Token, Dictionary<string, string> Ids, string[] Secrets);
}
