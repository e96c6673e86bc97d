using System.Diagnostics.Metrics;
using MediaServer.Edge;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SignalingHost.Accounts;
using SignalingHost.Health;
using SignalingHost.Settings;
using SignalingHost.Startup;

namespace SignalingHost.Sip;

/// <summary>Puts SIP into the process that does signalling.</summary>
internal static class SipServices
{
    public static void AddSip(this WebApplicationBuilder builder, Ground ground)
    {
        var (services, settings) = (builder.Services, ground.Settings);
        if (!settings.Roles.HasFlag(NodeRoles.Signaling))
            return;

        services.AddSingleton(new SipListening(
            settings.Sip.Port, settings.Sip.TlsPort, settings.Media.Announced()[0].ToString(), settings.Sip.Realm, settings.Sip.Algorithms(),
            settings.Sip.Guests, settings.Sip.MaxTransactions, settings.Sip.OneMeetingPerAccount, ground.Certificate));
        services.AddSingleton<SipAccounts>();
        services.AddSingleton<SipFailures>();
        if (!settings.Roles.HasFlag(NodeRoles.Media))
            services.AddSingleton<ISipCallDesk, NobodyAnswers>();
        services.AddSingleton<SipService>();
        services.AddSingleton(provider => new SipMetrics(provider.GetRequiredService<SipService>(), provider.GetRequiredService<IMeterFactory>(), provider.GetService<MediaNode>()));
        services.AddSingleton<IReadinessCheck>(provider => provider.GetRequiredService<SipService>());
        services.AddHostedService(provider => provider.GetRequiredService<SipService>());
        services.Replace(ServiceDescriptor.Singleton<ITerminalPresence>(provider => provider.GetRequiredService<SipService>()));
    }
}
