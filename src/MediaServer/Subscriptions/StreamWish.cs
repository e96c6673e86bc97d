namespace MediaServer.Subscriptions;

/// <summary>What a receiver wants of one of his streams.</summary>
public sealed record StreamWish(SourceChoice Source)
{
    /// <summary>The height in pixels it is shown at: layers beyond it are not sent. Zero pauses the stream.</summary>
    public int Height { get; init; } = 2160;

    /// <summary>Put before other faces by the viewer or the chair.</summary>
    public bool IsPinned { get; init; }
}
