using Protocols.Sip.Transactions;

namespace Protocols.Sip.Trunks;

/// <summary>One address of one of a trunk's hosts, and whether it works. Any answer shows that it does, whatever it says, but those of a server that cannot serve.</summary>
public sealed class TrunkServer
{
    private readonly TrunkOptions _options;
    private readonly ITrunkOutput _output;
    private int _failures;

    internal TrunkServer(SipTrunk trunk, TrunkHost host, TransportAddress address, TrunkOptions options, ITrunkOutput output)
    {
        (Trunk, Host, _options, _output) = (trunk, host, options, output);
        Flow = new(host.Transport, address, 0);
    }

    public SipTrunk Trunk { get; }

    public TrunkHost Host { get; }

    public SipFlow Flow { get; }

    public TrunkHealth Health { get; private set; }

    /// <summary>Of its last answer; 408 if there was none.</summary>
    public int LastStatus { get; private set; }

    /// <summary>When one that is down may be tried again.</summary>
    internal Instant RestsUntil { get; private set; } = Instant.Zero;

    internal bool IsHere { get; set; } = true;

    internal bool Works(Instant now) => Health != TrunkHealth.Down || (Trunk.ProbeEvery == TimeSpan.Zero && RestsUntil <= now);

    /// <summary>Takes note of a final answer to anything; false if it says that the server cannot serve.</summary>
    internal bool Heard(int status, TimeSpan retryAfter, Instant now)
    {
        LastStatus = status;
        if (status is 503 or 408)
        {
            Fails(retryAfter, now);
            return false;
        }

        _failures = 0;
        Become(TrunkHealth.Up);
        return true;
    }

    internal void Missed(Instant now)
    {
        LastStatus = 408;
        Fails(TimeSpan.Zero, now);
    }

    private void Fails(TimeSpan retryAfter, Instant now)
    {
        // Several calls fail together when a server goes; that is one failure.
        if (Health == TrunkHealth.Down && now < RestsUntil)
            return;

        var pause = _options.FirstPause * Math.Pow(2, Math.Min(_failures++, 16));
        pause = pause < _options.LongestPause ? pause : _options.LongestPause;
        var asked = retryAfter < _options.LongestRetryAfter ? retryAfter : _options.LongestRetryAfter;
        RestsUntil = now + (pause > asked ? pause : asked);
        Become(TrunkHealth.Down);
    }

    private void Become(TrunkHealth health)
    {
        if (Health == health)
            return;

        Health = health;
        _output.HealthChanged(this);
    }
}
