using System.Buffers.Binary;
using System.Text;
using Protocols.Stun;

namespace Protocols.Ice;

/// <summary>
/// The client's side of ICE towards a lite agent (RFC 8445 §7.2, RFC 7675): it sends the checks, names every pair it tries
/// (so the best that answers is the one), and keeps consent on the selected pair. It gathers nothing, answers no checks and
/// does not go back to other pairs once one has been selected; a restart does.
/// </summary>
public sealed class IceFullAgent
{
    private const int LongestRequest = 640;
    private const int LocalPreference = 65_535;

    private readonly IceFullOptions _options;
    private readonly IRandomBytes _random;
    private readonly ulong _tieBreaker;
    private readonly List<IcePair> _pairs = [];

    private byte[] _username = [];
    private byte[] _remotePassword = [];
    private IcePair? _selected;
    private Instant _connectBy;
    private Instant _nextCheck;
    private Instant _nextConsent = Instant.Never;
    private Instant _lastAnswer;

    public IceFullAgent(IceCredentials local, IceFullOptions options, IRandomBytes random, Instant now)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        Local = local;
        _options = options;
        _random = random;
        _tieBreaker = Draw();
        _connectBy = now + options.ConnectTimeout;
        Role = options.Role;
        NextDeadline = _connectBy;
    }

    public IceCredentials Local { get; private set; }

    public IceRole Role { get; private set; }

    public IceState State { get; private set; }

    public IceRoute? Selected => _selected?.Route;

    /// <summary>The last one measured; every consent check measures anew.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    /// <summary>Our own address as the peer sees it.</summary>
    public TransportAddress? MappedAddress { get; private set; }

    public Instant NextDeadline { get; private set; }

    private bool CanCheck => _username.Length > 0;

    public void SetRemote(IceCredentials remote, Instant now)
    {
        ArgumentNullException.ThrowIfNull(remote);
        _username = Encoding.ASCII.GetBytes($"{remote.UsernameFragment}:{Local.UsernameFragment}");
        _remotePassword = Encoding.ASCII.GetBytes(remote.Password);
        Settle(now);
    }

    /// <summary>A candidate of the peer. For TCP the caller has opened the connection that the route names.</summary>
    public void AddRemote(in IceRoute route, uint priority, Instant now)
    {
        if (_pairs.Count >= _options.MaxCandidates)
            return;

        _pairs.Add(new IcePair(route, priority));
        Settle(now);
    }

    /// <summary>New credentials on both sides; all pairs are checked anew. The selected route stays until one of them answers.</summary>
    public void Restart(IceCredentials newLocal, IceCredentials newRemote, Instant now)
    {
        Local = newLocal;
        foreach (var pair in _pairs)
            pair.Wait();

        (_selected, _nextConsent) = (State == IceState.Failed ? null : _selected, Instant.Never);
        _connectBy = now + _options.ConnectTimeout;
        State = IceState.Checking;
        SetRemote(newRemote, now);
    }

    public DropReason Receive(ReadOnlySpan<byte> stun, in IceRoute from, Instant now, IIceOutput output)
    {
        if (!StunMessage.TryParse(stun, out var message) || (message.HasFingerprint && !message.CheckFingerprint()))
            return DropReason.NotStun;

        if (message.Class is StunClass.Request or StunClass.Indication || FindPair(message, from) is not { } pair)
            return DropReason.UnexpectedStun;

        if (!message.TryCheckIntegrity(_remotePassword))
            return DropReason.FailedIntegrity;      // As though it had not come (RFC 8489 §9.1.4): a 401 could be anybody's.

        if (message.Class == StunClass.ErrorResponse)
            Handle(message, pair);
        else
            Learn(message, pair, now);

        Settle(now);
        return DropReason.None;
    }

    public void Advance(Instant now, IIceOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (State == IceState.Failed)
            return;

        foreach (var pair in _pairs)
        {
            if (pair.Due <= now && pair.TryRepeat(_options, now))
                SendRequest(pair, output);
        }

        if (CanCheck && _nextCheck <= now && FindWaiting() is { } next)
        {
            next.BeginCheck(StunTransactionId.Create(_random), FirstRto(), _options, now);
            SendRequest(next, output);
            _nextCheck = now + _options.Pacing;
        }

        if (_selected is not null && _nextConsent <= now)
        {
            _selected.BeginConsent(StunTransactionId.Create(_random), now);
            SendRequest(_selected, output);
            _nextConsent = now + NextConsentInterval();
        }

        Settle(now);
    }

    private IcePair? FindPair(in StunMessage answer, in IceRoute from)
    {
        foreach (var pair in _pairs)
        {
            // An answer from another address than was asked is none (RFC 8445 §7.2.5.2.1).
            if (pair.AwaitsAnswer && pair.Transaction == answer.TransactionId && pair.Route == from)
                return pair;
        }

        return null;
    }

    private void Handle(in StunMessage error, IcePair pair)
    {
        if (!error.TryReadErrorCode(out var code) || code != BindingReply.RoleConflict)
        {
            pair.Fail();
            return;
        }

        Role = Role == IceRole.Controlling ? IceRole.Controlled : IceRole.Controlling;
        pair.Wait();
    }

    private void Learn(in StunMessage success, IcePair pair, Instant now)
    {
        RoundTrip = pair.Succeed(now) ?? RoundTrip;
        _lastAnswer = now;
        if (success.TryReadXorMappedAddress(out var mapped))
            MappedAddress = mapped;

        if (_selected is null || _selected.State != IcePairState.Succeeded || _selected.PriorityFor(Role) < pair.PriorityFor(Role))
            _selected = pair;

        if (_nextConsent == Instant.Never)
            _nextConsent = now + NextConsentInterval();
    }

    private IcePair? FindWaiting()
    {
        IcePair? best = null;
        foreach (var pair in _pairs)
        {
            if (pair.State == IcePairState.Waiting && (best is null || pair.PriorityFor(Role) > best.PriorityFor(Role)))
                best = pair;
        }

        return best;
    }

    // RFC 8445 §14.3: no faster than the pacing lets all pairs have their turn.
    private TimeSpan FirstRto()
    {
        var open = 0;
        foreach (var pair in _pairs)
            open += pair.State is IcePairState.Waiting or IcePairState.InProgress ? 1 : 0;

        var paced = _options.Pacing * open;
        return paced > _options.FirstRetransmission ? paced : _options.FirstRetransmission;
    }

    private void SendRequest(IcePair pair, IIceOutput output)
    {
        Span<byte> buffer = stackalloc byte[LongestRequest];
        var request = new StunWriter(buffer, StunClass.Request, StunMethod.Binding, pair.Transaction);
        request.Write(StunAttributeType.Username, _username);
        request.WriteUInt32(StunAttributeType.Priority, PriorityIfUnknown(pair.Route.Transport));
        if (Role == IceRole.Controlling)
        {
            request.WriteUInt64(StunAttributeType.IceControlling, _tieBreaker);
            request.WriteFlag(StunAttributeType.UseCandidate);
        }
        else
        {
            request.WriteUInt64(StunAttributeType.IceControlled, _tieBreaker);
        }

        request.WriteIntegrity(_remotePassword);
        request.WriteFingerprint();
        output.Send(pair.Route, request.Written);
    }

    // What the peer shall give our address if it has not heard of it (RFC 8445 §7.1.1).
    private static uint PriorityIfUnknown(IceTransport transport) => IceCandidate.Priority(
        CandidateType.PeerReflexive,
        transport == IceTransport.Udp ? LocalPreference : IceCandidate.TcpLocalPreference(TcpType.Active));

    private TimeSpan NextConsentInterval() => _options.ConsentInterval * (0.8 + (0.4 * (uint)Draw() / uint.MaxValue));

    private ulong Draw()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        _random.Fill(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    private void Settle(Instant now)
    {
        State = FindState(now);
        NextDeadline = State == IceState.Failed ? Instant.Never : FindDeadline();
    }

    private IceState FindState(Instant now)
    {
        if (State == IceState.Failed)
            return IceState.Failed;

        // No consent check is planned before the first answer, nor between a restart and the first answer to it.
        if (_nextConsent == Instant.Never)
        {
            if (now >= _connectBy || (_pairs.Count > 0 && _pairs.TrueForAll(static pair => pair.State == IcePairState.Failed)))
                return IceState.Failed;

            return CanCheck && _pairs.Count > 0 ? IceState.Checking : IceState.New;
        }

        var silence = now - _lastAnswer;
        if (silence >= _options.ConsentTimeout)
            return IceState.Failed;

        return silence >= _options.DisconnectedAfter ? IceState.Disconnected : IceState.Connected;
    }

    private Instant FindDeadline()
    {
        var deadline = _nextConsent == Instant.Never
            ? _connectBy
            : _lastAnswer + (State == IceState.Connected ? _options.DisconnectedAfter : _options.ConsentTimeout);
        deadline = Instant.Earlier(deadline, _nextConsent);

        foreach (var pair in _pairs)
        {
            deadline = Instant.Earlier(deadline, pair.Due);
            if (pair.State == IcePairState.Waiting && CanCheck)
                deadline = Instant.Earlier(deadline, _nextCheck);
        }

        return deadline;
    }
}
