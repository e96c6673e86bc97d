using System.Diagnostics;
using System.Text.Json;

namespace Api;

/// <summary>Running meetings: what each holds of memory, how fast one of hundreds of people is asked about, and how soon a change is pushed.</summary>
internal sealed class ControlRun(BenchServer server, Results results)
{
    private const string Meetings = "/v1/mmc/management/conferences";
    private const string Control = "/v1/mmc/control/conferences";
    private const int Callers = 16;

    private string _conference = "";
    private string _guestPassword = "";
    private string _token = "";
    private string _somebody = "";

    public async Task RunningAsync(int many)
    {
        await server.CallAsync(1, many / 10, OpenAsync);
        var before = await server.LiveBytesAsync();
        var calls = await server.CallAsync(Callers, many, OpenAsync);
        results.Add("create at once", calls.Rates);
        results.Add("running", ("bytes", (await server.LiveBytesAsync() - before) / (double)many));
    }

    public async Task FillAsync(int people)
    {
        var meeting = await OpenAsync();
        _conference = meeting.GetProperty("conferenceID").GetString()!;
        var passwords = meeting.GetProperty("passwordEntry").EnumerateArray()
            .ToDictionary(entry => entry.GetProperty("conferenceRole").GetString()!, entry => entry.GetProperty("password").GetString()!, StringComparer.Ordinal);
        _guestPassword = passwords["general"];
        var before = await server.LiveBytesAsync();
        var number = 0;
        results.Add("join", (await server.CallAsync(1, people, () => JoinAsync($"Participant {++number}"))).Rates);
        results.Add("participant", ("bytes", (await server.LiveBytesAsync() - before) / (double)people));

        var answer = await server.SendAsync(HttpMethod.Get, $"{Control}/token?conferenceID={_conference}", null, request =>
        {
            request.Headers.Add("X-Password", passwords["chair"]);
            request.Headers.Add("X-Login-Type", "1");
        });
        _token = answer.GetProperty("data").GetProperty("token").GetString()!;
        _somebody = (await ControlAsync(HttpMethod.Get, "realTimeInfo")).GetProperty("participants")[people / 2].GetProperty("pid").GetString()!;
    }

    public async Task RealTimeAsync()
    {
        await server.CallAsync(Callers, 1_000, AskAsync);
        results.Add("realTimeInfo", (await server.CallAsync(Callers, 6_000, AskAsync)).Rates);

        // Everything that changes makes the next answer another.
        var mute = 0;
        results.Add("mute and realTimeInfo", (await server.CallAsync(1, 500, async () =>
        {
            await MuteAsync(++mute % 2);
            await AskAsync();
        })).Rates);
    }

    /// <summary>From the moment before the request is written to the moment the last subscriber has the frame.</summary>
    public async Task PushAsync(int subscribers, int changes)
    {
        await using var audience = new Audience();
        for (var i = 0; i < subscribers; i++)
        {
            var ticket = (await ControlAsync(HttpMethod.Get, "wsToken")).GetProperty("webSocketToken").GetString()!;
            await audience.AddAsync(server.Address, _conference, ticket, _token);
        }

        var delays = new List<double>();
        for (var i = 1; i <= changes; i++)
        {
            var heard = audience.HearAsync();
            var began = Stopwatch.GetTimestamp();
            var answered = MuteAsync(i % 2);
            var at = await heard.WaitAsync(TimeSpan.FromSeconds(10));
            await answered;
            delays.Add(Stopwatch.GetElapsedTime(began, at).TotalMilliseconds);
            await Task.Delay(10);
        }

        results.Add($"push to {subscribers}", Results.Spread([.. delays.Skip(changes / 10)]));
    }

    private async Task<JsonElement> OpenAsync() => (await server.SendAsync(HttpMethod.Post, Meetings, new { mediaTypes = "HDVideo", length = 600 }))[0];

    private Task<JsonElement> JoinAsync(string name) =>
        server.SendAsync(HttpMethod.Post, "/v1/ext/join", new { conferenceID = _conference, password = _guestPassword, name }, request => request.Headers.Remove("X-Access-Token"));

    private Task<JsonElement> MuteAsync(int isMute) => ControlAsync(HttpMethod.Put, "participants/mute", $"&participantID={_somebody}", new { isMute });

    private async Task AskAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Control}/realTimeInfo?conferenceID={_conference}");
        request.Headers.Add("X-Conference-Authorization", _token);
        using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await response.Content.CopyToAsync(Stream.Null);
    }

    private Task<JsonElement> ControlAsync(HttpMethod method, string what, string query = "", object? body = null) =>
        server.SendAsync(method, $"{Control}/{what}?conferenceID={_conference}{query}", body, request => request.Headers.Add("X-Conference-Authorization", _token));
}
