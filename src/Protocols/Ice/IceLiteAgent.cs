using Protocols.Stun;

namespace Protocols.Ice;

/// <summary>
/// Our side of ICE towards a peer that can reach us (RFC 8445 §2.5, RFC 7675): it answers checks and never sends any, is always
/// the controlled one, and learns from the peer's checks which routes exist and which of them the peer has chosen.
/// Invariant: every remembered route has carried an authentic check within the consent timeout, made with the current
/// credentials or with ones that a restart has not yet retired; <see cref="Selected"/> is one of them or null.
/// </summary>
public sealed class IceLiteAgent
{
    private readonly IceOptions _options;
    private readonly IceRouteTable _routes;

    private IceGeneration _current;
    private IceGeneration? _previous;
    private Instant _previousUntil = Instant.Never;
    private Instant _connectBy;
    private Instant _lastHeard;
    private bool _isNominated;
    private bool _isCurrentInUse;

    public IceLiteAgent(IceCredentials local, IceOptions options, Instant now)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _routes = new IceRouteTable(options.MaxRoutes);
        _current = new IceGeneration(1, local);
        _connectBy = now + options.ConnectTimeout;
        NextDeadline = _connectBy;
    }

    public IceCredentials Local => _current.Credentials;

    /// <summary>The peer's credentials, once the answer or offer has named them. Checks are answered before that, too.</summary>
    public IceCredentials? Remote { get; private set; }

    public IceState State { get; private set; }

    /// <summary>
    /// Where to send: the route nominated last (see <see cref="IceOptions.NominationHold"/>), or before any nomination the first
    /// valid one, so that an early DTLS handshake can be answered.
    /// </summary>
    public IceRoute? Selected { get; private set; }

    public Instant NextDeadline { get; private set; }

    public void SetRemote(IceCredentials remote) => Remote = remote;

    /// <summary>Media and DTLS are accepted from these routes only.</summary>
    public bool IsValidated(in IceRoute route) => route == Selected || _routes.Contains(route);

    public DropReason Receive(ReadOnlySpan<byte> stun, in IceRoute from, Instant now, IIceOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (!StunMessage.TryParse(stun, out var message) || (message.HasFingerprint && !message.CheckFingerprint()))
            return DropReason.NotStun;

        if (message.Method != StunMethod.Binding)
            return DropReason.UnexpectedStun;

        if (message.Class == StunClass.Indication)
            return DropReason.None;     // A keep-alive for the routers on the way (RFC 8445 §11). It proves nothing.

        if (message.Class != StunClass.Request)
            return DropReason.UnexpectedStun;

        if (State == IceState.Failed)
            return DropReason.ConsentExpired;

        if (!message.HasIntegrity || !message.TryFind(StunAttributeType.Username, out var username))
        {
            BindingReply.RefuseStranger(message, BindingReply.BadRequest, from, output);
            return DropReason.FailedIntegrity;
        }

        if (FindGeneration(username) is not { } generation)
            return DropReason.UnknownUsername;

        if (!message.TryCheckIntegrity(generation.Key))
        {
            BindingReply.RefuseStranger(message, BindingReply.Unauthenticated, from, output);
            return DropReason.FailedIntegrity;
        }

        Span<StunAttributeType> notUnderstood = stackalloc StunAttributeType[1];
        if (message.CopyNotUnderstood(notUnderstood) > 0)
        {
            BindingReply.Refuse(message, BindingReply.UnknownAttribute, from, generation.Key, output);
            return DropReason.UnknownAttribute;
        }

        // We cannot take the controlling role, whatever the tie-breakers say: a lite agent sends no checks (RFC 8445 §6.1.1).
        if (message.Has(StunAttributeType.IceControlled))
        {
            BindingReply.Refuse(message, BindingReply.RoleConflict, from, generation.Key, output);
            return DropReason.RoleConflict;
        }

        BindingReply.Succeed(message, from, generation.Key, output);
        Learn(message, from, generation, now);
        Settle(now);
        return DropReason.None;
    }

    /// <summary>The route is no more: its TCP connection was closed.</summary>
    public void Forget(in IceRoute route, Instant now)
    {
        if (!_routes.Remove(route))
            return;

        LeaveLostRoute();
        Settle(now);
    }

    /// <summary>
    /// New local credentials without a gap in the media: the old ones and the routes made with them stay valid until shortly
    /// after the first check that uses the new ones.
    /// </summary>
    public void Restart(IceCredentials newLocal, Instant now)
    {
        ArgumentNullException.ThrowIfNull(newLocal);
        if (State == IceState.Failed)
            State = IceState.New;
        else
            (_previous, _previousUntil) = (LastInUse(), now + _options.RestartLimit);

        (_current, _isCurrentInUse) = (new IceGeneration(_current.Number + 1, newLocal), false);
        _connectBy = now + _options.ConnectTimeout;
        Remote = null;
        Settle(now);
    }

    public void Advance(Instant now, IIceOutput output)
    {
        if (State == IceState.Failed)
            return;

        if (_previousUntil <= now)
            RetirePrevious();

        _routes.RemoveUnheardSince(now - _options.ConsentTimeout);
        LeaveLostRoute();
        LeaveSilentRoute(now);
        Settle(now);
    }

    // Of two restarts in a row the peer may not have seen the first; what it goes on using must stay valid.
    private IceGeneration LastInUse() => _isCurrentInUse ? _current : _previous ?? _current;

    private IceGeneration? FindGeneration(ReadOnlySpan<byte> username)
    {
        if (!StunUsername.TrySplit(username, out var fragment))
            return null;

        if (_current.IsNamed(fragment))
            return _current;

        return _previous is not null && _previous.IsNamed(fragment) ? _previous : null;
    }

    private void Learn(in StunMessage check, in IceRoute from, IceGeneration generation, Instant now)
    {
        if (generation == _current && !_isCurrentInUse)
        {
            _isCurrentInUse = true;
            if (_previous is not null)
                _previousUntil = Instant.Earlier(_previousUntil, now + _options.RestartOverlap);
        }

        ref var route = ref _routes.FindOrAdd(from, Selected);
        route.LastHeard = now;
        _lastHeard = now;
        if (route.Generation < generation.Number)
            (route.Generation, route.IsNominated) = (generation.Number, false);

        check.TryReadUInt32(StunAttributeType.Priority, out var priority);
        route.PairPriority = IceCandidate.PairPriority(controlling: priority, controlled: LocalPriority(from.Transport));

        if (check.Has(StunAttributeType.UseCandidate) && route.Generation == generation.Number)
            Nominate(ref route, now);
        else if (!TryFindSelected(out var selected) || IsSilent(selected, now))
            Selected = from;
    }

    private void Nominate(ref KnownRoute route, Instant now)
    {
        (route.IsNominated, route.LastNominated) = (true, now);
        _isNominated = true;
        if (!TryFindSelected(out var selected) || Outranks(route, selected, now))
            Selected = route.Route;
    }

    private bool Outranks(in KnownRoute challenger, in KnownRoute holder, Instant now) =>
        challenger.Generation != holder.Generation
            ? challenger.Generation > holder.Generation
            : !holder.IsNominated
                || challenger.PairPriority >= holder.PairPriority
                || now - holder.LastNominated > _options.NominationHold
                || IsSilent(holder, now);

    private bool IsSilent(in KnownRoute route, Instant now) => now - route.LastHeard >= _options.DisconnectedAfter;

    private void RetirePrevious()
    {
        (_previous, _previousUntil) = (null, Instant.Never);
        _routes.RemoveBefore(_current.Number);
        _isNominated = false;
        foreach (ref readonly var route in _routes.Routes)
            _isNominated |= route.IsNominated;
    }

    private void LeaveLostRoute()
    {
        if (Selected is { } selected && !_routes.Contains(selected))
            Selected = _routes.TryFindFreshest(out var freshest) ? freshest.Route : null;
    }

    // The peer went on checking another route without naming it, or its nomination was overruled by priority.
    private void LeaveSilentRoute(Instant now)
    {
        if (TryFindSelected(out var selected) && IsSilent(selected, now)
            && _routes.TryFindFreshest(out var freshest) && !IsSilent(freshest, now))
        {
            Selected = freshest.Route;
        }
    }

    private bool TryFindSelected(out KnownRoute selected)
    {
        selected = default;
        return Selected is { } route && _routes.TryFind(route, out selected);
    }

    private void Settle(Instant now)
    {
        var silence = now - _lastHeard;
        State = _isNominated switch
        {
            false when now >= _connectBy => IceState.Failed,
            false => _routes.Count == 0 && State == IceState.New ? IceState.New : IceState.Checking,
            true when silence >= _options.ConsentTimeout => IceState.Failed,
            true when silence >= _options.DisconnectedAfter || Selected is null => IceState.Disconnected,
            true => IceState.Connected,
        };

        if (State == IceState.Failed)
            Fail();
        else
            NextDeadline = FindDeadline(now);
    }

    private void Fail()
    {
        _routes.Clear();
        (_previous, _previousUntil) = (null, Instant.Never);
        (Selected, _isNominated) = (null, false);
        NextDeadline = Instant.Never;
    }

    private Instant FindDeadline(Instant now)
    {
        var deadline = _isNominated
            ? _lastHeard + (State == IceState.Connected ? _options.DisconnectedAfter : _options.ConsentTimeout)
            : _connectBy;
        deadline = Instant.Earlier(deadline, _previousUntil);

        foreach (ref readonly var route in _routes.Routes)
        {
            deadline = Instant.Earlier(deadline, route.LastHeard + _options.ConsentTimeout);
            if (route.Route == Selected && !IsSilent(route, now))
                deadline = Instant.Earlier(deadline, route.LastHeard + _options.DisconnectedAfter);
        }

        return deadline;
    }

    private static uint LocalPriority(IceTransport transport) =>
        transport == IceTransport.Udp ? IceCandidate.HostUdpPriority : IceCandidate.HostTcpPassivePriority;
}
