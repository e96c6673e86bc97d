using System.Diagnostics;
using MediaServer.Edge;
using Protocols.Srtp;
using SignalingHost.Health;
using SignalingHost.Telemetry;

namespace SignalingHost.Media;

/// <summary>Starts the shards with the process and ends them with it, after everyone has been told goodbye.</summary>
internal sealed class MediaService(MediaNode node, ILogger<MediaService> log) : IHostedService, IReadinessCheck
{
    // Goodbyes are a few datagrams; a shard sends them in its next turn.
    private static readonly TimeSpan Goodbye = TimeSpan.FromMilliseconds(100);

    public string Name => "shards";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The web server listens only after this, so nobody's first packet meets a cipher untested or code not compiled yet.
        var begun = Stopwatch.GetTimestamp();
        var cipher = SrtpCrypto.Report;
        var methods = WarmUp.Run();
        var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        Log.WarmedUp(log, methods, took, cipher);
        if (!ThreadNiceness.MayHurry())
            Log.NobodyComesFirst(log);
        node.Start();
        Log.ShardsStarted(log, node.Shards.Count, node.Features);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        node.CloseAll();
        await Task.Delay(Goodbye, CancellationToken.None);
    }

    public Readiness Check() => node.IsRunning ? new(true, "") : new(false, "a shard's thread has ended");
}
