using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Api;

/// <summary>The server as a process of its own on one core, in an empty directory that goes with it.</summary>
internal sealed class BenchServer : IDisposable
{
    private const string Password = "Bench-2026-api";

    private readonly Process _process;
    private readonly string _directory;

    private BenchServer(Process process, string directory)
    {
        _process = process;
        _directory = directory;
    }

    public HttpClient Http { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });

    public string Token { get; private set; } = "";

    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<BenchServer> StartAsync(string program, string core)
    {
        var directory = Directory.CreateTempSubdirectory("conference-bench-").FullName;
        var process = Process.Start(new ProcessStartInfo(
            "taskset",
            ["-c", core, "dotnet", program, "--Http:Port=18920", "--Https:Port=18921", "--Media:FirstPort=24920", "--Media:Shards=1", "--Sip:Port=15920", "--Sip:TlsPort=15921", $"--Admin:Password={Password}"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var server = new BenchServer(process, directory);
        server.Http.BaseAddress = new Uri("http://127.0.0.1:18920");
        await server.LoginAsync();
        return server;
    }

    public Uri Address => Http.BaseAddress!;

    /// <summary>What the process holds of memory, all told.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>What of the managed heap is alive: its size after a full collection, less the gaps.</summary>
    public async Task<long> LiveBytesAsync()
    {
        await FullCollection.AskAsync(_process.Id);
        var metrics = await Http.GetStringAsync("/metrics");
        return Sum("dotnet_gc_last_collection_heap_size_bytes") - Sum("dotnet_gc_last_collection_heap_fragmentation_size_bytes");

        long Sum(string name) => metrics.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null, Action<HttpRequestMessage>? more = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Access-Token", Token);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        more?.Invoke(request);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>An answer to its last byte, which nobody looks at: what it costs the caller is not what is measured.</summary>
    public async Task ReadAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Access-Token", Token);
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await response.Content.CopyToAsync(Stream.Null);
    }

    public void Dispose()
    {
        Http.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task LoginAsync()
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Password}"));
        for (var i = 0; ; i++)
        {
            try
            {
                var answer = await SendAsync(HttpMethod.Post, "/v1/usg/acs/auth/account", new { account = "admin", clientType = 72 }, request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic));
                Token = answer.GetProperty("accessToken").GetString()!;
                return;
            }
            catch (HttpRequestException) when (i < 100 && !_process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }
}
