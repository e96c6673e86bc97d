using MediaServer.Edge;
using Mixer.Audio;
using Mixer.Video.Drawing;
using Mixer.Video.Mixing;
using Mixer.Video.Planning;
using SignalingHost.Conferences;
using SignalingHost.Media;
using SignalingHost.Settings;

namespace SignalingHost.Mixing;

/// <summary>Puts the mixers of sound and pictures into a process that carries media.</summary>
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
        services.AddSingleton(provider => new RoomPictures(
            provider.GetRequiredService<MediaNode>(),
            room => provider.GetService<RunningMeetings>()?.Find(new Meetings.ConferenceId(room.Value)),
            settings.Mixing.PictureThreadCount,
            () => OpenLettering(settings.Mixing.Font),
            new PictureMixOptions { MostEffort = settings.Mixing.H264Encoder == H264Encoder.OpenH264 ? EncoderEffort.OpenH264Low : EncoderEffort.X264Veryfast },
            provider.GetRequiredService<ILogger<RoomPictures>>()));
        services.AddSingleton<PictureMetrics>();
        services.AddSingleton<IRoomPictures>(provider => provider.GetRequiredService<RoomPictures>());
        services.AddHostedService<MixingService>();
    }

    private static Lettering OpenLettering(string font) =>
        Lettering.TryOpen(font, out var lettering, out var problem) ? lettering : throw new InvalidOperationException(problem);
}

/// <summary>Starts the threads and their metrics with the process, and ends them before the shards.</summary>
internal sealed class MixingService(RoomSounds sounds, RoomPictures pictures, MixMetrics metrics, PictureMetrics pictureMetrics, MediaEventLog events) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        sounds.Start();
        pictures.Start();
        events.Pictures = pictures;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        metrics.Dispose();
        pictureMetrics.Dispose();
        pictures.Dispose();
        sounds.Dispose();
        return Task.CompletedTask;
    }
}
