using Protocols;

namespace MediaServer.Bandwidth;

/// <summary>
/// What was last said of a receiver's line to whoever makes a picture for him alone. What is about the same is not said again. An estimate that falls while
/// little is sent is doubted, because it is made from what is sent: if the line is as good as before, a probe soon shows it.
/// </summary>
public sealed class ToldRate
{
    private const double AboutTheSame = 0.06;
    private const double Little = 0.5;

    // The first probe after a drop comes after two seconds.
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(3);

    private Instant _lessSince = Instant.Never;

    public Bitrate Rate { get; private set; } = Bitrate.Unlimited;

    /// <param name="carried">The estimate.</param>
    /// <param name="most">More than this is of no use to the picture.</param>
    /// <param name="sent">What is sent now.</param>
    /// <returns>True if it is to be said.</returns>
    public bool Receive(Bitrate carried, Bitrate most, Bitrate sent, Instant now)
    {
        var (before, after) = (Bitrate.Lower(Rate, most), Bitrate.Lower(carried, most));
        var isLess = after < before * (1 - AboutTheSame);
        if (!isLess)
            _lessSince = Instant.Never;
        if (!isLess && after <= before * (1 + AboutTheSame) && (after < most || before == most))
            return false;

        if (isLess && sent < before * Little)
        {
            _lessSince = Instant.Earlier(_lessSince, now);
            if (now - _lessSince < Doubt)
                return false;
        }

        _lessSince = Instant.Never;
        Rate = after;
        return true;
    }
}
