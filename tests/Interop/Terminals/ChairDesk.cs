using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Interop.Hosting;
using Interop.Meetings;

namespace Interop.Terminals;

/// <summary>The control API of one meeting as its chair's panel calls it, and the accounts of its terminals.</summary>
internal sealed class ChairDesk : IDisposable
{
    private const string Password = "Terminal-2026";

    private readonly HttpClient _http;
    private readonly string _meeting;
    private readonly int _sipPort;

    private ChairDesk(HttpClient http, string meeting, int sipPort) => (_http, _meeting, _sipPort) = (http, meeting, sipPort);

    public static ChairDesk For(Surroundings place, Secretary secretary, Meeting meeting)
    {
        var http = new HttpClient { BaseAddress = place.Server.Http };
        http.DefaultRequestHeaders.Add("X-Access-Token", (string)JsonNode.Parse(secretary.Login)!["accessToken"]!);
        return new ChairDesk(http, meeting.Number, place.Server.SipPort);
    }

    /// <summary>Once the meeting runs.</summary>
    public async Task TakeControlAsync()
    {
        var said = await AskAsync(HttpMethod.Get, "token", null);
        _http.DefaultRequestHeaders.Add("X-Conference-Authorization", (string)said["data"]!["token"]!);
    }

    public async Task<TerminalAccount> AddTerminalAsync(string name)
    {
        var added = await SayAsync(HttpMethod.Post, "/v1/usg/dcs/corp/device", new { name, model = "third_party", sn = Guid.NewGuid().ToString("N") });
        await SayAsync(HttpMethod.Put, $"/v1/ext/accounts/{(string)added["account"]!}/password", new { password = Password });
        return new TerminalAccount(name, (string)added["number"]!, Password, _sipPort);
    }

    /// <summary>Everybody's id by his name.</summary>
    public async Task<Dictionary<string, string>> PeopleAsync() =>
        (await AskAsync(HttpMethod.Get, "realTimeInfo", null))["participants"]!.AsArray().ToDictionary(one => (string)one!["name"]!, one => (string)one!["pid"]!);

    public Task PutAsync(string path, object? body = null) => AskAsync(HttpMethod.Put, path, body ?? new { });

    /// <summary>The code by which it is refused.</summary>
    public async Task<string> RefusalOfAsync(string path, object body)
    {
        using var answer = await _http.SendAsync(RequestOf(HttpMethod.Put, path, body));
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error_code"]!;
    }

    public Task HangUpAsync(string who) => AskAsync(HttpMethod.Post, "participants/delete", new { bulkHangUpParticipants = new[] { who } });

    /// <summary>Over everybody's picture; without a text it is taken away.</summary>
    public Task WriteAsync(string? type, string? text) =>
        AnswerAsync(Request(text is null ? HttpMethod.Delete : HttpMethod.Put, $"/v1/ext/control/caption?conferenceID={_meeting}", text is null ? null : new { type, text }));

    public void Dispose() => _http.Dispose();

    private Task<JsonNode> AskAsync(HttpMethod method, string path, object? body) => AnswerAsync(RequestOf(method, path, body));

    private HttpRequestMessage RequestOf(HttpMethod method, string path, object? body) =>
        Request(method, $"/v1/mmc/control/conferences/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}conferenceID={_meeting}", body);

    private Task<JsonNode> SayAsync(HttpMethod method, string path, object body) => AnswerAsync(Request(method, path, body));

    private static HttpRequestMessage Request(HttpMethod method, string path, object? body) =>
        new(method, path) { Content = body is null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Web) };

    private async Task<JsonNode> AnswerAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var answer = await _http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.That(answer.IsSuccessStatusCode, Is.True, $"{request.RequestUri}: {(int)answer.StatusCode} {text}");
            return text.Length > 0 ? JsonNode.Parse(text) ?? new JsonObject() : new JsonObject();
        }
    }
}
