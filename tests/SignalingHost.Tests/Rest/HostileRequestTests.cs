using System.Text.Json.Nodes;
using SignalingHost.Rest;
using SignalingHost.Tests.Hosting;
using SignalingHost.Tests.Storage;

namespace SignalingHost.Tests.Rest;

/// <summary>What no client would send, to every endpoint of the API and past every door: it is refused with the API's own error, and never a fault of the server's.</summary>
[TestFixture(Database.Embedded)]
[TestFixture(Database.Postgres)]
public sealed class HostileRequestTests(Database database)
{
    private const int LargestRequest = 256 * 1024;

    private InProcessServer _server = null!;
    private ApiClient _client = null!;
    private Corporation _own = null!;
    private ServedEndpoint[] _endpoints = [];
    private (string, string)[] _headers = [];
    private string _operator = "";

    private static IEnumerable<TestCaseData> Bodies()
    {
        yield return Case("cut off", (_, body) => body[..(body.Length / 2)]);
        yield return Case("no JSON", (_, _) => "<xml/>");
        yield return Case("nothing", (_, _) => "");
        yield return Case("null", (_, _) => "null");
        yield return Case("a list instead of an object or the other way round", (_, body) => body.StartsWith('[') ? "{}" : "[]");
        yield return Case("a list of nulls", (_, body) => body.StartsWith('[') ? "[null,null]" : "{}");
        yield return Case("a number", (_, _) => "17");
        yield return Case("deeper than anything is", (_, _) => new string('[', 2_000) + new string(']', 2_000));
        yield return Case("half a surrogate", (_, body) => body.Replace("Taken over", @"\ud800", StringComparison.Ordinal));
        yield return Case("a zero byte", (_, body) => body.Replace("Taken over", @"a\u0000b", StringComparison.Ordinal));
        yield return Case("everything null", (_, body) => Changed(body, _ => null));
        yield return Case("everything a text", (_, body) => Changed(body, _ => "x"));
        yield return Case("everything long", (_, body) => Changed(body, value => value.GetValueKind() == System.Text.Json.JsonValueKind.String ? new string('y', 3_000) : value.DeepClone()));
        yield return Case("everything a list", (_, body) => Changed(body, _ => new JsonArray()));
        yield return Case("everything an object", (_, body) => Changed(body, _ => new JsonObject()));
        yield return Case("everything far below zero", (_, body) => Changed(body, value => value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? JsonValue.Create(int.MinValue) : value.DeepClone()));
        yield return Case("numbers too large", (_, body) => Changed(body, value => value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? JsonValue.Create(decimal.MaxValue) : value.DeepClone()));

        static TestCaseData Case(string name, Func<string, string, string> make) => new TestCaseData(make).SetArgDisplayNames(name);
    }

    private static IEnumerable<TestCaseData> Queries()
    {
        yield return new TestCaseData("").SetArgDisplayNames("nothing");
        foreach (var (name, value) in new[] { ("empty", ""), ("a word", "x"), ("negative", "-1"), ("huge", "99999999999999999999"), ("long", new string('9', 300)), ("quoted", "'%22%00%0a"), ("not UTF-8", "%ff%fe") })
            yield return new TestCaseData($"?offset={value}&limit={value}&conferenceID={value}&confUUID={value}&conf_id={value}&startDate={value}&endDate={value}&status={value}&type={value}&queryAll={value}&searchKey={value}&participantID={value}&id={value}&sortType={value}&confUUIDs={value}&call_number={value}&size={value}&role={value}").SetArgDisplayNames(name);
    }

    [OneTimeSetUp]
    public async Task Start()
    {
        var store = database == Database.Postgres ? PostgresServer.NewDatabase() : "";
        _server = await InProcessServer.StartAsync(null, $"--Data:ConnectionString={store}", "--Admin:Account=admin", $"--Admin:Password={ApiServer.AdminPassword}", $"--Http:MaxRequestBytes={LargestRequest}");
        _client = new ApiClient(_server.Http);
        _operator = await _client.LoginAsync("admin", ApiServer.AdminPassword);
        _own = await Corporation.FoundAsync(_server, _client, _operator, "own");
        var control = await _own.HostTokenAsync();
        _headers = [("X-Conference-Authorization", control), ("confToken", control), ("Authorization", $"Bearer {_own.Bearer}")];
        _endpoints = [.. ServedEndpoint.All(_server).Where(endpoint => endpoint.Operation is not null && !endpoint.UsesItsTokenUp && !endpoint.EndsHisMeeting)];
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _client?.Dispose();
        await _server.DisposeAsync();
    }

