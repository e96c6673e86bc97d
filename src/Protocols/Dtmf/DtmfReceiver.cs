using Protocols.Rtp;

namespace Protocols.Dtmf;

/// <summary>
/// Turns telephone-event packets into digits (RFC 4733). All packets of one key press carry the timestamp of its start, so a newer
/// timestamp is a new digit; repeats, the tripled end (§2.5.1.4) and stragglers are not. We report at the first packet rather than at
/// the end bit: waiting gains nothing, and the end can be lost.
/// </summary>
public sealed class DtmfReceiver
{
    private static readonly TimeSpan LostEnd = TimeSpan.FromMilliseconds(250);

    /// <summary>No straggler comes so late. Gateways and test tools that press each key on a clock of its own are told apart by this.</summary>
    private static readonly TimeSpan NoStraggler = TimeSpan.FromSeconds(1);

    private bool _hasStarted;
    private RtpTimestamp _press;
    private TelephoneEvent _last;
    private Instant _lastPacket;
    private bool _isDown;

    /// <summary>When the key is taken to be released because nothing more comes of it.</summary>
    public Instant NextDeadline => _isDown ? _lastPacket + LostEnd : Instant.Never;

    /// <summary>Whether a key is held down: what else is heard meanwhile is the tone.</summary>
    public bool IsDownAt(Instant now) => now < NextDeadline && _isDown;

    /// <summary>True when the packet is the first of a key press.</summary>
    public bool TryReceive(ReadOnlySpan<byte> payload, RtpTimestamp timestamp, Instant now, out DtmfDigit digit)
    {
        digit = default;
        if (!TelephoneEvent.TryParse(payload, out var heard) || !DtmfDigit.TryFromEvent(heard.Code, out digit))
            return false;
        if (_hasStarted && now - _lastPacket > NoStraggler)
            (_hasStarted, _isDown) = (false, false);
        if (_hasStarted && _press.IsNewerThan(timestamp))
            return false;

        var isNew = !_hasStarted || (timestamp != _press && !Continues(heard, timestamp, now));
        if (timestamp == _press && _hasStarted && !_isDown)
            return false;

        (_hasStarted, _press, _last, _lastPacket, _isDown) = (true, timestamp, heard, now, !heard.IsEnd);
        return isNew;
    }

    public void Advance(Instant now) => _isDown &= now < NextDeadline;

    /// <summary>
    /// A press longer than the duration can count goes on in a segment with a new timestamp (§2.5.1.3). And some gateways move the
    /// timestamp with every packet of a press; then its duration grows on.
    /// </summary>
    private bool Continues(TelephoneEvent heard, RtpTimestamp timestamp, Instant now) =>
        IsDownAt(now) && heard.Code == _last.Code && (timestamp - _press == _last.Duration || heard.Duration > _last.Duration);
}
