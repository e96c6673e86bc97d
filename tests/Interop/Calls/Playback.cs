namespace Interop.Calls;

/// <summary>How a page plays.</summary>
internal sealed record Playback
{
    /// <summary>The only one it can play; null for all that the browser has.</summary>
    public string? Codec { get; init; }

    public bool DependencyDescriptor { get; init; }

    public bool WaitForPicture { get; init; } = true;

    public string Query { get; init; } = "";

    /// <summary>The server's TCP candidates are left out.</summary>
    public bool OverUdp { get; init; } = true;

    /// <summary>Milliseconds.</summary>
    public int Patience { get; init; } = 15_000;
}
