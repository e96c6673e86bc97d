using System.Text;
using System.Text.Json;
using Meetings;
using Meetings.Booking;
using Meetings.Conduct;
using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Conferences;
using SignalingHost.Storage;
using SignalingHost.Tests.Hosting;
using SignalingHost.Tests.Push;

namespace SignalingHost.Tests.Conferences;

/// <summary>A server with a corporation of its own, meetings that are booked in it, people who come in, and controllers who call over HTTP.</summary>
internal sealed class ConferenceScene : IAsyncDisposable
{
    public const string ChairPassword = "246810";
    public const string GuestPassword = "135790";

    private static int _nextNumber = 910_000_000;

    private readonly HttpClient _http;

    private ConferenceScene(InProcessServer server)
    {
        Server = server;
        _http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { BaseAddress = server.Http };
    }

    public InProcessServer Server { get; }

    public ConferenceDesk Desk => Server.Get<ConferenceDesk>();

    public Tenant Corporation { get; private set; } = null!;

    public Member Owner { get; private set; } = null!;

    public HttpClient Http => _http;

    public static async Task<ConferenceScene> StartAsync(string? dataDirectory = null, params string[] settings)
    {
        var scene = new ConferenceScene(await InProcessServer.StartAsync(dataDirectory, ["--Admin:Account=admin", "--Admin:Password=Minutes-2026", .. settings]));
        (scene.Corporation, scene.Owner) = await scene.Server.Get<Store>().ReadAsync(async session =>
            ((await CorporationTable.OperatorAsync(session))!, (await MemberTable.FindByLoginAsync(session, "admin"))!));
        return scene;
    }

    /// <summary>Books a meeting that has begun to be held.</summary>
    public async Task<ConferenceId> OpenAsync(Func<BookedMeeting, BookedMeeting>? with = null)
    {
        var number = await BookAsync(with);
        Assert.That((await Desk.OpenAsync(number)).Refusal, Is.EqualTo(Refusal.None));
        return number;
    }

    public async Task<ConferenceId> BookAsync(Func<BookedMeeting, BookedMeeting>? with = null)
    {
        var number = new ConferenceId($"{Interlocked.Increment(ref _nextNumber)}");
        var identities = Server.Get<IIdentitySource>();
        var meeting = new BookedMeeting
        {
            Id = number,
            Corporation = Corporation.Id,
            Owner = Owner.Id,
            OwnerName = Owner.Name,
            Subject = "Weekly",
            Kind = BookingKind.Booked,
            BookedAt = DateTimeOffset.UtcNow,
            Start = DateTimeOffset.UtcNow,
            Length = TimeSpan.FromHours(1),
            Passwords = new MeetingPasswords(ChairPassword, GuestPassword),
            Tokens = JoinTokens.Draw(identities),
            Entry = new EntryRules { GuestsFirst = true },
            Recording = new RecordingTerms { Kind = RecordKind.LiveAndRecord, LiveAddress = "rtmp://live.example/1" },
        };
        meeting = with?.Invoke(meeting) ?? meeting;
        await Server.Get<Store>().WriteAsync(session => Server.Get<BookingTable>().SaveAsync(session, meeting));
        return number;
    }

    /// <summary>Somebody comes in; his pid.</summary>
    public async Task<ParticipantId> JoinAsync(ConferenceId meeting, string name, Func<JoinRequest, JoinRequest>? with = null)
    {
        var request = RequestOf(name);
        request = with?.Invoke(request) ?? request;
        Assert.That((await Desk.JoinAsync(meeting, request)).Refusal, Is.EqualTo(Refusal.None), name);
        return request.Who;
    }

    public JoinRequest RequestOf(string name) => new()
    {
        Who = Server.Get<IIdentitySource>().NewParticipant(),
        Name = name,
        Number = $"+99100{name}",
        Password = GuestPassword,
        Account = new AccountId($"account-{name}"),
        Corporation = Corporation.Id,
    };

    /// <summary>The owner comes in and is chair.</summary>
    public Task<ParticipantId> JoinChairAsync(ConferenceId meeting) =>
        JoinAsync(meeting, "Chair", request => request with { Account = Owner.Id, Password = ChairPassword });

    public async Task<string> TokenAsync(ConferenceId meeting) =>
        (await SendAsync(HttpMethod.Get, $"/v1/mmc/control/conferences/token?conferenceID={meeting}", null, headers: ("X-Password", ChairPassword))).Json
        .GetProperty("data").GetProperty("token").GetString()!;

    /// <summary>A token of somebody who is in, as his client has it.</summary>
    public async Task<string> TokenOfAsync(ConferenceId meeting, ParticipantId who) =>
        (await Server.Get<ControlTokens>().IssueAsync(new ControlToken
        {
            Hash = "",
            Run = Server.Get<RunningMeetings>().Find(meeting)!.Run,
            Holder = TokenHolder.Participant,
            Participant = who,
        }))!.Value.Text;

    public Task<ControlAnswer> PutAsync(ConferenceId meeting, string path, string? token, object? body = null) => ControlAsync(HttpMethod.Put, meeting, path, token, body);

    public Task<ControlAnswer> ControlAsync(HttpMethod method, ConferenceId meeting, string path, string? token, object? body = null) => SendAsync(
        method, $"/v1/mmc/control/conferences/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}conferenceID={meeting}", token, body);

    /// <summary>As the SDKs send: JSON is said also where there is no body, and a user's token stands beside the meeting's.</summary>
    public async Task<ControlAnswer> SendAsync(HttpMethod method, string path, string? token, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method != HttpMethod.Get)
            request.Content = new StringContent(body as string ?? (body is null ? "" : JsonSerializer.Serialize(body)), Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Add("X-Conference-Authorization", token);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await _http.SendAsync(request);
        return new ControlAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> RealTimeInfoAsync(ConferenceId meeting, string token) => (await ControlAsync(HttpMethod.Get, meeting, "realTimeInfo", token)).Json;

    /// <summary>A client of the push channel that has subscribed to everything.</summary>
    public async Task<PushListener> ListenAsync(ConferenceId meeting, string token, params string[] types)
    {
        var ticket = (await ControlAsync(HttpMethod.Get, meeting, "wsToken", token)).Json.GetProperty("webSocketToken").GetString()!;
        var listener = await PushListener.ConnectAsync(Server.Http, meeting.Value, ticket);
        await listener.SubscribeAsync(token, types);
        return listener;
    }

    /// <summary>A user's token.</summary>
    public async Task<string> LoginAsync(string account, string password)
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account}:{password}"));
        var answer = await SendAsync(HttpMethod.Post, "/v1/usg/acs/auth/account", null, new { account, clientType = 72 }, ("Authorization", $"Basic {basic}"));
        return answer.Json.GetProperty("accessToken").GetString()!;
    }

    public MeetingView View(ConferenceId meeting) => Server.Get<RunningMeetings>().Find(meeting)!.View;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>What a control call came back with.</summary>
internal sealed record ControlAnswer(int Status, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Code => Json.GetProperty("error_code").GetString()!;

    /// <summary>Status and code in one: <c>200</c>, <c>400 MMC.111072005</c>.</summary>
    public string Outcome => Status == 200 ? "200" : $"{Status} {Code}";
}
