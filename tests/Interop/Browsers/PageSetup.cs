namespace Interop.Browsers;

/// <summary>How a page is before it opens its address.</summary>
internal sealed record PageSetup
{
    /// <summary>In it before any script of its own.</summary>
    public string? Script { get; init; }

    public (int Width, int Height) Size { get; init; } = (640, 480);

    /// <summary>What its browser asks for; its own where none is given.</summary>
    public string? Language { get; init; }
}
