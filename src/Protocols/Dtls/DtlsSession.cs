using System.Runtime.InteropServices;
using Protocols.OpenSsl;
using Protocols.Srtp;

namespace Protocols.Dtls;

/// <summary>
/// One DTLS association that agrees on SRTP keys with one peer (RFC 5764). It is handed datagrams and the time and says
/// datagrams; OpenSSL does the talking. Application data is not for us and is thrown away.
/// Invariant: keys are there if and only if the state is Connected, and then the peer's certificate was the expected one.
/// Native memory is held from <see cref="Start"/> until nothing but a goodbye can come, the state is final, or <see cref="Dispose"/>.
/// </summary>
public sealed class DtlsSession(DtlsIdentity identity, DtlsRole role, DtlsOptions options) : IDisposable
{
    // OpenSSL sets encrypted records that come before their time aside, 16 kB each; a peer gets this many tries.
    private const int EarlyDatagramLimit = 64;
    private const int ApplicationDataLength = 2048;

    private readonly DtlsWorld _world = new(options);
    private readonly RetransmissionTimer _retransmission = new(options.FirstRetransmission, options.LongestRetransmission);
    private SslHandle? _ssl;
    private DtlsClosing? _closing;
    private Instant _giveUp = Instant.Never;
    private Instant _letGo = Instant.Never;
    private bool _handshakeDone;
    private int _earlyDatagrams;

    /// <summary>
    /// What the signalling says the peer's certificate hashes to. It may become known after the handshake; then
    /// <see cref="NextDeadline"/> is due at once and <see cref="Advance"/> decides. Without meaning once Connected.
    /// </summary>
    public Fingerprint? ExpectedPeer
    {
        get => _world.ExpectedPeer;
        set => _world.ExpectedPeer = value;
    }

    public DtlsState State { get; private set; }

    /// <summary>For the log: why it is Failed, or who closed it.</summary>
    public string? FailureReason { get; private set; }

    public SrtpProfile? Profile { get; private set; }

    /// <summary>What we protect with.</summary>
    public SrtpKeys? LocalKeys { get; private set; }

    /// <summary>What the peer protects with.</summary>
    public SrtpKeys? RemoteKeys { get; private set; }

    /// <summary>For the statistics, as OpenSSL spells it: "ECDHE-ECDSA-AES128-GCM-SHA256".</summary>
    public string? CipherName { get; private set; }

    /// <summary>For the statistics, as OpenSSL spells it: "DTLSv1.2".</summary>
    public string? ProtocolVersion { get; private set; }

    public Instant NextDeadline =>
        State != DtlsState.Connecting ? _letGo
        : _handshakeDone && ExpectedPeer != null ? Instant.Zero
        : Instant.Earlier(_retransmission.Deadline, _giveUp);

    /// <summary>A client says hello; a server begins to listen. A second call does nothing.</summary>
    public void Start(Instant now, IDtlsOutput output)
    {
        if (State != DtlsState.New)
            return;

        State = DtlsState.Connecting;
        _giveUp = now + options.HandshakeTimeout;
        _world.Timer.Interval = _retransmission.OpenSslInterval;
        _ssl = identity.NewSession(role, _world);
        Prepare(_ssl);
        if (role == DtlsRole.Client)
            Shake(_ssl);

        Settle(now, output);
    }

    /// <summary>Bytes from the peer's address, or from anyone who can pretend to it.</summary>
    public unsafe void Receive(ReadOnlySpan<byte> datagram, Instant now, IDtlsOutput output)
    {
        if (datagram.Length > options.MaxDatagram || !DtlsRecord.TryLook(datagram, out var hasEncrypted))
            return;

        if (_handshakeDone && !hasEncrypted)
            return;

        if (_ssl == null)
        {
            HeedAlert(datagram, output);
            return;
        }

        if (!_handshakeDone && hasEncrypted && ++_earlyDatagrams > EarlyDatagramLimit)
            return;

        fixed (byte* bytes = datagram)
        {
            _world.Offer(bytes, datagram.Length);
            if (!_handshakeDone)
                Shake(_ssl);

            if (_handshakeDone)
                Drain(_ssl);

            _world.Offer(null, 0);
        }

        Settle(now, output);
    }

    /// <summary>Something came that only he can have protected: so he has our last flight and will not ask for it again.</summary>
    public void PeerHasKeys() => LetGo();

