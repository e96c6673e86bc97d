using SignalingHost.Health;
using SignalingHost.Lifetime;

namespace SignalingHost.Startup;

/// <summary>What endpoints and hosted services may ask for: each group of settings, the store, the clock, the drain.</summary>
internal static class Services
{
    public static void AddGround(this WebApplicationBuilder builder, Ground ground, TimeProvider clock)
    {
        var (services, settings) = (builder.Services, ground.Settings);
        services.AddSingleton(clock);
        services.AddSingleton(settings);
        services.AddSingleton(settings.Http);
        services.AddSingleton(settings.Media);
        services.AddSingleton(settings.Sip);
        services.AddSingleton(settings.Admin);
        services.AddSingleton(settings.Accounts);
        services.AddSingleton(settings.Mail);
        services.AddSingleton(settings.Sms);
        services.AddSingleton(settings.Webhook);
        services.AddSingleton(settings.Drain);
        services.AddSingleton(settings.Rooms);

        // Instances, so that disposing them stays with the ground, after everything that uses them has stopped.
        services.AddSingleton(ground.Data);
        services.AddSingleton(ground.Store);
        services.AddSingleton<Demo>();
        services.AddSingleton<IReadinessCheck>(ground.Store);

        services.AddSingleton<Drain>();
        services.AddSingleton<IHostLifetime, DrainingLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
    }
}
