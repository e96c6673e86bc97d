using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SignalingHost.Tests.Hosting;

/// <summary>
/// The real program as a process of its own, in an empty directory, on ports that the system found free. What it prints is kept;
/// disposing it ends it.
/// </summary>
internal sealed partial class ServerProcess : IDisposable
{
    /// <summary>Hashing is slow on purpose, which is paid for each account that a test makes; here nobody guesses.</summary>
    public const string QuickHashes = "--Accounts:HashIterations=1000";

    private const int Sigterm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private bool _keepsDirectory;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string directory, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        Directory = directory;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SignalingHost.dll"), .. arguments])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Printed(line.Data);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                _errors.Enqueue(line.Data);
        };
        _process.Exited += (_, _) => _ready.TrySetResult();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Directory { get; }

    public string[] Output => [.. _lines];

    public string[] Errors => [.. _errors];

    public Uri Http => Address("http");

    public Uri Https => Address("https");

    /// <summary>Starts the server and waits until it has said where it is.</summary>
    public static Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string>? environment = null, params string[] settings) =>
        StartInAsync(TemporaryDirectory(), environment, settings);

    /// <summary>The same in a directory that may hold what another left.</summary>
    public static async Task<ServerProcess> StartInAsync(string directory, IReadOnlyDictionary<string, string>? environment, params string[] settings)
    {
        var server = Launch(directory, environment ?? new Dictionary<string, string>(), [.. Ports(), .. settings]);
        await server._ready.Task.WaitAsync(Patience);
        if (!server.IsReady)
            throw new InvalidOperationException("The server did not start: " + string.Join(" / ", server.Errors));
        return server;
    }

    /// <summary>Runs a server that is expected not to start, to its end.</summary>
    public static async Task<(int ExitCode, string[] Errors, string[] Output)> RunAsync(string directory, params string[] settings)
    {
        using var server = Launch(directory, new Dictionary<string, string>(), [.. Ports(), .. settings]);
        return (await server.WaitForExitAsync(), server.Errors, server.Output);
    }

    public static string TemporaryDirectory() => System.IO.Directory.CreateTempSubdirectory("conference-test-").FullName;

    /// <summary>As kill -9 does: nothing is told, nothing is written. What it has in its directory stays.</summary>
    public void KillAtOnce()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _keepsDirectory = true;
    }

    public void Terminate() => _ = Kill(_process.Id, Sigterm);

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        if (!_keepsDirectory)
            System.IO.Directory.Delete(Directory, recursive: true);
    }

    private bool IsReady => _lines.Any(line => line.StartsWith("  data", StringComparison.Ordinal));

    public static ServerProcess Launch(string directory, IReadOnlyDictionary<string, string> environment, string[] arguments) => new(directory, environment, arguments);

    private static string[] Ports() => [QuickHashes, "--Http:Port=0", "--Https:Port=0", "--Sip:Port=0", "--Sip:TlsPort=0", $"--Media:FirstPort={TestPorts.Free()}", "--Media:Shards=1"];

    private void Printed(string? line)
    {
        if (line is null)
            return;

        _lines.Enqueue(line);
        if (IsReady)
            _ready.TrySetResult();
    }

    // "  http   http://localhost:41234/"
    private Uri Address(string name)
    {
        var line = _lines.First(line => line.StartsWith($"  {name} ", StringComparison.Ordinal));
        return new Uri(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1].Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