    /// <summary>To be called when <see cref="NextDeadline"/> has come; earlier does no harm.</summary>
    public void Advance(Instant now, IDtlsOutput output)
    {
        if (_letGo <= now)
            LetGo();

        if (_ssl == null || State != DtlsState.Connecting)
            return;

        if (!_handshakeDone && _retransmission.Deadline <= now)
            Retransmit(_ssl, now, output);

        if (_giveUp <= now && !(_handshakeDone && ExpectedPeer != null))
            Fail(_handshakeDone ? "the signalling never said who the peer should be" : "the handshake was not finished in time");

        Settle(now, output);
    }

    /// <summary>Says goodbye if there is somebody to say it to, and lets go of everything.</summary>
    public void Close(Instant now, IDtlsOutput output)
    {
        if (State is DtlsState.Failed or DtlsState.Closed)
            return;

        SayGoodbye();
        SayGoodbyeOurselves(output);
        State = DtlsState.Closed;
        FailureReason = "closed by us";
        Settle(now, output);
    }

    public void Dispose() => Release();

    // The peer has our last flight, or has given up: what OpenSSL could still do for us, two keys can.
    private void LetGo()
    {
        _letGo = Instant.Never;
        if (_ssl == null || State != DtlsState.Connected)
            return;

        _closing = DtlsClosing.Take(_ssl, role, ProtocolVersion, CipherName);
        if (_closing == null)
            return;

        _ssl.Dispose();
        _ssl = null;
    }

    private void HeedAlert(ReadOnlySpan<byte> datagram, IDtlsOutput output)
    {
        var said = _closing?.Read(datagram) ?? PeerAlert.None;
        if (said == PeerAlert.None)
            return;

        if (said == PeerAlert.Goodbye)
            SayGoodbyeOurselves(output);

        State = said == PeerAlert.Goodbye ? DtlsState.Closed : DtlsState.Failed;
        FailureReason = said == PeerAlert.Goodbye ? "closed by the peer" : "ended by an alert of the peer";
        Release();
    }

    private void SayGoodbyeOurselves(IDtlsOutput output)
    {
        if (_closing == null)
            return;

        Span<byte> goodbye = stackalloc byte[DtlsClosing.GoodbyeLength];
        _closing.WriteGoodbye(goodbye);
        output.Send(goodbye);
    }

    private unsafe void Prepare(SslHandle ssl)
    {
        LibCryptoIo.ERR_clear_error();
        var names = string.Join(':', options.Profiles.Select(NameOf));
        if (LibSsl.SSL_ctrl(ssl, LibSsl.SetMtu, options.Mtu, null) <= 0 || LibSsl.SSL_set_tlsext_use_srtp(ssl, names) != 0)
            throw new InvalidOperationException($"OpenSSL refuses the options of a session: {LibCryptoIo.TakeReason()}.");
    }

    private void Shake(SslHandle ssl)
    {
        LibCryptoIo.ERR_clear_error();
        var result = LibSsl.SSL_do_handshake(ssl);
        if (result == 1)
            _handshakeDone = true;
        else
            FailUnlessWaiting(ssl, result);
    }

    /// <summary>After the handshake: alerts, the peer's repeated last flight, which OpenSSL answers, and data, which nobody reads.</summary>
    private unsafe void Drain(SslHandle ssl)
    {
        var data = stackalloc byte[ApplicationDataLength];
        LibCryptoIo.ERR_clear_error();
        if (LibSsl.SSL_alloc_buffers(ssl) != 1)
            return;

        var result = LibSsl.SSL_read(ssl, data, ApplicationDataLength);
        while (result > 0)
            result = LibSsl.SSL_read(ssl, data, ApplicationDataLength);

        if (LibSsl.SSL_get_error(ssl, result) == LibSsl.ErrorZeroReturn)
        {
            SayGoodbye();
            State = DtlsState.Closed;
            FailureReason = "closed by the peer";
        }
        else
        {
            FailUnlessWaiting(ssl, result);
        }
    }

    private void FailUnlessWaiting(SslHandle ssl, int result)
    {
        if (LibSsl.SSL_get_error(ssl, result) is LibSsl.ErrorSsl or LibSsl.ErrorSyscall)
            Fail(_world.HasRefusedPeer ? "the peer's certificate has another fingerprint" : LibCryptoIo.TakeReason());
    }

    private unsafe void Retransmit(SslHandle ssl, Instant now, IDtlsOutput output)
    {
        var isOpenSsl = _retransmission.NextIsOpenSsl(now);
        _world.Timer.Interval = _retransmission.OpenSslInterval;
        LibCryptoIo.ERR_clear_error();
        if (isOpenSsl)
            _world.Timer.Expire();

        // 0: by OpenSSL's own clock, where that is the one in charge, it is still too early.
        var result = isOpenSsl ? LibSsl.SSL_ctrl(ssl, LibSsl.DtlsHandleTimeout, 0, null) : 0;
        if (result < 0)
            Fail(LibCryptoIo.TakeReason());
        else if (result == 0)
            _world.Outgoing.SendAgain(output);
    }

