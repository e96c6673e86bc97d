using System.Globalization;
using System.Text;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;
using Protocols.Srtp;
using Protocols.Stun;

namespace Client;

/// <summary>
/// A cheap WebRTC endpoint without codecs: ICE, DTLS, SRTP and all the feedback that a browser gives, for loads of thousands
/// and for scenarios in simulated time. It is told datagrams and the time, and says datagrams.
/// One thread at a time; nothing is allocated for a packet.
/// </summary>
public sealed class NativeClient : IIceOutput, IDtlsOutput, IDisposable
{
    private const int LongestDatagram = 2_048;

    private readonly ClientOptions _options;
    private readonly DtlsIdentity _identity;
    private readonly IRandomBytes _random;
    private readonly IIceOutput _output;
    private IceCredentials _credentials;
    private readonly LocalDescription _local;
    private byte[] _localPassword;
    private readonly List<(Ssrc Ssrc, Ssrc Rtx)> _ssrcs = [];
    private readonly MediaSession _media;
    private IceFullAgent? _ice;
    private DtlsSession? _dtls;
    private SrtpSender? _sender;
    private SrtpReceiver? _receiver;
    private Instant _now;
    private ushort _transportSequence;

    public NativeClient(ClientOptions options, DtlsIdentity identity, IRandomBytes random, IIceOutput output, IClientEvents events)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(identity);
        _options = options;
        _identity = identity;
        _random = random;
        _output = output;
        _credentials = IceCredentials.Create(random);
        _localPassword = Encoding.ASCII.GetBytes(_credentials.Password);
        foreach (var _ in options.Sections)
            _ssrcs.Add((new(Draw()), new(Draw())));

