using Interop.Calls;

namespace Interop.Meetings;

/// <summary>How somebody in a meeting looks and sounds, so that he is known from the others by colour and tone alone.</summary>
internal sealed record Guise(string Name, Paint Color, int Tone)
{
    public static readonly Guise Alice = new("Alice", Paint.Grass, 700);
    public static readonly Guise Bob = new("Bob", Paint.Amber, 1_600);
    public static readonly Guise Carol = new("Carol", Paint.Sky, 2_900);

    public Paint ShareColor { get; init; } = new(190, 50, 150);

    public int ShareTone { get; init; } = 4_100;

    public int Width { get; init; } = 640;

    public int Height { get; init; } = 360;

    /// <summary>Pictures per second.</summary>
    public int Rate { get; init; } = 12;

    public bool CameraOn { get; init; } = true;

    public bool MicrophoneOn { get; init; } = true;

    /// <summary>The only codecs of pictures that the browser has, such as VP8; null for all it came with.</summary>
    public string[]? Decodes { get; init; }

    /// <summary>The browser's own generated microphone sings, where the browser cannot be made to.</summary>
    public bool HasToneOfBrowser { get; init; }

    /// <summary>The page is left to find its language by the browser's; otherwise English was chosen once.</summary>
    public string? BrowserLanguage { get; init; }
}
