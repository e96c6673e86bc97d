namespace Interop.Calls;

/// <summary>What a page publishes.</summary>
internal sealed record Publication
{
    public string Codec { get; init; } = "VP8";

    public int Width { get; init; } = 640;

    public int Height { get; init; } = 360;

    /// <summary>Pictures per second.</summary>
    public int Rate { get; init; } = 30;

    public Paint Color { get; init; } = Paint.Grass;

    /// <summary>Hertz; zero for no sound at all.</summary>
    public int Tone { get; init; } = 1000;

    /// <summary>The sound is the browser's microphone, which plays a tone of its own where it is a false one.</summary>
    public bool Microphone { get; init; }

    /// <summary>The tone waits for <see cref="CallPage.SpeakAsync"/>.</summary>
    public bool Silent { get; init; }

    public int Bitrate { get; init; } = 800_000;

    public string? Scalability { get; init; }

    public bool DependencyDescriptor { get; init; }

    public IReadOnlyList<SentLayer>? Layers { get; init; }

    /// <summary>The server's TCP candidates are left out.</summary>
    public bool OverUdp { get; init; } = true;

    /// <summary>Milliseconds.</summary>
    public int Patience { get; init; } = 15_000;
}

internal sealed record SentLayer(string Rid, int ScaleResolutionDownBy, int MaxBitrate);
