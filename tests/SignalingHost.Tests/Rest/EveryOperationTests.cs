using SignalingHost.Rest.Unsupported;

namespace SignalingHost.Tests.Rest;

/// <summary>Walks over all operations of the API.</summary>
public sealed class EveryOperationTests
{
    // What the site says of itself is said to everybody.
    private const string AnsweredToAll = "show_mgmt_site_status";

    private ApiServer _server = null!;

    [OneTimeSetUp]
    public async Task Start() => _server = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    [Test]
    public void The_list_is_whole() => Assert.That(ApiDescription.Operations.Select(operation => $"{operation.Method} {operation.Path}"), Is.Unique.And.Exactly(199).Items);

    [Test]
    public async Task Every_operation_has_a_route()
    {
        var missing = new List<string>();
        foreach (var operation in ApiDescription.Operations)
        {
            var answer = await CallAsync(operation, token: null);
            if (answer.Status is 404 or 405)
                missing.Add($"{operation.Method} {operation.Path}: {answer}");
        }

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public async Task Whatever_has_nothing_behind_it_says_so()
    {
        var others = new List<string>();
        foreach (var operation in UnsupportedOperations.All)
        {
            var answer = await CallAsync(new ApiOperation(operation.Method, operation.Path, operation.Name, "-"), _server.Admin);
            if (answer.Outcome is not ("400 MMC.111072010" or "400 USG.206060012"))
                others.Add($"{operation.Method} {operation.Path}: {answer}");
        }

        Assert.That(others, Is.Empty);
    }

    [TestCase(null)]
    [TestCase("cnrnobodyhasthistoken")]
    public async Task Nobody_gets_anything_without_a_token_that_is_one(string? token)
    {
        var given = new List<string>();
        foreach (var operation in ApiDescription.Operations.Where(operation => operation.Name != AnsweredToAll))
        {
            var answer = await CallAsync(operation, token);
            if (answer.Status is not (400 or 401))
                given.Add($"{operation.Method} {operation.Path}: {answer}");
            else if (answer.Status == 400 && operation.Path.StartsWith("/v1/usg/dcs", StringComparison.Ordinal))
                given.Add($"{operation.Method} {operation.Path} looked at the request before the token: {answer}");
        }

        Assert.That(given, Is.Empty);
    }

    [Test]
    public async Task A_nonce_for_the_portal_opens_nothing_else()
    {
        var nonce = (await _server.PostAsync("/v1/usg/acs/auth/portal-ref-nonce", _server.Admin, "")).Json.GetProperty("nonce").GetString();

        Assert.That((await _server.GetAsync("/v1/usg/dcs/member", nonce)).Outcome, Is.EqualTo("401 USG.206020000"));
    }

    [Test]
    public async Task A_user_may_not_do_what_administrators_do()
    {
        await _server.PostAsync("/v1/usg/dcs/corp/member", _server.Admin, new { name = "Plain", account = "plain", pwd = "Some-Pass-1" });
        var token = await _server.LoginAsync("plain", "Some-Pass-1");

        var allowed = new List<string>();
        foreach (var operation in ApiDescription.Operations.Where(operation => operation.Path.StartsWith("/v1/usg/dcs/corp", StringComparison.Ordinal)
            || operation.Path.StartsWith("/v1/usg/dcs/sp", StringComparison.Ordinal) || operation.Path.StartsWith("/v2/usg/acs/corp", StringComparison.Ordinal)))
        {
            var answer = await CallAsync(operation, token);
            if (answer.Status != 403)
                allowed.Add($"{operation.Method} {operation.Path}: {answer}");
        }

        Assert.That(allowed, Is.Empty);
    }

    private Task<ApiAnswer> CallAsync(ApiOperation operation, string? token)
    {
        var path = System.Text.RegularExpressions.Regex.Replace(operation.Path, @"\{[^}]+\}", "1", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        return _server.SendAsync(new HttpMethod(operation.Method), path, token, operation.Method is "GET" or "DELETE" ? null : "{}");
    }
}
