using System.Text.RegularExpressions;
using Meetings;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Rest;

/// <summary>The codes of refusals: as the documents have them, and each either given by a rule or named as one that never comes.</summary>
public sealed partial class ErrorCodeTests
{
    private static readonly string[] NoRules = ["Refusal.cs", "Fault.cs", "RefusalSentences.cs", "EntryRefusal.cs", "CallStatus.cs"];

    private ApiServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    [Test]
    public void Every_documented_code_is_known_by_its_number_and_its_symbol()
    {
        var wrong = from line in Repository.Read("tests/SignalingHost.Tests/Rest/Data/errors.txt").Split('\n')
                    where line.Length > 0 && line[0] != '#'
                    let parts = line.Split(' ')
                    let refusal = (Refusal)int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)
                    where !Enum.IsDefined(refusal) || (parts.Length > 1 && refusal.Symbol != parts[1])
                    select line;

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Every_code_is_given_by_a_rule_or_named_as_one_that_never_comes()
    {
        var given = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !NoRules.Contains(Path.GetFileName(file)))
            .SelectMany(file => Given().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);
        var never = Never().Matches(Repository.Read("docs/errors.md")).Select(match => match.Value[2..11]).ToHashSet(StringComparer.Ordinal);

        foreach (var refusal in Enum.GetValues<Refusal>().Where(refusal => refusal != Refusal.None))
            Assert.That(never.Contains($"{(int)refusal}"), Is.EqualTo(!given.Contains(refusal.ToString())), $"{refusal}");
    }

    [TestCase("GET", "/v1/nowhere", "", "404 MMC.111070001")]
    [TestCase("DELETE", "/v1/usg/acs/auth/account", "", "405 MMC.111070001")]
    [TestCase("GET", "/v1/mmc/management/conferences/anonymous/auth?conferenceID=900000001", "", "400 MMC.112100029")]
    [TestCase("POST", "/v1/ext/join", """{"conferenceID":"900000001","random":"123456789012345","name":"x"}""", "400 MMC.111071083")]
    [TestCase("GET", "/v1/usg/dcs/member", "", "401 USG.200000004")]
    [TestCase("GET", "/v1/mmc/control/conferences/realTimeInfo?conferenceID=900000001", "", "401 MMC.111070111")]
    public async Task What_nobody_may_ask_so_is_refused_with_its_code(string method, string path, string body, string outcome) =>
        Assert.That((await _server.SendAsync(new HttpMethod(method), path, null, body)).Outcome, Is.EqualTo(outcome));

    [Test]
    public async Task A_colleague_is_told_that_a_meeting_is_not_for_him_to_see()
    {
        var number = (await _server.PostAsync("/v1/mmc/management/conferences", _server.Admin, new { mediaTypes = "HDVideo" })).Json[0].GetProperty("conferenceID").GetString();
        await _server.PostAsync("/v1/usg/dcs/corp/member", _server.Admin, new { name = "Plain", account = "plain", pwd = "Some-Pass-1" });
        var plain = await _server.LoginAsync("plain", "Some-Pass-1");

        foreach (var path in new[] { "confDetail", "online/confDetail" })
        {
            Assert.That((await _server.GetAsync($"/v1/mmc/management/conferences/{path}?conferenceID={number}", plain)).Outcome, Is.EqualTo("400 MMC.111070010"));
            Assert.That((await _server.GetAsync($"/v1/mmc/management/conferences/{path}?conferenceID=900000001", plain)).Outcome, Is.EqualTo("400 MMC.111070005"));
        }
    }

    [Test]
    public async Task An_administrator_gives_the_first_one_no_password()
    {
        await _server.PostAsync("/v1/usg/dcs/corp/member", _server.Admin, new { name = "Second", account = "second", pwd = "Some-Pass-1" });
        await _server.PostAsync("/v1/usg/dcs/corp/admin", _server.Admin, new { account = "second" });
        var second = await _server.LoginAsync("second", "Some-Pass-1");

        Assert.That((await _server.PutAsync("/v1/ext/accounts/admin/password", second, new { password = "Taken-Over-1" })).Outcome, Is.EqualTo("403 USG.206030016"));
        Assert.That((await _server.SendLoginAsync("admin", ApiServer.AdminPassword)).Status, Is.EqualTo(200));
    }

    [GeneratedRegex(@"\bRefusal\.(?<name>[A-Z]\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Given();

    [GeneratedRegex(@"^\| [0-9]{9} ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Never();
}
