using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SignalingHost.Tests.Hosting;

/// <summary>
/// The real program within the test's own process, on ports of its own, so that a test may reach both its wire and its parts. It is
/// started by its entry point; the host announces itself by the diagnostic event that every host announces itself by.
/// </summary>
internal sealed class InProcessServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;
    private readonly Task _ended;
    private readonly string _directory;
    private readonly bool _keepsDirectory;

    private InProcessServer(IHost host, Task ended, string directory, bool keepsDirectory) => (_host, _ended, _directory, _keepsDirectory) = (host, ended, directory, keepsDirectory);

    public IServiceProvider Services => _host.Services;

    public Uri Http { get; private init; } = null!;

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>With a data directory that stays when the server is gone, or with null one that goes with it.</summary>
    public static async Task<InProcessServer> StartAsync(string? dataDirectory, params string[] settings)
    {
        var directory = dataDirectory ?? ServerProcess.TemporaryDirectory();
        string[] arguments = ["--Roles=signaling", ServerProcess.QuickHashes, "--Http:Port=0", "--Https:Port=0", "--Sip:Port=0", "--Sip:TlsPort=0", $"--Data:Directory={Path.Combine(directory, "data")}", .. settings];
        var built = new TaskCompletionSource<IHost>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = Task.Factory.StartNew(() => Run(arguments, built), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var host = await built.Task.WaitAsync(Patience);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => started.TrySetResult());
        await Task.WhenAny(started.Task, ended).WaitAsync(Patience);
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(one => one.StartsWith("http:", StringComparison.Ordinal));
        return new InProcessServer(host, ended, directory, dataDirectory is not null)
        {
            Http = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal)).Port}/")),
        };
    }

    public async ValueTask DisposeAsync()
    {
        Get<IHostApplicationLifetime>().StopApplication();
        await _ended.WaitAsync(Patience);
        if (!_keepsDirectory)
            Directory.Delete(_directory, recursive: true);
    }

    private static void Run(string[] arguments, TaskCompletionSource<IHost> built)
    {
        using var listening = DiagnosticListener.AllListeners.Subscribe(new Watch(built));
        Watch.Mine.Value = built;
        var entry = typeof(Program).Assembly.EntryPoint!;
        var code = entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], CultureInfo.InvariantCulture);
        built.TrySetException(new InvalidOperationException($"The server ended with {code} before it was built."));
    }

    /// <summary>Hears of every host in the process and takes the one that was built on behalf of its own thread.</summary>
    private sealed class Watch(TaskCompletionSource<IHost> built) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public static AsyncLocal<TaskCompletionSource<IHost>?> Mine { get; } = new();

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
                value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == "HostBuilt" && Mine.Value == built)
                built.TrySetResult((IHost)value.Value!);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