        Cname = Draw().ToString("x8", CultureInfo.InvariantCulture);
        _local = new LocalDescription(options, _credentials, identity.Fingerprint, Draw(), Cname);
        _media = new MediaSession(this, options, events, new Ssrc(Draw()));
    }

    public ClientState State { get; private set; }

    public string? FailureReason { get; private set; }

    /// <summary>When to call <see cref="Advance"/>.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    public SrtpProfile? Profile => _dtls?.Profile;

    public IceRoute? Route => _ice?.Selected;

    /// <summary>What this client sends, in the order of the sections and their encodings; empty before the other side has answered.</summary>
    public IReadOnlyList<OutgoingTrack> Tracks => _media.Tracks;

    public IReadOnlyList<IncomingStream> Streams => _media.Streams;

    public FeedbackCounters Feedback => _media.Counters;

    internal byte[] Scratch { get; } = GC.AllocateUninitializedArray<byte>(LongestDatagram);

    internal string Cname { get; }

    internal bool CanSend => _sender is not null && State == ClientState.Connected;

    internal NtpTime WallClock(Instant now) => NtpTime.FromUnix(_options.UnixTimeAtZero) + (now - Instant.Zero);

    public string MakeOffer() => _local.Offer(index => SourcesOf(index, hasRtx: _options.Sections[index].Codecs[0].PreferredRtxPayloadType is not null));

    /// <summary>The answer to the offer of <see cref="MakeOffer"/>.</summary>
    public bool TryApplyAnswer(string answer, Instant now, out string error)
    {
        if (!RemoteDescription.TryRead(answer, _options.Sections, out var remote, out error))
            return false;

        Begin(remote, remote.Setup == SetupRole.Active ? DtlsRole.Server : DtlsRole.Client, IceRole.Controlling, now);
        return true;
    }

    /// <summary>An offer of the other side's; <paramref name="answer"/> is what to answer with.</summary>
    public bool TryApplyOffer(string offer, Instant now, out string answer, out string error)
    {
        answer = "";
        if (!RemoteDescription.TryRead(offer, _options.Sections, out var remote, out error))
            return false;

        var role = remote.Setup == SetupRole.Active ? DtlsRole.Server : DtlsRole.Client;
        while (_ssrcs.Count < remote.Sections.Count)
            _ssrcs.Add((new(Draw()), new(Draw())));

        answer = _local.Answer(remote, role == DtlsRole.Client ? SetupRole.Active : SetupRole.Passive, mid => SourcesOf(IndexOf(remote, mid), hasRtx: false));
        Begin(remote, role, remote.IsIceLite ? IceRole.Controlling : IceRole.Controlled, now);
        return true;
    }

    /// <summary>A candidate of the other side's that came by trickling.</summary>
    public void AddCandidate(Candidate candidate, Instant now)
    {
        if (candidate.Transport == IceTransport.Udp && candidate.TryGetAddress(out var address) && IsOfOurFamily(address))
            _ice?.AddRemote(IceRoute.Udp(address), candidate.Priority, now);

        Settle();
    }

    /// <summary>A way that whoever drives the client has opened by himself, a TCP connection for one.</summary>
    public void AddRoute(in IceRoute route, uint priority, Instant now)
    {
        _ice?.AddRemote(route, priority, now);
        Settle();
    }

    /// <summary>New credentials of ours, to be told to the other side; they count from <see cref="RestartIce"/> on.</summary>
    public IceCredentials MakeCredentials() => IceCredentials.Create(_random);

    /// <summary>Both sides have new credentials; media goes on on the old route until the new checks are through (RFC 8445 §9).</summary>
    public void RestartIce(IceCredentials ours, IceCredentials theirs, Instant now)
    {
        ArgumentNullException.ThrowIfNull(ours);
        _credentials = ours;
        _localPassword = Encoding.ASCII.GetBytes(ours.Password);
        _ice?.Restart(ours, theirs, now);
        Settle();
    }

    public void Receive(in IceRoute from, Span<byte> datagram, Instant now)
    {
        if (datagram.IsEmpty || _ice is null || _dtls is null)
            return;

        _now = now;
        switch (datagram[0])
        {
            case <= 3:
                ReceiveStun(from, datagram, now);
                break;
            case >= 20 and <= 63:
                _dtls.Receive(datagram, now, this);
                break;
            case >= 128 and <= 191 when _receiver is not null:
                ReceiveMedia(datagram, now);
                break;
        }

        Proceed(now);
    }

    /// <summary>To be called when <see cref="NextDeadline"/> has come; earlier does no harm.</summary>
    public void Advance(Instant now)
    {
        if (_ice is null || _dtls is null || State is ClientState.Failed or ClientState.Closed)
            return;

        _now = now;
        if (_ice.NextDeadline <= now)
            _ice.Advance(now, this);

        if (_dtls.NextDeadline <= now)
            _dtls.Advance(now, this);

        if (CanSend && _media.NextDeadline <= now)
            _media.Advance(now);

        Proceed(now);
    }

    /// <summary>
    /// Takes note of a packet that was addressed to this client and taken away before it, so that its feedback is that of a
    /// client that got it: how a load spares itself the receiving of what nobody looks at.
    /// </summary>
    public void ReceiveUnseen(IncomingStream stream, SequenceNumber sequence, RtpTimestamp timestamp, int length, Instant now)
    {
        stream.Receive(sequence, timestamp, length, isRepair: false, now);
        _media.Settle();
        Settle();
    }

    /// <summary>The same for its number on the whole transport.</summary>
    public void ReceiveUnseen(SequenceNumber transport, Instant now)
    {
        _media.ReceiveTransport(transport, now);
        _media.Settle();
        Settle();
    }

    /// <summary>The number of the last packet on the whole transport that was received.</summary>
    public SequenceNumber? HighestTransportSequence => _media.HighestTransportSequence;

    /// <summary>The number on the whole transport of the packet that was received last, whichever it was.</summary>
    public SequenceNumber? LastTransportSequence => _media.LastTransportSequence;

    /// <summary>Protects and sends whatever it is given, for those who test how a server takes nonsense from somebody it knows.</summary>
    public void SendAsItIs(ReadOnlySpan<byte> packet, bool isRtcp)
    {
        packet.CopyTo(Scratch);
        if (!CanSend)
            return;

        if (isRtcp)
            SendRtcp(packet.Length);
        else
            SendRtp(Protocols.Rtp.RtpPacket.FixedHeaderLength, packet.Length, rolloverCounter: 0);
    }

    public void RequestKeyFrame(IncomingStream stream) => _media.RequestKeyFrame(stream);

    /// <summary>Says goodbye to whoever is there.</summary>
    public void Close(Instant now)
    {
        if (CanSend)
            _media.SayGoodbye();

        _dtls?.Close(now, this);
        State = ClientState.Closed;
        NextDeadline = Instant.Never;
    }

    public void Dispose()
    {
        _dtls?.Dispose();
        _sender?.Dispose();
        _receiver?.Dispose();
    }

    void IIceOutput.Send(in IceRoute route, ReadOnlySpan<byte> datagram) => _output.Send(route, datagram);

    void IDtlsOutput.Send(ReadOnlySpan<byte> datagram)
    {
        if (_ice?.Selected is { } route)
            _output.Send(route, datagram);
    }

    internal SequenceNumber NextTransportSequence() => new(_transportSequence++);

    internal void SendRtp(int headerLength, int length, uint rolloverCounter)
    {
        var protectedLength = _sender!.ProtectRtp(Scratch, headerLength, length, rolloverCounter);
        if (protectedLength > 0 && _ice!.Selected is { } route)
            _output.Send(route, Scratch.AsSpan(0, protectedLength));
    }

    internal void SendRtcp(int length)
    {
        var protectedLength = _sender!.ProtectRtcp(Scratch, length);
        if (protectedLength > 0 && _ice!.Selected is { } route)
            _output.Send(route, Scratch.AsSpan(0, protectedLength));
    }

    private static int IndexOf(RemoteDescription remote, Mid mid)
    {
        for (var i = 0; i < remote.Sections.Count; i++)
        {
            if (remote.Sections[i].Mid == mid)
                return i;
        }

        return 0;
    }

    private void Begin(RemoteDescription remote, DtlsRole role, IceRole iceRole, Instant now)
    {
        _ice = new IceFullAgent(_credentials, _options.Ice with { Role = iceRole }, _random, now);
        _ice.SetRemote(remote.Ice, now);
        _dtls = new DtlsSession(_identity, role, new DtlsOptions()) { ExpectedPeer = remote.Fingerprint };
        _media.Begin(remote.Sections, _ssrcs, Draw);
        State = ClientState.Connecting;
        foreach (var candidate in remote.Candidates)
            AddCandidate(candidate, now);

        Settle();
    }

    private IReadOnlyList<Ssrc> SourcesOf(int index, bool hasRtx) =>
        hasRtx ? [_ssrcs[index].Ssrc, _ssrcs[index].Rtx] : [_ssrcs[index].Ssrc];

    private bool IsOfOurFamily(in TransportAddress address) =>
        _options.LocalAddress is null || address.IsIPv4 == (_options.LocalAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork);

    // A lite agent never asks, a full one (Janus) does, and answers are what makes our pair valid to it.
    private void ReceiveStun(in IceRoute from, ReadOnlySpan<byte> datagram, Instant now)
    {
        if (!StunMessage.TryParse(datagram, out var message))
            return;

        if (message.Class != StunClass.Request)
        {
            _ice!.Receive(datagram, from, now, this);
            return;
        }

        if (!message.TryCheckIntegrity(_localPassword))
            return;

        Span<byte> buffer = stackalloc byte[128];
        var reply = new StunWriter(buffer, StunClass.SuccessResponse, message.Method, message.TransactionId);
        reply.WriteXorMappedAddress(from.Remote);
        reply.WriteIntegrity(_localPassword);
        reply.WriteFingerprint();
        _output.Send(from, reply.Written);
    }

    private void ReceiveMedia(Span<byte> datagram, Instant now)
    {
        // RFC 5761 §4: RTCP's types 192–223 are no payload types of ours.
        if (datagram.Length > 1 && datagram[1] is >= 192 and <= 223)
        {
            var outcome = _receiver!.UnprotectRtcp(datagram, out var length);
            if (outcome == DropReason.None)
                _media.ReceiveRtcp(datagram[..length], now);
            else
                _media.Counters.Refused++;
        }
        else
        {
            var outcome = _receiver!.UnprotectRtp(datagram, out var length);
            if (outcome == DropReason.None)
                _media.ReceiveRtp(datagram[..length], now);
            else
                _media.Counters.Refuse(outcome);
        }
    }

    private void Proceed(Instant now)
    {
        if (State is ClientState.Failed or ClientState.Closed)
            return;

        if (_ice!.Selected is not null && _dtls!.State == DtlsState.New)
            _dtls.Start(now, this);

        if (_sender is null && _dtls!.State == DtlsState.Connected)
        {
            _sender = new SrtpSender(_dtls.Profile!.Value, _dtls.LocalKeys!);
            _receiver = new SrtpReceiver(_dtls.Profile.Value, _dtls.RemoteKeys!, new SrtpReceiverOptions { MaxSsrcs = 32 });
            State = ClientState.Connected;
            _media.Start(now);
        }

        if (_ice.State == IceState.Failed)
            Fail("ICE found no way, or consent ran out");
        else if (_dtls!.State == DtlsState.Failed)
            Fail($"DTLS: {_dtls.FailureReason}");
        else if (_dtls.State == DtlsState.Closed)
            State = ClientState.Closed;

        Settle();
    }

    private void Fail(string reason)
    {
        State = ClientState.Failed;
        FailureReason = reason;
    }

    private void Settle() => NextDeadline = State is ClientState.Failed or ClientState.Closed || _ice is null
        ? Instant.Never
        : Instant.Earlier(Instant.Earlier(_ice.NextDeadline, _dtls!.NextDeadline), CanSend ? _media.NextDeadline : Instant.Never);

    private uint Draw()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        _random.Fill(bytes);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
