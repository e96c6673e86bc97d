using System.ComponentModel;

namespace SignalingHost.Settings;

/// <summary>What callers are told.</summary>
internal sealed record PromptOptions
{
    [Description("Folder with WAV files of your own in place of the built-in prompts, as docs/operate/prompts.md says; empty: none")]
    public string Folder { get; init; } = "";
}
