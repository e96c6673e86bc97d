namespace Protocols.Congestion;

/// <summary>
/// One cut of the rate and what it did to the loss. A bottleneck of rate C passes C / r of what is sent at r, so the loss that it
/// explains at the lower rate follows from the loss before; the verdict is which of "all" and "nothing explained" is nearer.
/// Where a queue stands the bottleneck is at work whatever the numbers say.
/// </summary>
internal sealed class Trial(Bitrate rateBefore, double shareBefore, Instant startedAt, TimeSpan roundTrip, LossRuleOptions options)
{
    private const double LostWanted = 10;
    private const double LeastContrast = 0.95;

    // What was in flight or in the queue at the cut says nothing about the lower rate.
    private readonly TimeSpan _settling = TimeSpan.FromMilliseconds(Math.Clamp(roundTrip.TotalMilliseconds * 1.5, 200, 600));
    private readonly double _packetsWanted = Math.Clamp(LostWanted / Math.Max(shareBefore, 0.01), 50, 250);

    private double _rateTimesPackets;
    private bool _queueStands;

    public int Packets { get; private set; }

    public int Lost { get; private set; }

    public double Share => Packets > 0 ? (double)Lost / Packets : shareBefore;

    public TrialVerdict Verdict { get; private set; }

    /// <summary>True when there is a verdict.</summary>
    public bool Observe(in LossWindow window, Instant now)
    {
        var age = now - startedAt;
        if (age < _settling)
            return false;

        Packets += window.Packets;
        Lost += window.Lost;
        _rateTimesPackets += (double)window.SentRate.BitsPerSecond * window.Packets;
        _queueStands = window.Queue > options.QueueStands;
        if (Packets < _packetsWanted && age < options.LongestTrial)
            return false;

        Verdict = Judge();
        return true;
    }

    private TrialVerdict Judge()
    {
        var rateAfter = Packets > 0 ? _rateTimesPackets / Packets : rateBefore.BitsPerSecond;
        if (rateAfter > rateBefore.BitsPerSecond * LeastContrast)
            return TrialVerdict.Inconclusive;

        var explained = Math.Max(0, 1 - ((1 - shareBefore) * rateBefore.BitsPerSecond / Math.Max(rateAfter, 1)));
        return Share > (shareBefore + explained) / 2 && !_queueStands ? TrialVerdict.Unexplained : TrialVerdict.Explained;
    }
}
