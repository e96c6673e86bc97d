namespace SignalingHost.Signaling;

/// <summary>How many messages a socket may send: a bucket of one second's worth that fills again as time goes by.</summary>
internal sealed class HasteLimit(SignalOptions options, DateTimeOffset now)
{
    private double _left = options.MessagesPerSecond;
    private DateTimeOffset _at = now;
    private int _refused;

    /// <summary>He has been told often enough.</summary>
    public bool IsHopeless => _refused >= options.MostHasty;

    public bool Allows(DateTimeOffset now)
    {
        _left = Math.Min(options.MessagesPerSecond, _left + ((now - _at).TotalSeconds * options.MessagesPerSecond));
        _at = now;
        if (_left < 1)
        {
            _refused++;
            return false;
        }

        _left--;
        return true;
    }
}