    [TestCaseSource(nameof(Bodies))]
    public async Task A_body_that_cannot_be_meant_is_the_callers_mistake(Func<string, string, string> make)
    {
        var complaints = new List<string>();
        foreach (var endpoint in _endpoints.Where(endpoint => endpoint.Method != HttpMethod.Get))
        {
            var body = make(endpoint.Path, RequestForger.Body(endpoint.Operation!.Id, "nobody", 1));
            Judge(endpoint, await SendAsync(endpoint, $"?conferenceID={_own.Running}&participantID=nobody", body), complaints);
        }

        Assert.That(string.Join("\n", complaints.Take(20)), Is.Empty);
    }

    [TestCaseSource(nameof(Queries))]
    public async Task A_query_that_cannot_be_meant_is_the_callers_mistake(string query)
    {
        var complaints = new List<string>();
        foreach (var endpoint in _endpoints)
            Judge(endpoint, await SendAsync(endpoint, query, endpoint.Method == HttpMethod.Get ? null : RequestForger.Body(endpoint.Operation!.Id, "nobody", 1)), complaints);

        Assert.That(string.Join("\n", complaints.Take(20)), Is.Empty);
    }

    [Test]
    public async Task A_request_that_is_too_large_is_refused_before_it_is_read()
    {
        var complaints = new List<string>();
        foreach (var endpoint in _endpoints.Where(endpoint => endpoint.Method != HttpMethod.Get && ApiDescription.Requests.ContainsKey(endpoint.Operation!.Id)))
        {
            var answer = await SendAsync(endpoint, $"?conferenceID={_own.Running}", $"{{\"name\":\"{new string('x', LargestRequest)}\"}}", ("Expect", "100-continue"));
            if (answer.Json.GetProperty("error_msg").GetString() != "REQUEST_TOO_LARGE" && !IsUnread(endpoint.Operation!.Id))
                complaints.Add($"{endpoint.Operation!.Id}: {answer}");
        }

        Assert.That(string.Join("\n", complaints.Take(20)), Is.Empty);
    }

    internal static bool IsUnread(string operation) => operation is "allow_audience_join" or "resume_simultaneous_interpretation" or "set_interpreter_group" or "set_attendee_lan_channel";

    private Task<ApiAnswer> SendAsync(ServedEndpoint endpoint, string query, string? body, params (string, string)[] more) => _client.SendAsync(
        endpoint.Method, endpoint.Path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal) + query,
        endpoint.IsTheOperators ? _operator : _own.Admin, body, [.. _headers, ("X-Request-Id", "hostile-1"), .. more]);

    /// <summary>Whatever is answered has the request's id; a refusal has a status of the caller's, a code and a symbol, perhaps the place in the body, and nothing else.</summary>
    internal static void Judge(ServedEndpoint endpoint, ApiAnswer answer, List<string> complaints, string what = "")
    {
        var name = $"{endpoint.Method} {endpoint.Path} {what}";
        if (answer.Headers.GetValueOrDefault("X-Request-Id") != "hostile-1")
            complaints.Add($"{name}: no request id");
        if (answer.Status is 200 or 201)
            return;

        if (answer.Status is < 400 or >= 500)
            complaints.Add($"{name}: {answer}");
        else if (!answer.Body.StartsWith("{\"error_code\":\"", StringComparison.Ordinal) || answer.Json.EnumerateObject().Any(field => field.Name is not ("error_code" or "error_msg" or "error_field"))
            || answer.Json.GetProperty("error_msg").GetString() is not { Length: > 3 } text || text.Any(c => !char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '_')
            || answer.Json.GetProperty("error_code").GetString() is not { Length: 13 } code || code[..4] is not ("MMC." or "USG.") || !code[4..].All(char.IsAsciiDigit))
            complaints.Add($"{name}: {answer}");
    }

    private static string Changed(string body, Func<JsonValue, JsonNode?> change)
    {
        return Walk(JsonNode.Parse(body))!.ToJsonString();

        JsonNode? Walk(JsonNode? node) => node switch
        {
            JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Walk(field.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Walk)]),
            JsonValue value => change(value),
            _ => null,
        };
    }
}
