using MediaServer.Edge;
using Mixer.Audio;
using SignalingHost.Settings;

namespace SignalingHost.Mixing;

/// <summary>Puts the sound mixer into a process that carries media.</summary>
internal static class MixingSetup
{
    public static void AddMixing(this WebApplicationBuilder builder, ServerSettings settings)
    {
        if (!settings.Roles.HasFlag(NodeRoles.Media))
            return;

        var services = builder.Services;
        services.AddSingleton(provider => new RoomSounds(
            provider.GetRequiredService<MediaNode>(), settings.Mixing.SoundThreadCount, new SoundMixOptions(), provider.GetRequiredService<ILogger<RoomSounds>>()));
        services.AddSingleton<IRoomSound>(provider => provider.GetRequiredService<RoomSounds>());
        services.AddSingleton<MixMetrics>();
        services.AddHostedService<MixingService>();
    }
}

/// <summary>Starts the threads and their metrics with the process, and ends them before the shards.</summary>
internal sealed class MixingService(RoomSounds sounds, MixMetrics metrics) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        sounds.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        metrics.Dispose();
        sounds.Dispose();
        return Task.CompletedTask;
    }
}
