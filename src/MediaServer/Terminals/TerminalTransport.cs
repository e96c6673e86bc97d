using MediaServer.Packets;
using MediaServer.Peers;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp.Terminals;
using Protocols.Srtp;

namespace MediaServer.Terminals;

/// <summary>
/// The way of one line: its pair of ports here, the addresses there as far as they are believed, and its keys if it has any. Keys can
/// change in the middle of a call; what was encrypted with the last ones is read for a moment longer.
/// </summary>
internal sealed class TerminalTransport : ITerminalWay, IDisposable
{
    private const int LongestTrial = PacketPool.SlotSize;

    private static readonly TimeSpan OldKeysLast = TimeSpan.FromSeconds(2);

    private readonly PeerContext _context;
    private readonly HeardHosts _heard;
    private readonly AddressLatch _rtp;
    private readonly AddressLatch _rtcp;
    private SrtpSender? _sender;
    private SrtpReceiver? _receiver;
    private SrtpReceiver? _oldReceiver;
    private SdesKey? _oldKey;
    private Instant _oldUntil;
    private readonly UInt128? _signallingHost;

    public TerminalTransport(TerminalLine line, UInt128? signallingHost, HeardHosts heard, PeerContext context, DtlsAssociation? association)
    {
        Line = line;
        _signallingHost = signallingHost;
        _context = context;
        Association = Kept(association, line);
        _heard = heard;
        _rtp = new AddressLatch(line.Remote, signallingHost);
        _rtcp = new AddressLatch(line.RemoteRtcp, signallingHost);
        TakeKeys(null, line);
    }

    public TerminalLine Line { get; private set; }

    /// <summary>Where keys are agreed on by DTLS.</summary>
    public DtlsAssociation? Association { get; private set; }

    public Instant NextDeadline => Association?.NextDeadline ?? Instant.Never;

    public int RtpPort => Line.LocalPort;

    public int RtcpPort => Line.RtcpMux ? Line.LocalPort : Line.LocalPort + 1;

    public TransportAddress? Destination => Association is { HasIce: true } ice ? ice.Remote : _rtp.Destination(_heard) ?? Association?.Remote;

    /// <summary>Where reports go. Until they have come from somewhere, they go where the terminal's media taught us that it is.</summary>
    public TransportAddress? RtcpDestination
    {
        get
        {
            if (Line.RtcpMux)
                return Destination;

            if (_rtcp.Confirmed is null && _rtp.Confirmed is { } media && media != Line.Remote)
                return media with { Port = (ushort)Math.Min(media.Port + 1, ushort.MaxValue) };

            return _rtcp.Destination(_heard);
        }
    }

    /// <summary>The line as it was agreed anew: it may be at another address and under other keys.</summary>
    public void Renew(TerminalLine line, Instant now)
    {
        var before = Line;
        Line = line;
        Association = Kept(Association, line);
        _rtp.Announce(line.Remote);
        _rtcp.Announce(line.RemoteRtcp);
        if (!Equals(before.ReceiveKey, line.ReceiveKey))
        {
            _oldReceiver?.Dispose();
            (_oldReceiver, _receiver) = (_receiver, null);
            _oldKey = before.ReceiveKey;
            _oldUntil = now + OldKeysLast;
        }

        TakeKeys(before, line);
    }

    public DropReason ReceiveStun(in TransportAddress from, ReadOnlySpan<byte> datagram, Instant now) =>
        Association?.ReceiveStun(IceRoute.OfTerminal(from, RtpPort), datagram, now, this) ?? DropReason.UnexpectedStun;

    /// <summary>Without ICE a handshake is taken from whom the description or its sender's address names, so that no stranger can occupy it.</summary>
    public DropReason ReceiveDtls(in TransportAddress from, ReadOnlySpan<byte> datagram, Instant now)
    {
        if (Association is not { } association || (!association.HasIce && from.Ip != Line.Remote?.Ip && from.Ip != _signallingHost && from != association.Remote))
            return DropReason.UnknownAddress;

        _heard.Add(from.Ip);
        return association.ReceiveDtls(IceRoute.OfTerminal(from, RtpPort), datagram, now, this);
    }

