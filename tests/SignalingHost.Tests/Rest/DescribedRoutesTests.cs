using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using SignalingHost.Rest.OpenApi;
using SignalingHost.Rest.Unsupported;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Rest;

/// <summary>The OpenAPI document against the routes that the host has, and against the reference product's documents.</summary>
public sealed partial class DescribedRoutesTests
{
    /// <summary>The document itself, and pages for people.</summary>
    private static readonly string[] Pages = ["/openapi", "/openapi/{documentName}.json", "/", "/favicon.svg", "/assets/{name}"];

    /// <summary>Fields of requests that nothing here depends on: reserved ones, those of webinars, and those of a login server that is not there.</summary>
    private static readonly string[] NotTaken = ["picLayoutInfo", "uniqueType", "showAudienceCountInfo", "propertyInfo", "language", "timeZoneId"];

    /// <summary>Requests that are refused whatever they say.</summary>
    private static readonly string[] NotRead =
        ["allow_audience_join", "resume_simultaneous_interpretation", "set_interpreter_group", "set_attendee_lan_channel", "set_sso_config"];

    private InProcessServer _server = null!;
    private JsonElement _document;
    private Operation[] _described = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await InProcessServer.StartAsync(null, "--Roles=signaling,media", $"--Media:FirstPort={TestPorts.Free()}", "--Media:Shards=1");
        using var http = new HttpClient { BaseAddress = _server.Http };
        _document = JsonDocument.Parse(await http.GetStringAsync("/openapi/v1.json")).RootElement;
        _described = [.. from path in _document.GetProperty("paths").EnumerateObject()
                         from method in path.Value.EnumerateObject()
                         select new Operation(method.Name.ToUpperInvariant(), path.Name, method.Value)];
    }

    [OneTimeTearDown]
    public async Task Stop() => await _server.DisposeAsync();

    [Test]
    public void What_the_host_serves_is_in_the_document_and_nothing_else_is()
    {
        var served = from endpoint in _server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                     where !Pages.Contains(endpoint.RoutePattern.RawText)
                     from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["any method"]
                     where method != "OPTIONS"
                     select $"{method} {Constraint().Replace(endpoint.RoutePattern.RawText!, "{${name}}")}";

        Assert.That(_described.Select(one => one.ToString()), Is.EquivalentTo(served.Distinct()));
    }

    [Test]
    public void Every_operation_says_what_it_is_for_what_it_takes_and_what_it_gives()
    {
        var complaints = new List<string>();
        foreach (var one in _described)
        {
            var isUnsupported = UnsupportedOperations.All.Any(refused => refused.Name == one.Id);
            if (one.Text("summary").Length < 5)
                complaints.Add($"{one}: no summary");
            foreach (Match part in Placeholder().Matches(one.Path))
            {
                if (!one.Parameters.Any(parameter => parameter.Name == part.Groups["name"].Value && parameter is { Place: "path", IsRequired: true }))
                    complaints.Add($"{one}: {part.Value} is not described");
            }

            if (one.Statuses.Any(status => status[0] is '1' or '2') == isUnsupported)
                complaints.Add($"{one}: {string.Join(' ', one.Statuses)}");
            if (!one.Statuses.Any(status => status[0] is '4' or '5') && one.Path is not ("/health/live" or "/metrics"))
                complaints.Add($"{one}: no refusal");
            if (one.Path.StartsWith("/v", StringComparison.Ordinal) && !one.IsWebSocket && !one.Refusal.EndsWith("/FaultBody", StringComparison.Ordinal))
                complaints.Add($"{one}: refused without the API's own error");
        }

        Assert.That(complaints, Is.Empty);
    }

    [Test]
    public void No_summary_is_left_of_an_operation_that_is_gone() =>
        Assert.That(Summaries.Operations, Is.SubsetOf(_described.Select(one => one.Id)));

    [Test]
    public void Queries_are_described_as_the_documents_have_them()
    {
        var complaints = from documented in ApiDescription.Parameters
                         let one = _described.Single(described => described.Id == documented.Key)
                         from parameter in documented.Value
                         let name = parameter.TrimEnd('*')
                         where name != "userUUID"
                         let described = one.Parameters.FirstOrDefault(candidate => candidate.Name == name && candidate.Place == "query")
                         where described is null || (parameter.EndsWith('*') && !described.IsRequired)
                         select $"{one}: {parameter}";

        Assert.That(complaints, Is.Empty);
    }

    [Test]
    public void Requests_are_described_with_every_field_that_the_documents_have()
    {
        var schemas = new DescribedSchema(_document, ApiDescription.RequestModel);
        var complaints = new List<string>();
        foreach (var (id, model) in ApiDescription.Requests.Where(request => !NotRead.Contains(request.Key)))
        {
            var one = _described.Single(described => described.Id == id);
            if (one.Body is { } body)
                complaints.AddRange(schemas.Complaints(body, model, $"{one}", allFields: true));
            else
                complaints.Add($"{one}: no body");
        }

        Assert.That(complaints.Where(complaint => !NotTaken.Any(name => complaint.EndsWith($": {name} is missing", StringComparison.Ordinal))), Is.Empty);
    }

    [Test]
    public void Answers_are_described_with_every_field_that_is_promised()
    {
        var schemas = new DescribedSchema(_document, ApiDescription.AnswerModel);
        var complaints = new List<string>();
        foreach (var documented in ApiDescription.Operations.Where(operation => UnsupportedOperations.All.All(one => one.Name != operation.Name)))
        {
            var one = _described.Single(described => described.Id == documented.Name);
            if (documented.Answer == "-")
            {
                if (one.Answer is not null)
                    complaints.Add($"{one}: an answer where none is expected");
            }
            else if (one.Answer is { } answer)
                complaints.AddRange(schemas.Complaints(answer, documented.Answer, $"{one}", allFields: false));
            else
                complaints.Add($"{one}: no answer");
        }

        Assert.That(complaints, Is.Empty);
    }

    [GeneratedRegex(@"\{\**(?<name>[^}:?]+)[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\{(?<name>[^}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    /// <summary>One operation of the document.</summary>
    private sealed record Operation(string Method, string Path, JsonElement Json)
    {
        public string Id => Text("operationId");

        public bool IsWebSocket => Statuses.Contains("101");

        public string[] Statuses => [.. Json.GetProperty("responses").EnumerateObject().Select(response => response.Name)];

        public Parameter[] Parameters => !Json.TryGetProperty("parameters", out var all) ? [] :
            [.. all.EnumerateArray().Select(one => new Parameter(one.GetProperty("name").GetString()!, one.GetProperty("in").GetString()!, one.TryGetProperty("required", out var required) && required.GetBoolean()))];

        public JsonElement? Body => Json.TryGetProperty("requestBody", out var body) ? SchemaOf(body) : null;

        public JsonElement? Answer => Json.GetProperty("responses").TryGetProperty("200", out var answer) ? SchemaOf(answer) : null;

        public string Refusal => Json.GetProperty("responses").TryGetProperty("400", out var answer) && SchemaOf(answer) is { } schema && schema.TryGetProperty("$ref", out var reference)
            ? reference.GetString()! : "";

        public string Text(string name) => Json.TryGetProperty(name, out var text) ? text.GetString()! : "";

        public override string ToString() => $"{Method} {Path}";

        private static JsonElement? SchemaOf(JsonElement holder) =>
            holder.TryGetProperty("content", out var content) && content.EnumerateObject().FirstOrDefault() is { Value.ValueKind: JsonValueKind.Object } first ? first.Value.GetProperty("schema") : null;
    }

    private sealed record Parameter(string Name, string Place, bool IsRequired);
}
