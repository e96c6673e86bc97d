using SignalingHost.Join;
using SignalingHost.Notices;
using SignalingHost.Outbox;
using SignalingHost.Rest.Extensions;
using SignalingHost.Rest.Management;
using SignalingHost.Rest.Recordings;
using SignalingHost.Storage;
using SignalingHost.Web;
using SignalingHost.Webhooks;

namespace SignalingHost.Conferences;

/// <summary>What bookings need to be served: their table and index, those who are told of them, and the clock that sees to their moments.</summary>
internal static class BookingServices
{
    public static void AddBookings(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxTable>();
        services.AddSingleton<OutsideHttp>();
        services.AddSingleton<WebhookTable>();
        services.AddSingleton<WebhookEvents>();
        services.AddSingleton<ITurnWitness>(provider => provider.GetRequiredService<WebhookEvents>());
        services.AddSingleton<WebhookCarrier>();
        services.AddSingleton<IOutboxCarrier>(provider => provider.GetRequiredService<WebhookCarrier>());
        services.AddSingleton<IOutboxCarrier, MailCarrier>();
        services.AddSingleton<IOutboxCarrier, SmsCarrier>();
        services.AddSingleton<NoticePost>();

        services.AddSingleton<BookingIndex>();
        services.AddSingleton<BookingTable>();
        services.AddSingleton<IBookings>(provider => provider.GetRequiredService<BookingTable>());
        services.AddSingleton<BookingDrafts>();
        services.AddSingleton<BookingNews>();
        services.AddSingleton<BookingDesk>();
        services.AddSingleton<Entrances>();
        services.AddManagement();
        services.AddSingleton<RecordingKeys>();
        services.AddExtensions();

        // In this order: what is kept is known before the desk's meetings go on, and the desk is there before the clock asks it.
        services.AddHostedService<BookingMemory>();
    }

    /// <summary>To be added after the desk.</summary>
    public static void AddBookingClock(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<BookingClock>();
        builder.Services.AddHostedService<OutboxWorker>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ParticipantTokens>());
    }
}

/// <summary>Reads what is looked up in memory before anybody asks.</summary>
internal sealed class BookingMemory(Store store, BookingTable bookings, WebhookTable webhooks) : IHostedService
{
    // In a writer's turn, so that nothing changes between the reading and the knowing.
    public Task StartAsync(CancellationToken cancellationToken) => store.WriteAsync(async session =>
    {
        await bookings.FillIndexAsync(session);
        await webhooks.LoadAsync(session);
    });

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
