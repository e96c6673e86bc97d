using Protocols.Sip.Calls;

namespace Protocols.Sip.Trunks;

/// <summary>
/// One telephone that is to be called: by the best trunk, and by the next where the trunk is at fault, until one of them reaches it. A callee
/// who is busy, does not want or does not exist is so by every trunk.
/// </summary>
public sealed class TrunkDialling
{
    private readonly SipTrunks _trunks;
    private readonly DialledNumber _number;
    private readonly CallerIdentity _caller;
    private readonly HashSet<TrunkServer> _tried = [];
    private readonly List<SipTrunk> _order;
    private TrunkCall? _current;

    internal TrunkDialling(SipTrunks trunks, DialledNumber number, CallerIdentity caller)
    {
        (_trunks, _number, _caller) = (trunks, number, caller);
        _order = trunks.Ordered(trunks.All.Where(trunk => trunk.NumbersOut.TryRewrite(number.Number, out _)), trunk => (trunk.Priority, trunk.Weight));
        if (_order.Count == 0)
            trunks.Counters.NumbersForbidden++;
    }

    /// <summary>False: no trunk may dial such numbers, or there is none.</summary>
    public bool IsAllowed => _order.Count > 0;

    /// <summary>To be sent when it is answered.</summary>
    public string DigitsBehind => _number.DigitsBehind;

    /// <summary>The next way, for a call that is to bear this number; false if there is none left. Those that are down come last.</summary>
    public bool TryNext(SipCallId call, Instant now, out TrunkTry? next)
    {
        next = null;
        if (_current is not null)
            _trunks.Counters.Failovers++;
        if (_tried.Count >= _trunks.Options.MostTries)
            return false;

        var open = _order.Where(trunk => !_trunks.IsFull(trunk)).SelectMany(_trunks.Ways).Where(way => !_tried.Contains(way)).ToList();
        var best = open.Find(way => IsReady(way, now)) ?? (_tried.Count == 0 ? open.FirstOrDefault() : null);
        if (best is null || !best.Trunk.NumbersOut.TryRewrite(_number.Number, out var number))
            return false;

        _tried.Add(best);
        _trunks.Counters.CallsOut++;
        _current = _trunks.Begin(call, new TrunkCall(best.Trunk, best));
        next = new(best, number, _caller, _trunks.Options);
        return true;
    }

    /// <summary>The latest way once more, for a call with another number and an offer that says less.</summary>
    public bool TryAgain(SipCallId call, out TrunkTry? again)
    {
        again = null;
        if (_current is not { HasReached: false, Server: { } server } || !server.Trunk.NumbersOut.TryRewrite(_number.Number, out var number))
            return false;

        _trunks.Counters.CallsOut++;
        _current = _trunks.Begin(call, new TrunkCall(server.Trunk, server));
        again = new(server, number, _caller, _trunks.Options);
        return true;
    }

    /// <summary>Whether the end of the latest call leaves it to try another way.</summary>
    public bool GoesOn(SipEvent.Ended ended) => _current is { HasReached: false } && IsTrunksFault(ended);

    /// <summary>
    /// The trunk did not answer, was gone, could not serve, knew us not or spoke another language. 486, 603, 404, 480 and the like are
    /// what a telephone or its network says.
    /// </summary>
    internal static bool IsTrunksFault(SipEvent.Ended ended) => ended.Reason switch
    {
        SipEndReason.RefusedByPeer => ended.Status is 401 or 407 or 408 or 488 or (>= 500 and < 600),
        SipEndReason.NoAnswer => ended.Status == 408,
        SipEndReason.PeerGone => true,
        _ => false,
    };

    private bool IsReady(TrunkServer way, Instant now) =>
        way.Works(now) && _trunks.RegistrationOf(way.Trunk) is RegistrationState.NotNeeded or RegistrationState.Registered;
}