    /// <summary>The end of every call: decide, follow OpenSSL's timer with ours, send what was written, let go of what is not needed.</summary>
    private void Settle(Instant now, IDtlsOutput output)
    {
        if (_ssl == null)
        {
            if (State is DtlsState.Failed or DtlsState.Closed)
                Release();
            return;
        }

        if (_handshakeDone && State == DtlsState.Connecting)
        {
            Decide(_ssl);
            _letGo = State == DtlsState.Connected ? now + options.Patience : Instant.Never;
        }

        if (!_world.Timer.IsRunning || _handshakeDone)
            _retransmission.Stop();
        else if (_world.Timer.IsNew)
            _retransmission.Start(now);

        _world.Timer.Settle(_ssl);
        _world.Timer.Interval = _retransmission.OpenSslInterval;
        _world.Outgoing.SendNew(output);

        if (State is DtlsState.Failed or DtlsState.Closed)
        {
            Release();
        }
        else if (_handshakeDone)
        {
            _world.Outgoing.Forget();
            LibSsl.SSL_free_buffers(_ssl);      // 33 kB of OpenSSL's; Drain and SayGoodbye ask for them again
        }
    }

    private unsafe void Decide(SslHandle ssl)
    {
        var profile = LibSsl.SSL_get_selected_srtp_profile(ssl);
        if (profile == null)
        {
            Refuse("no SRTP profile in common");
        }
        else if (ExpectedPeer is { } expected)
        {
            if (_world.PeerCertificate is { } certificate && expected.Matches(certificate))
                Connect(ssl, (SrtpProfile)profile->Number);
            else
                Refuse("the peer's certificate has another fingerprint");
        }
    }

    private unsafe void Connect(SslHandle ssl, SrtpProfile profile)
    {
        Span<byte> exported = stackalloc byte[profile.ExportedLength()];
        var label = "EXTRACTOR-dtls_srtp"u8;
        fixed (byte* output = exported)
        fixed (byte* name = label)
        {
            if (LibSsl.SSL_export_keying_material(ssl, output, (nuint)exported.Length, name, (nuint)label.Length, null, 0, 0) != 1 ||
                !SrtpKeys.TrySplitExported(profile, exported, out var client, out var server))
            {
                Refuse("OpenSSL exports no keys");
                return;
            }

            (LocalKeys, RemoteKeys) = role == DtlsRole.Client ? (client, server) : (server, client);
        }

        exported.Clear();
        _world.PeerCertificate = null;
        Profile = profile;
        CipherName = Marshal.PtrToStringUTF8((nint)LibSsl.SSL_CIPHER_get_name(LibSsl.SSL_get_current_cipher(ssl)));
        ProtocolVersion = Marshal.PtrToStringUTF8((nint)LibSsl.SSL_get_version(ssl));
        State = DtlsState.Connected;
    }

    private void Refuse(string reason)
    {
        SayGoodbye();
        Fail(reason);
    }

    // There is no way to send an alert of our own choice after the handshake, but the peer must not wait for media either.
    private void SayGoodbye()
    {
        if (_ssl == null || !_handshakeDone)
            return;

        LibCryptoIo.ERR_clear_error();
        if (LibSsl.SSL_alloc_buffers(_ssl) == 1)
            LibSsl.SSL_shutdown(_ssl);

        LibCryptoIo.ERR_clear_error();
    }

    private void Fail(string reason)
    {
        if (State is DtlsState.Failed or DtlsState.Closed)
            return;

        State = DtlsState.Failed;
        FailureReason = reason;
    }

    private void Release()
    {
        if (State is DtlsState.New or DtlsState.Connecting or DtlsState.Connected)
            State = DtlsState.Closed;

        _ssl?.Dispose();
        _ssl = null;
        _closing = null;
        _letGo = Instant.Never;
        LocalKeys = RemoteKeys = null;
        _retransmission.Stop();
        _world.Timer.Forget();
        _world.Outgoing.Forget();
        _world.PeerCertificate = null;
    }

    private static string NameOf(SrtpProfile profile) => profile switch
    {
        SrtpProfile.AeadAes128Gcm => "SRTP_AEAD_AES_128_GCM",
        SrtpProfile.AeadAes256Gcm => "SRTP_AEAD_AES_256_GCM",
        SrtpProfile.AesCm128HmacSha1_80 => "SRTP_AES128_CM_SHA1_80",
        SrtpProfile.AesCm128HmacSha1_32 => "SRTP_AES128_CM_SHA1_32",
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };
}
