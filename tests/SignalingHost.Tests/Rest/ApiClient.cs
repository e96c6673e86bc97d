using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace SignalingHost.Tests.Rest;

/// <summary>A client of the API, which may come from an address of its own.</summary>
internal sealed class ApiClient : IDisposable
{
    private static int _sources;

    private readonly HttpClient _http;

    public ApiClient(Uri server, IPAddress? from = null)
    {
        var handler = new SocketsHttpHandler { UseCookies = false };
        if (from is not null)
        {
            handler.ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    socket.Bind(new IPEndPoint(from, 0));
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        _http = new HttpClient(handler) { BaseAddress = server };
    }

    /// <summary>A client whose address nobody has come from before.</summary>
    public static ApiClient FromElsewhere(Uri server)
    {
        var number = Interlocked.Increment(ref _sources);
        return new ApiClient(server, new IPAddress([127, (byte)(1 + (number >> 16)), (byte)(number >> 8), (byte)number]));
    }

    public async Task<string> LoginAsync(string account, string password)
    {
        var answer = await TryLoginAsync(account, password);
        Assert.That(answer.Status, Is.EqualTo(200), $"{account}: {answer}");
        return answer.Json.GetProperty("accessToken").GetString()!;
    }

    public Task<ApiAnswer> TryLoginAsync(string account, string password) =>
        SendAsync(HttpMethod.Post, "/v1/usg/acs/auth/account", null, new { account, clientType = 72 }, ("Authorization", $"Basic {ApiServer.Basic($"{account}:{password}")}"));

    public Task<ApiAnswer> GetAsync(string path, string? token) => SendAsync(HttpMethod.Get, path, token);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? token, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method != HttpMethod.Get)
            request.Content = new StringContent(body as string ?? (body is null ? "" : JsonSerializer.Serialize(body)), Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Add("X-Access-Token", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await _http.SendAsync(request);
        var answered = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), answered);
    }

    public void Dispose() => _http.Dispose();
}
