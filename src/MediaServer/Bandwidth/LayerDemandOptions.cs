namespace MediaServer.Bandwidth;

/// <summary>How long a layer that nobody needs is still asked for.</summary>
public sealed record LayerDemandOptions
{
    public TimeSpan LowerAfter { get; init; } = TimeSpan.FromSeconds(5);
}
