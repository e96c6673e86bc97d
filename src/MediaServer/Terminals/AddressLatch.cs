using Protocols;
using Protocols.Rtp;

namespace MediaServer.Terminals;

/// <summary>
/// Where a terminal really is: behind a translator it sends from elsewhere than it says. Only an address that has sent several packets
/// of one source in order is believed, and one that is believed is left only when it has fallen silent, or when authenticated packets
/// come from another. Nobody can draw a call's media to himself by sending a few packets to its port.
/// </summary>
internal sealed class AddressLatch
{
    /// <summary>From a host that the terminal or its signalling named.</summary>
    private const int PacketsFromKnown = 3;

    /// <summary>Half a second of sound from a host that nothing has named.</summary>
    private const int PacketsFromStranger = 25;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    /// <summary>Another source than the one that fell silent might be anybody.</summary>
    private static readonly TimeSpan SilenceForAnotherSource = TimeSpan.FromSeconds(10);

    /// <summary>A candidate that stops is no longer in anybody's way.</summary>
    private static readonly TimeSpan CandidatePatience = TimeSpan.FromMilliseconds(500);

    private readonly UInt128? _signallingHost;
    private TransportAddress? _announced;
    private Candidate _candidate;
    private Ssrc _source;
    private Instant _lastAt;

    public AddressLatch(TransportAddress? announced, UInt128? signallingHost)
    {
        _announced = announced;
        _signallingHost = signallingHost;
    }

    /// <summary>Null until an address is believed.</summary>
    public TransportAddress? Confirmed { get; private set; }

    /// <summary>
    /// Where to send. A private address that the terminal has only announced may be anybody's in our own network: it is sent to only
    /// when the host has sent something.
    /// </summary>
    public TransportAddress? Destination(HeardHosts heard)
    {
        if (Confirmed is not null)
            return Confirmed;

        return _announced is { } announced && (!PrivateAddresses.Contains(announced) || heard.Contains(announced.Ip)) ? announced : null;
    }

    /// <summary>A renewed description. A new address must prove itself anew; the same one changes nothing.</summary>
    public void Announce(TransportAddress? announced)
    {
        if (announced is null || announced == _announced)
            return;

        _announced = announced;
        _candidate = default;
        Confirmed = null;
    }

    /// <summary>True when the packet may be taken for the terminal's.</summary>
    /// <param name="isAuthentic">It was encrypted with the terminal's key.</param>
    public bool TryAccept(in TransportAddress from, Ssrc source, SequenceNumber sequence, bool isAuthentic, Instant now)
    {
        if (Confirmed == from)
        {
            (_source, _lastAt) = (source, now);
            return true;
        }

        if (!MayMove(from, source, isAuthentic, now) || !Follow(from, source, sequence, isAuthentic, now))
            return false;

        Confirmed = from;
        _candidate = default;
        (_source, _lastAt) = (source, now);
        return true;
    }

    private bool MayMove(in TransportAddress from, Ssrc source, bool isAuthentic, Instant now)
    {
        if (Confirmed is null || isAuthentic || from == _announced)
            return true;

        return now - _lastAt >= (source == _source ? Silence : SilenceForAnotherSource);
    }

    /// <summary>True when the candidate has proved itself with this packet.</summary>
    private bool Follow(in TransportAddress from, Ssrc source, SequenceNumber sequence, bool isAuthentic, Instant now)
    {
        var needed = PacketsNeeded(from, isAuthentic);
        var isNext = _candidate.Packets > 0 && _candidate.Address == from && _candidate.Source == source && sequence.IsNewerThan(_candidate.Newest);
        if (isNext)
        {
            _candidate = _candidate with { Newest = sequence, Packets = _candidate.Packets + 1, LastAt = now };
        }
        else
        {
            var isFree = _candidate.Packets == 0 || _candidate.Address == from || now - _candidate.LastAt > CandidatePatience || needed < _candidate.Needed;
            if (!isFree)
                return false;

            _candidate = new Candidate(from, source, sequence, 1, needed, now);
        }

        return _candidate.Packets >= needed;
    }

    private int PacketsNeeded(in TransportAddress from, bool isAuthentic)
    {
        if (Confirmed is null && (isAuthentic || from == _announced))
            return 1;

        return isAuthentic || from.Ip == _announced?.Ip || from.Ip == _signallingHost ? PacketsFromKnown : PacketsFromStranger;
    }

    private readonly record struct Candidate(TransportAddress Address, Ssrc Source, SequenceNumber Newest, int Packets, int Needed, Instant LastAt);
}

/// <summary>The hosts from which a terminal's packets have been accepted, on whatever line; the last few.</summary>
internal sealed class HeardHosts
{
    private readonly UInt128[] _hosts = new UInt128[4];
    private int _count;

    public bool Contains(UInt128 host) => _hosts.AsSpan(0, Math.Min(_count, _hosts.Length)).Contains(host);

    public void Add(UInt128 host)
    {
        if (!Contains(host))
            _hosts[_count++ % _hosts.Length] = host;
    }
}
