using MediaServer.Edge;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SignalingHost.Calls;
using SignalingHost.Settings;
using SignalingHost.Whip;

namespace SignalingHost.Conferences;

/// <summary>Puts the running meetings into the process.</summary>
internal static class ConferenceServices
{
    public static void AddConferences(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton<BookingIndex>();
        services.TryAddSingleton<BookingTable>();
        services.TryAddSingleton<IBookings>(provider => provider.GetRequiredService<BookingTable>());
        services.AddSingleton(provider => new DeskOptions { Conduct = provider.GetRequiredService<ServerSettings>().Meeting.ToOptions() });
        services.AddSingleton<RunningMeetings>();
        services.AddSingleton<MeetingMetrics>();
        services.AddSingleton<CorporationSeats>();
        services.AddSingleton<DeskStore>();
        services.AddSingleton<CallOrders>();
        services.AddSingleton<IMeetingMedia>(provider => provider.GetService<MediaNode>() is { } node
            ? new ShardMeetingMedia(node, provider.GetRequiredService<MediaSessions>(), provider.GetRequiredService<CallOrders>())
            : new NoMeetingMedia());
        services.AddSingleton<ConferenceDesk>();
        services.AddSingleton<ControlTokens>();
        services.AddHostedService(provider => provider.GetRequiredService<ControlTokens>());
        services.AddHostedService(provider => provider.GetRequiredService<ConferenceDesk>());
    }
}