    /// <summary>What waits for time, and a handshake that is ours to begin.</summary>
    public void Advance(Instant now)
    {
        if (Association is not { } association)
            return;

        // Who waits for our handshake says nothing before it: where he calls from, we may begin.
        var named = Line.Remote is { } remote && remote.Ip == _signallingHost ? Line.Remote : null;
        if ((Destination ?? named) is { } to)
            association.Start(to, now, this);
        association.Advance(now, this);
    }

    /// <summary>The leg ends and the call does not: what was agreed on goes along.</summary>
    public DtlsAssociation? Release()
    {
        var association = Association;
        Association = null;
        return association;
    }

    public void SayGoodbye(Instant now) => Association?.Close(now, this);

    void IIceOutput.Send(in IceRoute route, ReadOnlySpan<byte> datagram) => _context.Egress.Send(route, datagram);

    void IDtlsOutput.Send(ReadOnlySpan<byte> datagram)
    {
        if (Association?.Remote is { } to)
            _context.Egress.Send(IceRoute.OfTerminal(to, RtpPort), datagram);
    }

    /// <summary>Leaves the packet in clear in the first <paramref name="length"/> bytes.</summary>
    public DropReason ReceiveRtp(in TransportAddress from, Span<byte> datagram, Instant now, out int length)
    {
        var reason = Unprotect(from, datagram, isRtcp: false, now, out length);
        if (reason != DropReason.None)
            return reason;

        if (!RtpPacket.TryParse(datagram[..length], out var packet))
            return DropReason.NotRtp;

        if (!_rtp.TryAccept(from, packet.Ssrc, packet.SequenceNumber, Line.IsEncrypted, now))
            return DropReason.UnknownAddress;

        _heard.Add(from.Ip);
        return DropReason.None;
    }

    /// <summary>Reports prove nothing by themselves: in clear they are taken only from where the terminal's media comes.</summary>
    public DropReason ReceiveRtcp(in TransportAddress from, Span<byte> datagram, Instant now, out int length)
    {
        var reason = Unprotect(from, datagram, isRtcp: true, now, out length);
        if (reason != DropReason.None)
            return reason;

        if (!Line.IsEncrypted && !IsKnown(from))
            return DropReason.UnknownAddress;

        if (length < 8 || (datagram[0] & 0xC0) != 0x80)
            return DropReason.NotRtcp;

        if (!Line.RtcpMux)
            _rtcp.TryAccept(from, default, new SequenceNumber((ushort)(now.Ticks / TimeSpan.TicksPerMillisecond)), isAuthentic: true, now);

        _heard.Add(from.Ip);
        return DropReason.None;
    }

    /// <summary>Encrypts what stands in the reserved bytes of the shard's way out, and sends it. False when there is nowhere to send it.</summary>
    public bool SendRtp(Span<byte> buffer, int headerLength, int length, uint rolloverCounter)
    {
        if (Destination is not { } to)
            return false;

        if (Line.Dtls is not null && Association?.Sender is null)
            return false;

        if ((Association?.Sender ?? _sender) is { } sender)
            length = sender.ProtectRtp(buffer, headerLength, length, rolloverCounter);

        return Send(RtpPort, to, length);
    }

    public bool SendRtcp(ReadOnlySpan<byte> compound)
    {
        if (RtcpDestination is not { } to || (Line.Dtls is not null && Association?.Sender is null))
            return false;

        var buffer = _context.Egress.Reserve();
        compound.CopyTo(buffer);
        var length = (Association?.Sender ?? _sender)?.ProtectRtcp(buffer, compound.Length) ?? compound.Length;
        return Send(RtcpPort, to, length);
    }

    public void Dispose()
    {
        Association?.Dispose();
        _sender?.Dispose();
        _receiver?.Dispose();
        _oldReceiver?.Dispose();
    }

    private bool Send(int port, in TransportAddress to, int length)
    {
        if (length == 0)
        {
            _context.Counters.Count(DropReason.TooLarge);
            return false;
        }

        _context.Egress.StartMessage();
        _context.Egress.Commit(IceRoute.OfTerminal(to, port), length);
        _context.Egress.StartMessage();
        return true;
    }

