using SignalingHost.Rest.Unsupported;
using SignalingHost.Tests.Hosting;
using SignalingHost.Tests.Storage;

namespace SignalingHost.Tests.Rest;

/// <summary>
/// Calls every operation for a corporation that has one of everything, with its own tokens, in both databases. So the requests by which
/// strangers are tried are known to open something; and every answer has what its model promises, in the types that the documents give.
/// </summary>
[TestFixture(Database.Embedded)]
[TestFixture(Database.Postgres)]
public sealed class EveryAnswerTests(Database database)
{
    /// <summary>Different things can be read at one place, but not more than these; what is changed is changed once.</summary>
    private const int MostReadings = 4;

    /// <summary>What nobody can do yet, though it is served.</summary>
    private static readonly Dictionary<string, string> Never = new(StringComparer.Ordinal)
    {
        ["reset_pwd"] = "needs a code that is sent by SMS, which nothing here sends",
        ["allow_audience_join"] = "is for webinars, which are not supported",
        ["resume_simultaneous_interpretation"] = "is for interpretation, which is not supported",
        ["set_interpreter_group"] = "is for interpretation, which is not supported",
        ["set_attendee_lan_channel"] = "is for interpretation, which is not supported",
    };

    /// <summary>Tokens are answered alike however they were got; the documents list some of these logins without a model of their own.</summary>
    private static readonly string[] Logins = ["create_token", "create_proxy_token", "create_app_token"];

    private readonly List<string> _closed = [];
    private readonly List<string> _complaints = [];

    private InProcessServer _server = null!;
    private ApiClient _client = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var store = database == Database.Postgres ? PostgresServer.NewDatabase() : "";
        _server = await InProcessServer.StartAsync(null, ["--Admin:Account=admin", $"--Admin:Password={ApiServer.AdminPassword}", $"--Data:ConnectionString={store}", .. FurtherCalls.Settings]);
        _client = new ApiClient(_server.Http);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _client?.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task With_its_own_tokens_a_corporations_ids_open_what_they_name_and_answer_as_documented()
    {
        var first = await _client.LoginAsync("admin", ApiServer.AdminPassword);
        var own = await Corporation.FoundAsync(_server, _client, first, "own");
        var further = (await new FurtherCalls(_server, _client, own, first).MakeAsync()).ToLookup(call => call.Operation, call => call.Answer);
        foreach (var calls in further)
            Judge(calls.Key, [.. calls]);

        var control = await own.HostTokenAsync();
        foreach (var endpoint in ServedEndpoint.All(_server).Where(endpoint => endpoint.Operation is { } one && !further.Contains(one.Id) && !Never.ContainsKey(one.Id) && UnsupportedOperations.All.All(refused => refused.Name != one.Id))
            .OrderBy(endpoint => endpoint.TakesAway))
        {
            (string, string)[] headers = [("X-Access-Token", endpoint.IsTheOperators ? first : own.Admin), ("X-Conference-Authorization", control), ("confToken", control), ("Authorization", $"Bearer {own.Bearer}")];
            Judge(endpoint.Operation!.Id, await WalkAsync(endpoint, own, headers));
        }

        Assert.That(string.Join("\n", _closed), Is.Empty);

        // Its answer has the shapes of two generations of clients in one.
        Assert.That(string.Join("\n", _complaints.Where(complaint => !complaint.StartsWith("create_web_socket_token: there is no field", StringComparison.Ordinal)).Distinct()), Is.Empty);
    }

    private async Task<List<ApiAnswer>> WalkAsync(ServedEndpoint endpoint, Corporation own, (string, string)[] headers)
    {
        using var client = ApiClient.FromElsewhere(_server.Http);
        var answers = new List<ApiAnswer>();
        foreach (var id in own.Ids.Values)
        {
            foreach (var request in endpoint.RequestsWith(id, own, otherMeeting: null))
                answers.Add(await client.SendAsync(endpoint.Method, request.Path, null, request.Body, headers));
            if (answers.Count(answer => answer.Status == 200) >= (endpoint.Method == HttpMethod.Get ? MostReadings : 1))
                break;
        }

        return answers;
    }

    private void Judge(string operation, List<ApiAnswer> answers)
    {
        var given = answers.FindAll(answer => answer.Status == 200);
        if (given.Count == 0)
            _closed.Add($"{operation}: {string.Join(", ", answers.Select(answer => answer.Outcome).Distinct())}");
        var model = Logins.Contains(operation) ? "check_token" : operation;
        if (ApiDescription.Operations.Any(one => one.Name == model))
            _complaints.AddRange(given.SelectMany(answer => ApiDescription.Complaints(model, answer)));
    }
}
