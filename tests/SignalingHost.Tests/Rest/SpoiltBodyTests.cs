using SignalingHost.Rest.Control;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Rest;

/// <summary>
/// One place of one body at a time, for every place in every body that is described: what stands before it is right, so the rules come
/// as far as to it. It is the caller's mistake or means something, and never a fault of the server's.
/// </summary>
public sealed class SpoiltBodyTests
{
    private InProcessServer _server = null!;
    private ApiClient _client = null!;
    private Corporation _own = null!;
    private string _operator = "";
    private (string, string)[] _headers = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await InProcessServer.StartAsync(null, "--Admin:Account=admin", $"--Admin:Password={ApiServer.AdminPassword}", "--Http:MaxRequestBytes=1200000");
        _client = new ApiClient(_server.Http);
        _operator = await _client.LoginAsync("admin", ApiServer.AdminPassword);
        _own = await Corporation.FoundAsync(_server, _client, _operator, "own");
        var control = await _own.HostTokenAsync();
        _headers = [("X-Conference-Authorization", control), ("confToken", control), ("Authorization", $"Bearer {_own.Bearer}"), ("X-Request-Id", "hostile-1")];
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _client?.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task One_value_that_cannot_be_meant_is_the_callers_mistake_wherever_it_stands()
    {
        var bodies = new SpoiltBodies((await _client.GetAsync("/openapi/v1.json", null)).Json);
        var asked = (
            from endpoint in ServedEndpoint.All(_server)
            where endpoint.Operation is not null && endpoint.Method != HttpMethod.Get && !endpoint.UsesItsTokenUp && !endpoint.EndsHisMeeting
            from spoilt in bodies.Of(endpoint.Operation!.Id, RequestForger.Body(endpoint.Operation.Id, "nobody", 0))
            select (Endpoint: endpoint, Spoilt: spoilt)).ToArray();
        var complaints = new List<string>();
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (one, _) =>
        {
            var answer = await SendAsync(one.Endpoint, one.Spoilt.Body);
            lock (complaints)
                Judge(one.Endpoint, one.Spoilt, answer, complaints);
        });

        Assert.That(string.Join("\n", complaints.OrderByDescending(complaint => complaint.Contains(": 5", StringComparison.Ordinal)).Take(40)), Is.Empty);
        Assert.That(asked, Has.Length.GreaterThan(2_000));
    }

    private static void Judge(ServedEndpoint endpoint, SpoiltBody spoilt, ApiAnswer answer, List<string> complaints)
    {
        HostileRequestTests.Judge(endpoint, answer, complaints, spoilt.What);
        if (spoilt.Field is { } field && !HostileRequestTests.IsUnread(endpoint.Operation!.Id)
            && (answer.Status != 400 || !answer.Json.TryGetProperty("error_field", out var named) || named.GetString() != field))
            complaints.Add($"{endpoint.Operation.Id}: {spoilt.What}: {answer}");
    }

    private Task<ApiAnswer> SendAsync(ServedEndpoint endpoint, string body)
    {
        var operation = endpoint.Operation!;
        var conference = operation.Door is ControlDoor ? _own.Running : _own.Ids[operation.Id.Contains("recurring", StringComparison.Ordinal) ? "recurring meeting" : "booked meeting"];
        return _client.SendAsync(
            endpoint.Method, $"{endpoint.PathWith(NamedBy(endpoint))}?conferenceID={conference}&participantID={_own.Participant}",
            endpoint.IsTheOperators ? _operator : _own.Admin, body, _headers);
    }

    /// <summary>What the endpoint's path can name, so that it is found; what is taken away by it stays unnamed.</summary>
    private string NamedBy(ServedEndpoint endpoint) => endpoint switch
    {
        { TakesAway: > 0 } => "nobody",
        { Path: var path } when path.Contains("/device/", StringComparison.Ordinal) => _own.Ids["serial"],
        { Path: var path } when path.Contains("/dept/", StringComparison.Ordinal) => _own.Ids["department"],
        { Path: var path } when path.Contains("/vmr/{id}", StringComparison.Ordinal) => _own.Ids["personal room"],
        { Path: var path } when path.Contains("/app/", StringComparison.Ordinal) => _own.Ids["app"],
        { Path: var path } when path.Contains("/sp/corp/", StringComparison.Ordinal) => _own.Ids["corporation"],
        { Path: var path } when path.Contains("/templates/", StringComparison.Ordinal) => _own.Ids["template"],
        { Path: var path } when path.Contains("/conferences/", StringComparison.Ordinal) => _own.Ids["booked meeting"],
        _ => _own.Ids["login"],
    };
}
