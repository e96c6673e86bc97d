using Protocols.Sip.Trunks;
using SignalingHost.Calls;
using SignalingHost.Settings;
using SignalingHost.Sip;
using SignalingHost.Startup;

namespace SignalingHost.Trunks;

/// <summary>Puts the ways into the telephone network beside SIP.</summary>
internal static class TrunkServices
{
    public static void AddTrunks(this WebApplicationBuilder builder, Ground ground)
    {
        var (services, settings) = (builder.Services, ground.Settings);
        if (!settings.Roles.HasFlag(NodeRoles.Signaling))
            return;

        services.AddSingleton<ITrunkOutput, TrunkLog>();
        services.AddSingleton(provider => new SipTrunks(
            [.. settings.Sip.Trunks.Select(trunk => trunk.ToTrunk(settings.Sip.AccessNumbers.Where(number => number.Trunk == trunk.Name).Select(number => number.Number)))], new TrunkOptions(), MediaServer.Edge.SystemRandom.Instance, provider.GetRequiredService<ITrunkOutput>()));
        services.AddHostedService<TrunkService>();
        services.AddSingleton<ITelephones>(provider => new Telephones(provider.GetRequiredService<SipTrunks>(), new(provider.GetRequiredService<SipService>)));
        services.AddSingleton<TrunkMetrics>();
    }
}
