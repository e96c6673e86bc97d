using MediaServer.Packets;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Srtp;

namespace MediaServer.Peers;

/// <summary>
/// The way to one WebRTC peer: ICE finds the route, DTLS proves the fingerprint and yields the keys, SRTP protects. Media is accepted
/// only from routes that ICE has validated and only under keys whose owner was proved.
/// </summary>
internal sealed class WebRtcTransport : IIceOutput, IDtlsOutput, IDisposable
{
    private readonly Egress _egress;
    private readonly PeerOptions _options;
    private readonly IceLiteAgent _ice;
    private readonly DtlsSession _dtls;
    private SrtpReceiver? _receiver;
    private bool _isProved;

    public WebRtcTransport(PeerSetup setup, DtlsIdentity identity, Egress egress, PeerOptions options, Instant now)
    {
        _egress = egress;
        _options = options;
        _ice = new IceLiteAgent(setup.LocalIce, options.Ice, now);
        _dtls = new DtlsSession(identity, setup.Role, options.Dtls);
        if (setup.Session.Remote is { } remote)
        {
            _ice.SetRemote(remote.Ice);
            _dtls.ExpectedPeer = remote.Fingerprints[0];
        }
    }

    public IceLiteAgent Ice => _ice;

    public DtlsSession Dtls => _dtls;

    public IceRoute? Route => _ice.Selected;

    /// <summary>There when the handshake is done and the fingerprint was right.</summary>
    public SrtpSender? Sender { get; private set; }

    public Instant NextDeadline => Instant.Earlier(_ice.NextDeadline, _dtls.NextDeadline);

    public DropReason ReceiveStun(in IceRoute from, ReadOnlySpan<byte> datagram, Instant now)
    {
        var reason = _ice.Receive(datagram, from, now, this);
        if (_dtls.State == DtlsState.New && _ice.Selected is not null)
            _dtls.Start(now, this);

        return reason;
    }

    public DropReason ReceiveDtls(in IceRoute from, ReadOnlySpan<byte> datagram, Instant now)
    {
        if (!_ice.IsValidated(from))
            return DropReason.UnknownAddress;

        _dtls.Receive(datagram, now, this);
        TakeKeys();
        return DropReason.None;
    }

    public DropReason UnprotectRtp(in IceRoute from, Span<byte> datagram, out int length)
    {
        length = 0;
        if (_receiver is null)
            return DropReason.NoKeysYet;

        return _ice.IsValidated(from) ? Heard(_receiver.UnprotectRtp(datagram, out length)) : DropReason.UnknownAddress;
    }

    public DropReason UnprotectRtcp(in IceRoute from, Span<byte> datagram, out int length)
    {
        length = 0;
        if (_receiver is null)
            return DropReason.NoKeysYet;

        return _ice.IsValidated(from) ? Heard(_receiver.UnprotectRtcp(datagram, out length)) : DropReason.UnknownAddress;
    }

    /// <summary>A source that has ended takes no more room in the replay windows.</summary>
    public void Forget(Ssrc ssrc) => _receiver?.Forget(ssrc);

    public void Advance(Instant now)
    {
        if (_ice.NextDeadline <= now)
            _ice.Advance(now, this);

        if (_dtls.NextDeadline <= now)
        {
            _dtls.Advance(now, this);
            TakeKeys();
        }
    }

    public void Close(Instant now) => _dtls.Close(now, this);

    public void Dispose()
    {
        Sender?.Dispose();
        _receiver?.Dispose();
        _dtls.Dispose();
    }

    void IIceOutput.Send(in IceRoute route, ReadOnlySpan<byte> datagram) => _egress.Send(route, datagram);

    void IDtlsOutput.Send(ReadOnlySpan<byte> datagram)
    {
        if (_ice.Selected is { } route)
            _egress.Send(route, datagram);
    }

    private DropReason Heard(DropReason reason)
    {
        if (!_isProved && reason == DropReason.None)
        {
            _isProved = true;
            _dtls.PeerHasKeys();
        }

        return reason;
    }

    private void TakeKeys()
    {
        if (_receiver is not null || _dtls is not { State: DtlsState.Connected, Profile: { } profile, LocalKeys: { } local, RemoteKeys: { } remote })
            return;

        Sender = new SrtpSender(profile, local, _options.Crypto);
        _receiver = new SrtpReceiver(profile, remote, _options.Srtp, _options.Crypto);
    }
}
