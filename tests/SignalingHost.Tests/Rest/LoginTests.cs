using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace SignalingHost.Tests.Rest;

/// <summary>Logging in by each of the three ways, and what can be done with a token, as clients in the field do it.</summary>
public sealed class LoginTests
{
    private ApiServer _server = null!;
    private string _appId = "";
    private string _appKey = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await ApiServer.StartAsync();
        var app = await _server.PostAsync("/v2/usg/acs/corp/app", _server.Admin, new { app_name = "Timetable" });
        Check("add_app_id", app);
        (_appId, _appKey) = (app.Json.GetProperty("app_id").GetString()!, app.Json.GetProperty("app_key").GetString()!);
    }

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    [Test]
    public async Task A_login_answers_a_token_for_half_a_day_at_least()
    {
        var answer = await _server.SendLoginAsync("admin", ApiServer.AdminPassword);
        Check("update_token", answer);

        var token = answer.Json;
        Assert.That(token.GetProperty("accessToken").GetString(), Does.Match("^cnr[0-9A-Za-z]{43}$"));
        Assert.That(token.GetProperty("validPeriod").GetInt32(), Is.GreaterThanOrEqualTo(12 * 3600));
        Assert.That(token.GetProperty("expireTime").GetInt64() - (token.GetProperty("createTime").GetInt64() / 1000), Is.EqualTo(token.GetProperty("validPeriod").GetInt64()).Within(1));
        Assert.That(token.GetProperty("clientType").GetInt32(), Is.EqualTo(72));
        var user = token.GetProperty("user");
        Assert.That((user.GetProperty("adminType").GetInt32(), user.GetProperty("userType").GetInt32(), user.GetProperty("ucloginAccount").GetString()), Is.EqualTo((0, 2, "admin")));
        Assert.That(user.GetProperty("serviceAccount").GetString(), Does.Match("^sip:\\+99[0-9]{15}@meeting\\.local$"));
        Assert.That(user.TryGetProperty("numberHA1", out _), Is.False);
    }

    [Test]
    public async Task A_login_that_only_checks_makes_no_token()
    {
        var answer = await _server.SendAsync(HttpMethod.Post, "/v1/usg/acs/auth/account", null, new { account = "admin", clientType = 72, createTokenType = 1 }, Basic("admin", ApiServer.AdminPassword));

        Assert.That((answer.Status, answer.Json.TryGetProperty("accessToken", out _)), Is.EqualTo((200, false)));
    }

    [Test]
    public async Task A_wrong_password_and_an_unknown_name_are_the_same_answer()
    {
        Assert.That((await _server.SendLoginAsync("admin", "Wrong-Pass-1")).Body, Is.EqualTo((await _server.SendLoginAsync("nobody", "Wrong-Pass-1")).Body));
        Assert.That((await _server.SendLoginAsync("nobody", "Wrong-Pass-1")).Outcome, Is.EqualTo("401 USG.206010000"));
    }

    [Test]
    public async Task The_fifth_wrong_password_locks_the_account_also_for_the_right_one()
    {
        await _server.PostAsync("/v1/usg/dcs/corp/member", _server.Admin, new { name = "Guessed", account = "guessed", pwd = "Some-Pass-1" });
        for (var i = 0; i < 5; i++)
            Assert.That((await _server.SendLoginAsync("guessed", "Wrong-Pass-1")).Outcome, Is.EqualTo("401 USG.206010000"));

        Assert.That((await _server.SendLoginAsync("GUESSED", "Some-Pass-1")).Outcome, Is.EqualTo("423 USG.206030015"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_app_logs_in_whom_it_names_in_hex_of_either_case(bool upper)
    {
        var answer = await AppLoginAsync("teacher-1", upper: upper);
        Check("update_token", answer);

        var user = answer.Json.GetProperty("user");
        Assert.That((user.GetProperty("thirdAccount").GetString(), user.GetProperty("adminType").GetInt32(), user.GetProperty("appId").GetString()), Is.EqualTo(("teacher-1", 2, _appId)));
    }

    [Test]
    public async Task An_app_that_names_nobody_is_the_default_administrator() =>
        Assert.That((await AppLoginAsync("")).Json.GetProperty("user").GetProperty("ucloginAccount").GetString(), Is.EqualTo("admin"));

    [Test]
    public async Task A_signature_is_good_once()
    {
        var nonce = Nonce();

        Assert.That((await AppLoginAsync("teacher-2", nonce: nonce)).Status, Is.EqualTo(200));
        Assert.That((await AppLoginAsync("teacher-2", nonce: nonce)).Outcome, Is.EqualTo("401 USG.206010025"));
    }

    [Test]
    public async Task A_signature_that_is_old_or_of_something_else_is_refused()
    {
        Assert.That((await AppLoginAsync("teacher-3", expire: 1_700_000_000)).Outcome, Is.EqualTo("401 USG.206010057"));
        Assert.That((await AppLoginAsync("teacher-3", signedUser: "admin")).Outcome, Is.EqualTo("401 USG.206010025"));
        Assert.That((await AppLoginAsync("teacher-3", corporation: "another")).Outcome, Is.EqualTo("401 USG.206010025"));
        Assert.That((await _server.SendAsync(HttpMethod.Post, "/v2/usg/acs/auth/appauth", null, new { appId = _appId, clientType = 72, expireTime = 0, nonce = Nonce() })).Outcome, Is.EqualTo("401 USG.206010025"));
    }

    [Test]
    public async Task Where_accounts_are_not_made_by_themselves_only_bound_ones_log_in()
    {
        Check("update_corp_basic_info", await _server.PutAsync("/v1/usg/dcs/corp", _server.Admin, new { autoUserCreate = false }));
        try
        {
            Assert.That((await AppLoginAsync("stranger")).Outcome, Is.EqualTo("401 USG.206010058"));
        }
        finally
        {
            await _server.PutAsync("/v1/usg/dcs/corp", _server.Admin, new { autoUserCreate = true });
        }
    }

    [Test]
    public async Task An_operators_app_speaks_for_a_tenant_with_the_corporation_in_the_signature()
    {
        var tenant = await _server.PostAsync("/v1/usg/dcs/sp/corp", _server.Admin, new { basicInfo = new { name = "Spoken for" }, adminInfo = new { account = "spoken", name = "Spoken", pwd = "Some-Pass-1" } });
        Check("add_corp", tenant);
        var id = tenant.Json.GetProperty("value").GetString()!;

        var answer = await AppLoginAsync("", corporation: id);

        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        Assert.That((answer.Json.GetProperty("user").GetProperty("companyId").GetString(), answer.Json.GetProperty("user").GetProperty("ucloginAccount").GetString()), Is.EqualTo((id, "spoken")));
    }

    [TestCase("workplace", "AccountAndPwd", "200")]
    [TestCase("oauth2", "AuthCode", "400 USG.206010023")]
    [TestCase("elsewhere", "AccountAndPwd", "400 USG.206010024")]
    public async Task A_login_by_proxy_knows_the_workplaces_accounts(string server, string type, string outcome)
    {
        var answer = await _server.PostAsync("/v1/usg/acs/auth/proxy", null, new { authServerType = server, authType = type, clientType = "72", account = "admin", pwd = ApiServer.AdminPassword });

        Assert.That(answer.Outcome, Is.EqualTo(outcome));
    }

    [Test]
    public async Task A_token_is_refreshed_checked_and_ended()
    {
        var first = await _server.LoginAsync("admin", ApiServer.AdminPassword);
        var refreshed = await _server.PutAsync("/v1/usg/acs/token", first);
        Check("update_token", refreshed);
        var second = refreshed.Json.GetProperty("accessToken").GetString()!;
        var valid = await _server.PostAsync("/v1/usg/acs/token/validate", second, new { token = second, needGenNewToken = false, needAccountInfo = true });
        Check("check_token", valid);
        Check("create_portal_ref_nonce", await _server.PostAsync("/v1/usg/acs/auth/portal-ref-nonce", second, ""));

        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(valid.Json.GetProperty("user").GetProperty("ucloginAccount").GetString(), Is.EqualTo("admin"));
        Check("delete_token", await _server.DeleteAsync("/v1/usg/acs/token", second));
        Assert.That((await _server.PostAsync("/v1/usg/acs/token/validate", null, new { token = second, needGenNewToken = false })).Outcome, Is.EqualTo("401 USG.206020000"));
    }

    [Test]
    public async Task Single_sign_on_is_off_and_cannot_be_put_on()
    {
        Check("show_sso_config", await _server.GetAsync("/v1/usg/acs/authorizeconfig", _server.Admin));

        Assert.That((await _server.PostAsync("/v1/usg/acs/authorizeconfig", _server.Admin, new { enableSSO = true, clientId = "x" })).Outcome, Is.EqualTo("400 USG.206010023"));
    }

    [Test]
    public async Task Apps_are_listed_renamed_stopped_given_another_key_and_taken_away()
    {
        var app = await _server.PostAsync("/v2/usg/acs/corp/app", _server.Admin, new { app_name = "Short-lived", description = "For a test" });
        var id = app.Json.GetProperty("app_id").GetString()!;
        Check("batch_search_app_id", await _server.GetAsync("/v2/usg/acs/corp/apps?limit=100", _server.Admin));
        var changed = await _server.PutAsync($"/v2/usg/acs/corp/app/{id}", _server.Admin, new { app_name = "Renamed", status = 1 });
        Check("update_app_id", changed);
        var reset = await _server.PutAsync($"/v2/usg/acs/corp/app/{id}/reset", _server.Admin);
        Check("reset_app_key", reset);

        Assert.That((changed.Json.GetProperty("app_name").GetString(), changed.Json.GetProperty("status").GetInt32()), Is.EqualTo(("Renamed", 1)));
        Assert.That(reset.Json.GetProperty("app_key").GetString(), Is.Not.EqualTo(app.Json.GetProperty("app_key").GetString()));
        Check("delete_app_id", await _server.DeleteAsync($"/v2/usg/acs/corp/app/{id}", _server.Admin));
        Assert.That((await _server.DeleteAsync($"/v2/usg/acs/corp/app/{id}", _server.Admin)).Status, Is.EqualTo(400));
    }

    private static void Check(string operation, ApiAnswer answer) => Assert.That(ApiDescription.Complaints(operation, answer), Is.Empty);

    private static Action<HttpRequestMessage> Basic(string account, string password) =>
        request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", ApiServer.Basic($"{account}:{password}"));

    private static string Nonce() => Guid.NewGuid().ToString("N");

    private Task<ApiAnswer> AppLoginAsync(string user, string? nonce = null, long expire = 0, bool upper = true, string? corporation = null, string? signedUser = null)
    {
        nonce ??= Nonce();
        var text = corporation is null ? $"{_appId}:{signedUser ?? user}:{expire}:{nonce}" : $"{_appId}:{corporation}:{signedUser ?? user}:{expire}:{nonce}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(_appKey), Encoding.UTF8.GetBytes(text));
        var hex = upper ? Convert.ToHexString(signature) : Convert.ToHexStringLower(signature);
        return _server.SendAsync(
            HttpMethod.Post,
            "/v2/usg/acs/auth/appauth",
            null,
            new { appId = _appId, clientType = 72, expireTime = expire, nonce, userId = user, corpId = corporation ?? "" },
            request =>
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"HMAC-SHA256 signature={hex},access={ApiServer.Basic(_appId)}");
                request.Headers.Add("X-Token-Type", "LongTicket");
            });
    }
}
