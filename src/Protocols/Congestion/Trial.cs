namespace Protocols.Congestion;

/// <summary>
/// One cut of the rate and what it did to the loss. A bottleneck of rate C passes C / r of what is sent at r, so the loss that it
/// explains at the lower rate follows from the loss before; the verdict is which of "all" and "nothing explained" is nearer.
/// </summary>
internal sealed class Trial(Bitrate rateBefore, double shareBefore, Bitrate restoreTo, Instant startedAt, TimeSpan roundTrip)
{
    private const double LostWanted = 10;
    private const double LeastContrast = 0.95;

    // What was in flight or in the queue at the cut says nothing about the lower rate.
    private readonly TimeSpan _settling = TimeSpan.FromMilliseconds(Math.Clamp(roundTrip.TotalMilliseconds * 1.5, 200, 600));
    private readonly double _packetsWanted = Math.Clamp(LostWanted / Math.Max(shareBefore, 0.01), 50, 250);

    private int _packets;
    private int _lost;
    private double _rateTimesPackets;

    public Bitrate RestoreTo => restoreTo;

    public double Share => _packets > 0 ? (double)_lost / _packets : shareBefore;

    public TrialVerdict Verdict { get; private set; }

    /// <summary>True when there is a verdict.</summary>
    public bool Observe(in LossWindow window, Instant now, TimeSpan longest)
    {
        var age = now - startedAt;
        if (age < _settling)
            return false;

        _packets += window.Packets;
        _lost += window.Lost;
        _rateTimesPackets += (double)window.SentRate.BitsPerSecond * window.Packets;
        if (_packets < _packetsWanted && age < longest)
            return false;

        Verdict = Judge();
        return true;
    }

    private TrialVerdict Judge()
    {
        var rateAfter = _packets > 0 ? _rateTimesPackets / _packets : rateBefore.BitsPerSecond;
        if (rateAfter > rateBefore.BitsPerSecond * LeastContrast)
            return TrialVerdict.Inconclusive;

        var explained = Math.Max(0, 1 - ((1 - shareBefore) * rateBefore.BitsPerSecond / Math.Max(rateAfter, 1)));
        return Share > (shareBefore + explained) / 2 ? TrialVerdict.Unexplained : TrialVerdict.Explained;
    }
}
