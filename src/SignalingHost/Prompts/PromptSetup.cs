using SignalingHost.Settings;

namespace SignalingHost.Prompts;

/// <summary>What callers are told, for whoever plays it.</summary>
internal static class PromptSetup
{
    public static void AddPrompts(this WebApplicationBuilder builder, PromptOptions options)
    {
        builder.Services.AddSingleton(services => new PromptService(options.Folder, services.GetRequiredService<ILogger<PromptService>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<PromptService>());
    }
}
