using MediaServer.Edge;
using MediaServer.Peers;
using Protocols.Ice;
using SignalingHost.Health;
using SignalingHost.Settings;
using SignalingHost.Startup;
using SignalingHost.Telemetry;
using SignalingHost.Whip;

namespace SignalingHost.Media;

/// <summary>Puts the media engine into the process: built with <c>new</c> from settings, known to the host by its few faces.</summary>
internal static class MediaServices
{
    public static void AddMedia(this WebApplicationBuilder builder, Ground ground)
    {
        var (services, settings) = (builder.Services, ground.Settings);
        services.AddSingleton(provider => new RoomAccess(settings.Rooms, provider.GetService<Join.ParticipantTokens>()));
        services.AddSingleton(new IceServerLinks(settings.Media));
        if (!settings.Roles.HasFlag(NodeRoles.Media))
        {
            services.AddSingleton<IMediaStatistics, IdleMedia>();
            return;
        }

        services.AddSingleton<MediaEventLog>();
        services.AddHostedService(provider => provider.GetRequiredService<MediaEventLog>());
        services.AddSingleton(provider => Open(settings.Media, provider.GetRequiredService<MediaEventLog>()));
        services.AddSingleton<IMediaStatistics, ShardMediaStatistics>();
        services.AddSingleton<MediaService>();
        services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<MediaService>());
        services.AddHostedService(provider => provider.GetRequiredService<MediaService>());
        services.AddSingleton(provider =>
        {
            var sessions = new MediaSessions(provider.GetRequiredService<MediaNode>(), provider.GetRequiredService<Mixing.IRoomSound>(), provider.GetRequiredService<Mixing.IRoomPictures>());
            provider.GetRequiredService<MediaEventLog>().Sessions = sessions;
            return sessions;
        });
    }

    private static MediaNode Open(MediaOptions media, MediaEventLog events) => new(
        new MediaNodeOptions
        {
            Shards = media.ShardCount,
            FirstPort = media.FirstPort,
            FirstRtpPort = media.RtpPorts.First,
            LastRtpPort = media.RtpPorts.Last,
            AnnouncedAddresses = media.Announced(),
            Threads = new ThreadOptions { Pin = media.PinThreads, Realtime = media.RealtimeThreads, Refused = events.SchedulingRefused },
            Peers = new PeerOptions { Ice = new IceOptions { ConsentTimeout = media.ConsentTimeout } },
            Udp = new UdpPortOptions { UseBatching = media.BatchedSockets },
        },
        events);
}
