using MediaServer.Edge;
using SignalingHost.Conferences;
using SignalingHost.Lifetime;
using SignalingHost.Mixing;
using SignalingHost.Prompts;
using SignalingHost.Settings;
using SignalingHost.Sip;
using SignalingHost.Startup;

namespace SignalingHost.Calls;

/// <summary>Puts the calls between SIP and meetings into a process that has both signalling and media.</summary>
internal static class CallServices
{
    /// <summary>After SIP: what is started later ends sooner, and calls end before their signalling does.</summary>
    public static void AddCalls(this WebApplicationBuilder builder, Ground ground)
    {
        if (!ground.Settings.Roles.HasFlag(NodeRoles.Signaling | NodeRoles.Media))
            return;

        var services = builder.Services;
        services.AddSingleton<CallDoor>();
        services.AddSingleton(provider => new CallDeskParts(
            provider.GetRequiredService<MediaNode>(),
            provider.GetRequiredService<ConferenceDesk>(),
            provider.GetRequiredService<RunningMeetings>(),
            provider.GetRequiredService<CallDoor>(),
            provider.GetRequiredService<PromptService>(),
            ground.Settings.Sip,
            provider.GetRequiredService<Drain>())
        {
            Mix = provider.GetService<IRoomSound>(),
            Pictures = provider.GetService<IRoomPictures>(),
            FindTelephones = new(provider.GetService<ITelephones>),
        });
        services.AddSingleton<CallDesk>();
        services.AddSingleton<ISipCallDesk>(provider => provider.GetRequiredService<CallDesk>());
        services.AddHostedService(provider => provider.GetRequiredService<CallDesk>());
    }
}
