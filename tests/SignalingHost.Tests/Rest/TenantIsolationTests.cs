using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Join;
using SignalingHost.Storage;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Rest;

/// <summary>
/// Walks over every endpoint that the host has, with ids of one corporation in every place where an id can stand, and with tokens that
/// are none of this corporation's: nothing of it may come back, and nothing of it may have changed.
/// </summary>
public sealed class TenantIsolationTests
{
    private InProcessServer _server = null!;
    private ApiClient _client = null!;
    private Corporation _victim = null!;
    private Corporation _stranger = null!;
    private ServedEndpoint[] _endpoints = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await InProcessServer.StartAsync(null, "--Roles=signaling,media", $"--Media:FirstPort={TestPorts.Free()}", "--Media:Shards=1", "--Admin:Account=admin", $"--Admin:Password={ApiServer.AdminPassword}");
        _client = new ApiClient(_server.Http);
        var first = await _client.LoginAsync("admin", ApiServer.AdminPassword);
        _victim = await Corporation.FoundAsync(_server, _client, first, "victim");
        _stranger = await Corporation.FoundAsync(_server, _client, first, "stranger");
        _endpoints = [.. ServedEndpoint.All(_server).OrderBy(endpoint => endpoint.EndsHisMeeting)];
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _client?.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public void The_walk_sees_the_whole_host() => Assert.That(_endpoints, Has.Length.GreaterThan(230));

    [Test]
    public async Task Another_corporations_tokens_read_and_change_nothing()
    {
        var control = await ControlTokenAsync(TokenHolder.Host);
        var access = await AccessTokenAsync();
        await WalkAsync(async endpoint =>
        [
            ("X-Access-Token", endpoint.UsesItsTokenUp ? await AccessTokenAsync() : access),
            ("X-Conference-Authorization", control),
            ("confToken", control),
            ("Authorization", $"Bearer {BearerToken()}"),
        ]);
    }

    [Test]
    public async Task Tokens_of_a_guest_of_another_meeting_read_and_change_nothing()
    {
        var token = await ControlTokenAsync(TokenHolder.Participant);
        await WalkAsync(_ => Task.FromResult<(string, string)[]>([("X-Conference-Authorization", token), ("confToken", token), ("Authorization", $"Bearer {BearerToken()}")]));
    }

    [Test]
    public Task Without_a_token_nothing_is_read_and_changed() => WalkAsync(_ => Task.FromResult<(string, string)[]>([]), needsDoor: true);

    /// <summary>Each kind of token in the headers of the others: none of them opens what another opens.</summary>
    [Test]
    public Task Tokens_of_one_kind_are_no_tokens_of_another() => WalkAsync(
        _ => Task.FromResult<(string, string)[]>(
        [
            ("X-Access-Token", _victim.Bearer), ("X-Conference-Authorization", _victim.Admin), ("confToken", _victim.Admin), ("Authorization", $"Bearer {_victim.Admin}"),
        ]),
        needsDoor: true);

    private async Task WalkAsync(Func<ServedEndpoint, Task<(string Name, string Value)[]>> tokens, bool needsDoor = false)
    {
        var before = await _victim.StateAsync();
        var leaks = new List<string>();
        foreach (var endpoint in _endpoints)
        {
            // From an address of its own, so that no lock for guessing hides what comes after.
            using var client = ApiClient.FromElsewhere(_server.Http);
            foreach (var id in _victim.Ids.Values)
            {
                var headers = await tokens(endpoint);
                foreach (var request in endpoint.RequestsWith(id, _victim, _stranger.Running))
                {
                    var answer = await client.SendAsync(endpoint.Method, request.Path, null, request.Body, headers);
                    var shown = _victim.Secrets.Concat(_victim.Ids.Values).Where(secret => !request.Path.Contains(secret, StringComparison.Ordinal) && answer.Body.Contains(secret, StringComparison.Ordinal)).ToArray();
                    if (shown.Length > 0 || answer.Status >= 500 || (needsDoor && endpoint.Operation is { Door.Header: not null } && answer.Status < 400))
                        leaks.Add($"{endpoint.Method} {endpoint.Path} with {id} shows {string.Join(", ", shown)}: {answer}");
                }
            }
        }

        Assert.That(string.Join("\n", leaks.Take(20)), Is.Empty);
        Assert.That((await _victim.StateAsync()).Except(before), Is.Empty);
    }

    private async Task<string> AccessTokenAsync()
    {
        var tokens = _server.Get<AccessTokens>();
        return await _server.Get<Store>().WriteAsync(async session =>
            (await tokens.IssueAsync(session, (await MemberTable.DefaultAdminAsync(session, new(_stranger.Ids["corporation"])))!, 72, "test")).Text);
    }

    private async Task<string> ControlTokenAsync(TokenHolder holder) => (await _server.Get<ControlTokens>().IssueAsync(new ControlToken
    {
        Hash = "",
        Run = new(_stranger.Run),
        Holder = holder,
        Participant = holder == TokenHolder.Participant ? new(_stranger.Participant) : null,
    }))!.Value.Text;

    private string BearerToken() => _server.Get<RunningMeetings>().Find(new Meetings.ConferenceId(_stranger.Running)) is { } meeting
        ? _server.Get<ParticipantTokens>().Issue(meeting, new(_stranger.Participant))!
        : _stranger.Bearer;
}
