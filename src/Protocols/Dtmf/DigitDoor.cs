namespace Protocols.Dtmf;

/// <summary>
/// Lets each key press of one call through once, though some terminals send it as an event, in an INFO and as a tone. The best way
/// that was ever seen on this call is the only one that counts.
/// </summary>
public sealed class DigitDoor
{
    /// <summary>Within this time the same digit by a better way is the same press.</summary>
    private static readonly TimeSpan SamePress = TimeSpan.FromSeconds(1);

    private DigitTransport? _best;
    private DtmfDigit _last;
    private Instant _lastAt;

    /// <summary>Whether listening for tones could still bring anything.</summary>
    public bool ListensForTones => _best is null or DigitTransport.InBand;

    public bool TryPass(DtmfDigit digit, DigitTransport transport, Instant now)
    {
        if (transport < _best)
            return false;

        var isSamePress = transport > _best && digit == _last && now - _lastAt < SamePress;
        (_best, _last, _lastAt) = (transport, digit, now);
        return !isSamePress;
    }
}
