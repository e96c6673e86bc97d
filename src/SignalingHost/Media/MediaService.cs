using MediaServer.Edge;
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
