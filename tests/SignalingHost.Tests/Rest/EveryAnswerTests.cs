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
    /// <summary>What ids and tokens alone do not open: a password, a code or a receiver that answers is needed, a terminal in the meeting, what a tenant without seats may not have, or what an operation before has ended.</summary>
    private static readonly string[] NeedMore =
    [
        "create_token", "create_app_token", "create_proxy_token", "check_token", "update_pwd", "reset_pwd", "reset_pwd_by_admin", "start_meeting", "create_anonymous_auth_random", "invite_with_pwd",
        "ext_join", "ext_activate_device", "set_role", "set_web_hook_config", "set_participant_view", "lock_view", "set_host_view", "set_mmr_record", "add_corp", "ext_remove_from_waiting_room", "stop_meeting", "cancel_recurring_meeting", "delete_department", "move_to_waiting_room", "batch_move_to_waiting_room", "prolong_meeting",
        "allow_audience_join", "resume_simultaneous_interpretation", "set_interpreter_group", "set_attendee_lan_channel",
    ];

    private InProcessServer _server = null!;
    private ApiClient _client = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var store = database == Database.Postgres ? PostgresServer.NewDatabase() : "";
        _server = await InProcessServer.StartAsync(null, "--Admin:Account=admin", $"--Admin:Password={ApiServer.AdminPassword}", $"--Data:ConnectionString={store}");
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
        var other = await Corporation.FoundAsync(_server, _client, first, "other");
        var control = await own.HostTokenAsync();
        var (closed, complaints) = (new List<string>(), new List<string>());
        foreach (var endpoint in ServedEndpoint.All(_server).Where(endpoint => endpoint.Operation is { } one && !NeedMore.Contains(one.Id) && UnsupportedOperations.All.All(refused => refused.Name != one.Id))
            .OrderBy(endpoint => endpoint.TakesAway))
        {
            using var client = ApiClient.FromElsewhere(_server.Http);
            (string, string)[] headers = [("X-Access-Token", endpoint.IsTheOperators ? first : own.Admin), ("X-Conference-Authorization", control), ("confToken", control), ("Authorization", $"Bearer {own.Bearer}")];
            var answers = new List<ApiAnswer>();
            foreach (var id in own.Ids.Values)
            {
                foreach (var request in endpoint.RequestsWith(id, own, other.Running))
                    answers.Add(await client.SendAsync(endpoint.Method, request.Path, null, request.Body, headers));
            }

            var given = answers.FindAll(answer => answer.Status == 200);
            if (given.Count == 0)
                closed.Add($"{endpoint.Operation!.Id}: {string.Join(", ", answers.Select(answer => answer.Outcome).Distinct())}");
            if (ApiDescription.Operations.Any(operation => operation.Name == endpoint.Operation!.Id))
                complaints.AddRange(given.SelectMany(answer => ApiDescription.Complaints(endpoint.Operation!.Id, answer)));
        }

        Assert.That(string.Join("\n", closed), Is.Empty);

        // Its answer has the shapes of two generations of clients in one.
        Assert.That(string.Join("\n", complaints.Where(complaint => !complaint.StartsWith("create_web_socket_token: there is no field", StringComparison.Ordinal)).Distinct()), Is.Empty);
    }
}
