namespace Protocols.Congestion;

/// <summary>How one receiver's downlink is estimated, paced and probed.</summary>
public sealed record CongestionOptions
{
    public EstimatorOptions Estimator { get; init; } = new();

    public PacerOptions Pacer { get; init; } = new();

    public ProbeOptions Probe { get; init; } = new();
}
