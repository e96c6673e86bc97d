using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Rest;

/// <summary>A real server of a test's own and what clients of the API do: they log in, send JSON with their token, read JSON.</summary>
internal sealed class ApiServer : IDisposable
{
    public const string AdminPassword = "Minutes-2026";

    private readonly ServerProcess _process;

    private ApiServer(ServerProcess process)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = process.Http };
    }

    public HttpClient Http { get; }

    public ServerProcess Process => _process;

    /// <summary>The token of the first administrator.</summary>
    public string Admin { get; private set; } = "";

    public static async Task<ApiServer> StartAsync(params string[] settings)
    {
        var server = new ApiServer(await ServerProcess.StartAsync(null, [$"--Admin:Password={AdminPassword}", .. settings]));
        server.Admin = await server.LoginAsync("admin", AdminPassword);
        return server;
    }

    /// <summary>Kills it as kill -9 does and starts it again upon what it left.</summary>
    public async Task<ApiServer> KillAndRestartAsync(params string[] settings)
    {
        _process.KillAtOnce();
        var directory = _process.Directory;
        Dispose();
        var server = new ApiServer(await ServerProcess.StartInAsync(directory, null, [$"--Admin:Password={AdminPassword}", .. settings]));
        server.Admin = await server.LoginAsync("admin", AdminPassword);
        return server;
    }

    public static string Basic(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>Logs in as SDKs do; the token's text.</summary>
    public async Task<string> LoginAsync(string account, string password)
    {
        var answer = await SendLoginAsync(account, password);
        return answer.Json.GetProperty("accessToken").GetString()!;
    }

    public Task<ApiAnswer> SendLoginAsync(string account, string password, int clientType = 72) => SendAsync(
        HttpMethod.Post, "/v1/usg/acs/auth/account", null, new { account, clientType }, request =>
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Basic($"{account}:{password}")));

    public Task<ApiAnswer> GetAsync(string path, string? token) => SendAsync(HttpMethod.Get, path, token);

    public Task<ApiAnswer> PostAsync(string path, string? token, object body) => SendAsync(HttpMethod.Post, path, token, body);

    public Task<ApiAnswer> PutAsync(string path, string? token, object? body = null) => SendAsync(HttpMethod.Put, path, token, body);

    public Task<ApiAnswer> DeleteAsync(string path, string? token, object? body = null) => SendAsync(HttpMethod.Delete, path, token, body);

    /// <summary>Sends as the SDKs do: every request says that it is JSON, also where it has no body.</summary>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? token, object? body = null, Action<HttpRequestMessage>? more = null)
    {
        using var request = new HttpRequestMessage(method, path);
        var text = body as string ?? (body is null ? "" : JsonSerializer.Serialize(body));
        if (method != HttpMethod.Get)
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Add("X-Access-Token", token);
        more?.Invoke(request);

        using var response = await Http.SendAsync(request);
        var headers = Headers(response);    // before the body, whose reading rewrites them
        return new ApiAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    public void Dispose()
    {
        Http.Dispose();
        _process.Dispose();
    }

    private static Dictionary<string, string> Headers(HttpResponseMessage response) => response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
        .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
}

/// <summary>What came back.</summary>
internal sealed record ApiAnswer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>Status and code in one, as tests compare them: <c>400 USG.201040001</c>.</summary>
    public string Outcome => Body.Length > 0 && Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("error_code", out var code) ? $"{Status} {code.GetString()}" : $"{Status}";

    public override string ToString() => $"{Status} {Body}";
}
