using System.Text.Json;
using System.Text.RegularExpressions;

namespace SignalingHost.Tests.Rest;

/// <summary>The OpenAPI document and the page to read it by.</summary>
public sealed partial class DescriptionTests
{
    private ApiServer _server = null!;
    private JsonElement _document;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await ApiServer.StartAsync();
        _document = (await _server.GetAsync("/openapi/v1.json", null)).Json;
    }

    [OneTimeTearDown]
    public void Stop() => _server?.Dispose();

    private IEnumerable<(string Path, string Method, JsonElement Operation)> Described =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select (path.Name, method.Name.ToUpperInvariant(), method.Value);

    [Test]
    public void Operations_are_unique_and_say_what_opens_them()
    {
        var ids = Described.Where(one => one.Operation.TryGetProperty("operationId", out _)).Select(one => one.Operation.GetProperty("operationId").GetString()).ToArray();
        var users = Described.Single(one => one.Path == "/v1/usg/dcs/corp/member" && one.Method == "GET").Operation;
        var login = Described.Single(one => one.Path == "/v1/usg/acs/auth/account").Operation;

        Assert.That(ids, Is.Unique.And.Length.GreaterThan(100));
        Assert.That(users.GetProperty("security")[0].TryGetProperty("X-Access-Token", out _), Is.True);
        Assert.That(users.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()), Does.Contain("searchKey").And.Contains("deptCode"));
        Assert.That(login.TryGetProperty("security", out _), Is.False);
    }

    [Test]
    public void Every_reference_in_the_document_leads_somewhere()
    {
        var schemas = _document.GetProperty("components").GetProperty("schemas");
        var broken = Reference().Matches(_document.GetRawText()).Select(match => match.Groups["name"].Value).Distinct().Where(name => !schemas.TryGetProperty(name, out _));

        Assert.That(broken, Is.Empty);
    }

    [Test]
    public async Task The_page_needs_nothing_from_elsewhere()
    {
        var page = await _server.GetAsync("/openapi", null);

        Assert.That((page.Status, page.Headers["Content-Type"]), Is.EqualTo((200, "text/html; charset=utf-8")));
        Assert.That(page.Body, Does.Not.Contain("http://").And.Not.Contain("https://").And.Contains("/openapi/v1.json"));
    }

    [GeneratedRegex("#/components/schemas/(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Reference();
}
