namespace Protocols.Congestion;

/// <summary>How evenly packets leave for one receiver.</summary>
public sealed record PacerOptions
{
    /// <summary>Above 1 so that a frame leaves faster than it is produced; libwebrtc found 2.5 to keep queues short on both sides.</summary>
    public double Factor { get; init; } = 2.5;

    /// <summary>A key frame may raise the factor this far to be out within <see cref="FrameInterval"/>.</summary>
    public double MostFactor { get; init; } = 5;

    /// <summary>What waits should be gone within this time.</summary>
    public TimeSpan FrameInterval { get; init; } = TimeSpan.FromMilliseconds(33);

    /// <summary>So many bytes may leave at once, so that the packets of a frame share one system call: 10 packets of 1200 bytes.</summary>
    public int BurstBytes { get; init; } = 12_000;

    /// <summary>At high rates the burst is this much time at the pacing rate instead.</summary>
    public TimeSpan BurstTime { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>At low rates a burst may not last longer than this at the pacing rate: 12 kB would fill a 300 kbit/s link for 320 ms.</summary>
    public TimeSpan LongestBurst { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>A probe for which there was nothing to send is given up after this.</summary>
    public TimeSpan LongestProbe { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The share of the target that retransmissions may take, averaged over <see cref="RetransmissionWindow"/>.</summary>
    public double RetransmissionShare { get; init; } = 0.65;

    public TimeSpan RetransmissionWindow { get; init; } = TimeSpan.FromMilliseconds(500);
}
