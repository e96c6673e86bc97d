using Protocols;

namespace MediaServer.Peers;

/// <summary>
/// One publisher's wall clock in terms of ours. The difference is taken once and is the same for all his streams, so that whatever
/// delay it contains moves his sound and his picture alike and they stay together. It is taken anew only when his clock was set.
/// </summary>
internal sealed class SourceClock
{
    private static readonly TimeSpan WasSet = TimeSpan.FromSeconds(2);

    private TimeSpan? _difference;

    public NtpTime ToOurs(NtpTime theirs, NtpTime oursNow)
    {
        var difference = oursNow - theirs;
        if (_difference is null || (difference - _difference.Value).Duration() > WasSet)
            _difference = difference;

        return theirs + _difference.Value;
    }
}
