namespace MediaServer.Engines;

/// <summary>What an engine wants of a track.</summary>
public sealed record EngineWish
{
    /// <summary>Of a picture: the smallest size of at least this height is chosen, or the largest there is.</summary>
    public int Height { get; init; } = 2160;

    /// <summary>Of a sound whose level its publisher tells: only while it is among the loudest of the room. Any other sound comes always.</summary>
    public bool IsForTheLoudest { get; init; }
}
