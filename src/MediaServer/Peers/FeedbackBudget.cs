using Protocols;

namespace MediaServer.Peers;

/// <summary>
/// How many packets one peer's transport-wide feedback may speak of. A run-length chunk names thousands in two bytes, so a single
/// datagram can cost a millisecond of the shard; nobody honest reports on more than he was sent.
/// </summary>
internal struct FeedbackBudget
{
    /// <summary>Twice what a peer can have in flight.</summary>
    private const double Most = 16_384;

    /// <summary>Several times the packets of the fastest stream that is sent to anyone.</summary>
    private const double PerSecond = 20_000;

    private double _spent;
    private Instant _at;

    public bool TrySpend(int packets, Instant now)
    {
        _spent = Math.Max(0, _spent - (PerSecond * (now - _at).TotalSeconds));
        _at = now;
        if (_spent + packets > Most)
            return false;

        _spent += packets;
        return true;
    }
}
