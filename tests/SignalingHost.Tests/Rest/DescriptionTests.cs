using System.Text.Json;
using System.Text.RegularExpressions;
using SignalingHost.Tests.Hosting;

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
    public void Every_route_in_the_sources_is_in_the_document()
    {
        // Some paths are written below the path of their group.
        var described = Described.Select(one => (one.Method, one.Path)).ToArray();
        var mapped = from file in Directory.GetFiles(Path.Combine(Repository.Root, "src/SignalingHost"), "*.cs", SearchOption.AllDirectories)
                     where !file.Contains("/obj/", StringComparison.Ordinal)
                     from Match map in Mapping().Matches(File.ReadAllText(file))
                     let path = Constraint().Replace(map.Groups["path"].Value, "{${name}}")
                     where path != "/openapi"
                     select (Method: map.Groups["method"].Value.ToUpperInvariant(), Path: path);

        Assert.That(mapped.Where(route => !described.Any(one => one.Method == route.Method && one.Path.EndsWith(route.Path, StringComparison.Ordinal))), Is.Empty);
    }

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

    [GeneratedRegex("""Map(?<method>Get|Post|Put|Delete)\(\s*"(?<path>/[^"]*)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mapping();

    [GeneratedRegex(@"\{\**(?<name>[^}:?]+)[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Constraint();

    [GeneratedRegex("#/components/schemas/(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Reference();
}
