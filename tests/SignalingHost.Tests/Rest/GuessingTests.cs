using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SignalingHost.Storage;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Rest;

/// <summary>Every door that a password opens is locked to whoever guesses, with the documented code, and stays open to everybody else.</summary>
public sealed class GuessingTests
{
    private const string Conferences = "/v1/mmc/management/conferences";
    private const string Control = "/v1/mmc/control/conferences";
    private const string MemberPassword = "Some-Pass-1";
    private const int FreeTries = 5;

    private InProcessServer _server = null!;
    private ApiClient _home = null!;
    private string _admin = "";
    private string _running = "";
    private string _booked = "";
    private string _chair = "";
    private string _bookedChair = "";
    private string _link = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await InProcessServer.StartAsync(null, "--Admin:Account=admin", $"--Admin:Password={ApiServer.AdminPassword}");
        _home = new ApiClient(_server.Http);
        _admin = await _home.LoginAsync("admin", ApiServer.AdminPassword);
        await _home.SendAsync(HttpMethod.Post, "/v1/usg/dcs/corp/member", _admin, new { name = "Member", account = "member", pwd = MemberPassword });
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _home?.Dispose();
        await _server.DisposeAsync();
    }

    [SetUp]
    public async Task Meet()
    {
        var running = await BookAsync("");
        (_running, _chair, _link) = (Text(running, "conferenceID"), ChairOf(running), Text(running, "guestJoinUri").Split('/')[^1]);
        var booked = await BookAsync($"{DateTime.UtcNow.AddDays(1):yyyy-MM-dd HH:mm}");
        (_booked, _bookedChair) = (Text(booked, "conferenceID"), ChairOf(booked));
    }

    [TestCase("account", "401 USG.206010000", "423 USG.206030015")]
    [TestCase("old password", "400 USG.206030006", "423 USG.206030015")]
    [TestCase("control", "400 MMC.111072065", "400 MMC.111072064")]
    [TestCase("start", "400 MMC.111072065", "400 MMC.111072064")]
    [TestCase("invite", "400 MMC.111072065", "400 MMC.111081009")]
    [TestCase("anonymous", "400 MMC.111072065", "400 MMC.111071052")]
    [TestCase("random", "400 MMC.111072065", "400 MMC.111071052")]
    [TestCase("join", "400 MMC.111072065", "400 MMC.111071052")]
    [TestCase("link", "400 MMC.111072065", "400 MMC.111071053")]
    public async Task A_guesser_is_locked_out_even_from_the_right_password_and_nobody_else_is(string door, string wrong, string locked)
    {
        using var guesser = ApiClient.FromElsewhere(_server.Http);
        for (var i = 0; i < FreeTries; i++)
            Assert.That((await TryAsync(guesser, door, isRight: false)).Outcome, Is.EqualTo(wrong));

        Assert.That((await TryAsync(guesser, door, isRight: true)).Outcome, Is.EqualTo(locked));
        using var owner = ApiClient.FromElsewhere(_server.Http);
        Assert.That((await TryAsync(owner, door, isRight: true)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Who_guesses_at_many_meetings_is_locked_out_of_all()
    {
        using var guesser = ApiClient.FromElsewhere(_server.Http);
        for (var i = 0; i < 50; i++)
            await guesser.SendAsync(HttpMethod.Get, $"{Control}/token?conferenceID=9{i:00000000}", null, null, ("X-Password", "000000"));

        Assert.That((await TryAsync(guesser, "control", isRight: true)).Outcome, Is.EqualTo("400 MMC.111072064"));
        Assert.That((await TryAsync(guesser, "account", isRight: true)).Outcome, Is.EqualTo("423 USG.206030015"));
        Assert.That((await TryAsync(_home, "control", isRight: true)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Asking_without_a_password_is_no_guess()
    {
        using var guest = ApiClient.FromElsewhere(_server.Http);
        for (var i = 0; i < 2 * FreeTries; i++)
            Assert.That((await guest.SendAsync(HttpMethod.Get, $"{Control}/token?conferenceID={_running}", null)).Outcome, Is.EqualTo("400 MMC.111072065"));

        Assert.That((await TryAsync(guest, "control", isRight: true)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Wrong_signatures_of_apps_lock_their_source()
    {
        using var guesser = ApiClient.FromElsewhere(_server.Http);
        var body = new { appId = "none", clientType = 72, expireTime = 0, nonce = new string('n', 32) };
        ApiAnswer answer;
        var tries = 0;
        do
            answer = await guesser.SendAsync(HttpMethod.Post, "/v2/usg/acs/auth/appauth", null, body, ("Authorization", $"HMAC-SHA256 signature={new string('0', 64)},access={ApiServer.Basic("none")}"));
        while (answer.Outcome == "401 USG.206010025" && ++tries < 100);

        Assert.That((answer.Outcome, tries), Is.EqualTo(("423 USG.206030015", 50)));
    }

    /// <summary>256 random bits each, and what is kept of them opens nothing.</summary>
    [Test]
    public async Task No_token_and_no_password_of_an_account_is_kept_as_it_is()
    {
        var control = (await TryAsync(_home, "control", isRight: true)).Json.GetProperty("data");
        var joined = (await TryAsync(_home, "join", isRight: true)).Json;
        string[] texts = [_admin, Text(control, "token"), Text(control, "tmpWsToken"), Text(joined, "token"), ApiServer.AdminPassword];
        var kept = await DumpAsync();

        foreach (var text in texts)
            Assert.That(kept, Does.Not.Contain(text).And.Not.Contain(text[3..]));
        Assert.That(texts.SkipLast(1).Select(text => text[3..].Length), Is.All.GreaterThanOrEqualTo(43), "256 bits in hex or base 62");
        Assert.That(kept, Does.Contain(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_admin)))), "the dump holds the tokens' hashes");
    }

    private Task<ApiAnswer> TryAsync(ApiClient client, string door, bool isRight)
    {
        var password = isRight ? _chair : "00000000";
        return door switch
        {
            "account" => client.TryLoginAsync("admin", isRight ? ApiServer.AdminPassword : "Wrong-Pass-1"),
            "old password" => client.SendAsync(HttpMethod.Put, "/v1/usg/acs/password", null, new { account = "member", oldPwd = isRight ? MemberPassword : "Wrong-Pass-1", newPwd = "Other-Pass-2" }),
            "control" => client.SendAsync(HttpMethod.Get, $"{Control}/token?conferenceID={_running}", null, null, ("X-Password", password)),
            "start" => client.SendAsync(HttpMethod.Post, $"{Conferences}/start", _admin, new { conferenceID = _booked, password = isRight ? _bookedChair : password }),
            "invite" => client.SendAsync(HttpMethod.Post, $"{Control}/inviteWithPwd?conferenceID={_running}", null, new { callNum = "+99100123", confID = _running, pwd = password }),
            "anonymous" => client.SendAsync(HttpMethod.Get, $"{Conferences}/anonymous/auth?conferenceID={_running}", null, null, ("X-Password", password)),
            "random" => client.SendAsync(HttpMethod.Get, $"/v2/mms/ncms/conferences/auth/random?conf_id={_running}", null, null, ("X-Password", password)),
            "join" => client.SendAsync(HttpMethod.Post, "/v1/ext/join", null, new { conferenceID = _running, password, name = "Somebody" }),
            "link" => client.SendAsync(HttpMethod.Post, "/v1/ext/join", null, new { conferenceID = _running, link = isRight ? _link : new string('0', 48), name = "Somebody" }),
            _ => throw new ArgumentOutOfRangeException(nameof(door), door, "No such door."),
        };
    }

    /// <summary>Every text of every table.</summary>
    private Task<string> DumpAsync() => _server.Get<Store>().ReadAsync(async session =>
    {
        var dump = new StringBuilder();
        foreach (var table in await session.ListAsync($"SELECT name FROM sqlite_master WHERE type = 'table'", row => row.GetString(0)))
        {
            foreach (var line in await session.ListAsync($"SELECT * FROM {table:raw}", row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => Convert.ToString(row.GetValue(i), System.Globalization.CultureInfo.InvariantCulture)))))
                dump.AppendLine(line);
        }

        return dump.ToString();
    });

    private async Task<JsonElement> BookAsync(string startTime)
    {
        var answer = await _home.SendAsync(HttpMethod.Post, Conferences, _admin, new { mediaTypes = "HDVideo", startTime, confConfigInfo = new { allowGuestStartConf = true } });
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
        return answer.Json[0];
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static string ChairOf(JsonElement meeting) => Text(meeting.GetProperty("passwordEntry").EnumerateArray().Single(one => Text(one, "conferenceRole") == "chair"), "password");
}
