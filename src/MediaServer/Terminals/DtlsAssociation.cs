using MediaServer.Peers;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Sdp.Terminals;
using Protocols.Srtp;

namespace MediaServer.Terminals;

/// <summary>
/// The DTLS association of one line and what it yields: the keys, and with ICE the way. It outlives the leg that began it: a call that enters
/// another room takes it along. One leg has it at a time.
/// </summary>
internal sealed class DtlsAssociation : IDisposable
{
    private readonly DtlsSession _dtls;
    private readonly IceLiteAgent? _ice;
    private readonly PeerOptions _options;
    private bool _isProved;

    public DtlsAssociation(DtlsTerms terms, DtlsIdentity identity, PeerOptions options, Instant now)
    {
        (Terms, _options) = (terms, options);
        _dtls = new DtlsSession(identity, terms.Role, options.Dtls) { ExpectedPeer = terms.Remote };
        if (terms.LocalIce is { } local)
        {
            _ice = new IceLiteAgent(local, options.Ice, now);
            _ice.SetRemote(terms.RemoteIce!);
        }
    }

    public DtlsTerms Terms { get; }

    public bool HasIce => _ice is not null;

    /// <summary>Where ICE, or else the handshake, found the terminal.</summary>
    public TransportAddress? Remote { get; private set; }

    /// <summary>There when the handshake is done and the fingerprint was right.</summary>
    public SrtpSender? Sender { get; private set; }

    public SrtpReceiver? Receiver { get; private set; }

    public Instant NextDeadline => Instant.Earlier(_ice?.NextDeadline ?? Instant.Never, _dtls.NextDeadline);

    public bool IsFrom(in IceRoute route) => _ice is null || _ice.IsValidated(route);

    public DropReason ReceiveStun(in IceRoute from, ReadOnlySpan<byte> datagram, Instant now, ITerminalWay way)
    {
        if (_ice is null)
            return DropReason.UnexpectedStun;

        var reason = _ice.Receive(datagram, from, now, way);
        Remote = _ice.Selected?.Remote ?? Remote;
        if (Remote is not null)
            _dtls.Start(now, way);
        return reason;
    }

    /// <summary>Without ICE the first who shakes hands is answered; that he is the right one is proved by his certificate.</summary>
    public DropReason ReceiveDtls(in IceRoute from, ReadOnlySpan<byte> datagram, Instant now, ITerminalWay way)
    {
        if (!IsFrom(from))
            return DropReason.UnknownAddress;

        if (_ice is null && Receiver is null)
            Remote = from.Remote;
        _dtls.Start(now, way);
        _dtls.Receive(datagram, now, way);
        TakeKeys();
        return DropReason.None;
    }

    /// <summary>We are the client and know where the terminal is.</summary>
    public void Start(in TransportAddress to, Instant now, ITerminalWay way)
    {
        if (_ice is not null || Terms.Role != DtlsRole.Client || _dtls.State != DtlsState.New)
            return;

        Remote = to;
        _dtls.Start(now, way);
    }

    /// <summary>Something of his could be read: he has the keys.</summary>
    public void Heard()
    {
        if (_isProved)
            return;

        _isProved = true;
        _dtls.PeerHasKeys();
    }

    public void Advance(Instant now, ITerminalWay way)
    {
        if (_ice?.NextDeadline <= now)
            _ice.Advance(now, way);

        if (_dtls.NextDeadline <= now)
        {
            _dtls.Advance(now, way);
            TakeKeys();
        }
    }

    public void Close(Instant now, ITerminalWay way) => _dtls.Close(now, way);

    public void Dispose()
    {
        Sender?.Dispose();
        Receiver?.Dispose();
        _dtls.Dispose();
    }

    private void TakeKeys()
    {
        if (Receiver is not null || _dtls is not { State: DtlsState.Connected, Profile: { } profile, LocalKeys: { } local, RemoteKeys: { } remote })
            return;

        Sender = new SrtpSender(profile, local, _options.Crypto);
        Receiver = new SrtpReceiver(profile, remote, _options.Srtp, _options.Crypto);
    }
}

/// <summary>The port of one line: where what ICE and DTLS say goes out.</summary>
internal interface ITerminalWay : IIceOutput, IDtlsOutput;