    private bool IsKnown(in TransportAddress from) =>
        from == _rtcp.Confirmed || from.Ip == (_rtp.Confirmed ?? Line.Remote)?.Ip || from == Line.RemoteRtcp;

    private DropReason Unprotect(in TransportAddress from, Span<byte> datagram, bool isRtcp, Instant now, out int length)
    {
        length = datagram.Length;
        if (Association is { } association)
            return Unprotect(association, from, datagram, isRtcp, out length);

        if (_receiver is null)
            return DropReason.None;

        if (_oldReceiver is null || now >= _oldUntil || datagram.Length > LongestTrial)
            return Unprotect(_receiver, Line.ReceiveKey!, datagram, isRtcp, out length);

        // A failed attempt spoils the bytes, so for the moment in which two keys may be meant there is a copy.
        Span<byte> copy = stackalloc byte[LongestTrial];
        datagram.CopyTo(copy);
        var reason = Unprotect(_receiver, Line.ReceiveKey!, datagram, isRtcp, out length);
        if (reason != DropReason.FailedAuthentication)
            return reason;

        copy[..datagram.Length].CopyTo(datagram);
        return Unprotect(_oldReceiver, _oldKey!, datagram, isRtcp, out length);
    }

    private DropReason Unprotect(DtlsAssociation association, in TransportAddress from, Span<byte> datagram, bool isRtcp, out int length)
    {
        length = 0;
        if (association.Receiver is not { } receiver)
            return DropReason.NoKeysYet;

        if (!association.IsFrom(IceRoute.OfTerminal(from, RtpPort)))
            return DropReason.UnknownAddress;

        var reason = isRtcp ? receiver.UnprotectRtcp(datagram, out length) : receiver.UnprotectRtp(datagram, out length);
        if (reason == DropReason.None)
            association.Heard();
        return reason;
    }

    // The same certificate again is the same association; another one begins anew.
    private DtlsAssociation? Kept(DtlsAssociation? association, TerminalLine line)
    {
        if (line.Dtls is { } terms && terms.GoesOnAs(association?.Terms))
            return association;

        association?.Dispose();
        return line.Dtls is { } anew ? new DtlsAssociation(anew, _context.Identity.Dtls, _context.Options, _context.Now) : null;
    }

    /// <summary>The name of the master key stands before the tag and is covered by neither (RFC 3711 §3.1): taken out, the packet is as usual.</summary>
    private static DropReason Unprotect(SrtpReceiver receiver, SdesKey key, Span<byte> datagram, bool isRtcp, out int length)
    {
        if (key.MkiLength > 0)
        {
            var tag = isRtcp ? key.Profile.RtcpTagLength() : key.Profile.TagLength();
            if (datagram.Length < tag + key.MkiLength)
            {
                length = 0;
                return DropReason.FailedAuthentication;
            }

            datagram[^tag..].CopyTo(datagram[^(tag + key.MkiLength)..]);
            datagram = datagram[..^key.MkiLength];
        }

        return isRtcp ? receiver.UnprotectRtcp(datagram, out length) : receiver.UnprotectRtp(datagram, out length);
    }

    private void TakeKeys(TerminalLine? before, TerminalLine line)
    {
        if (!Equals(before?.SendKey, line.SendKey) || before is null)
        {
            _sender?.Dispose();
            _sender = line.SendKey is { } key ? new SrtpSender(key.Profile, KeysOf(key), _context.Options.Crypto) : null;
        }

        if (_receiver is null && line.ReceiveKey is { } theirs)
            _receiver = new SrtpReceiver(theirs.Profile, KeysOf(theirs), _context.Options.Srtp, _context.Options.Crypto);
    }

    private static SrtpKeys KeysOf(SdesKey key) => SrtpKeys.TryFromKeyAndSalt(key.Profile, key.KeyAndSalt.Span, out var keys)
        ? keys
        : throw new InvalidOperationException("A key was read with a length that its suite does not have.");
}
