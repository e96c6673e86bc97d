namespace Protocols.Congestion;

/// <summary>When and how far above the target a link is tried out.</summary>
public sealed record ProbeOptions
{
    /// <summary>The first probe, as a multiple of the start rate.</summary>
    public double FirstFactor { get; init; } = 3;

    /// <summary>The next probe after a good one, and any later one, as a multiple of what is known to pass.</summary>
    public double NextFactor { get; init; } = 2;

    /// <summary>A probe is good when this share of its rate arrived.</summary>
    public double GoodShare { get; init; } = 0.7;

    public TimeSpan Length { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>Fewer packets than this show the timing of single packets and not the link.</summary>
    public int LeastBytes { get; init; } = 5 * 1_200;

    /// <summary>How often an unused or unproven target is tried out.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The interval grows to this while probes fail.</summary>
    public TimeSpan LongestInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A drop below this share of the rate before is suspected to be a mistake …</summary>
    public double DeepDrop { get; init; } = 0.66;

    /// <summary>… and this share of the rate before is tried again …</summary>
    public double RecoveryShare { get; init; } = 0.85;

    /// <summary>… after this long, when the queue has had time to empty.</summary>
    public TimeSpan RecoveryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A probe whose report has not come by then has failed.</summary>
    public TimeSpan ResultWithin { get; init; } = TimeSpan.FromSeconds(1.5);

    public Bitrate Max { get; init; } = Bitrate.Megabits(20);
}
