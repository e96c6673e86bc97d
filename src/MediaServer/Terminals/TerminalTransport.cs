using MediaServer.Packets;
using MediaServer.Peers;
using Protocols;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp.Terminals;
using Protocols.Srtp;

namespace MediaServer.Terminals;

/// <summary>
/// The way of one line: its pair of ports here, the addresses there as far as they are believed, and its keys if it has any. Keys can
/// change in the middle of a call; what was encrypted with the last ones is read for a moment longer.
/// </summary>
internal sealed class TerminalTransport : IDisposable
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

    public TerminalTransport(TerminalLine line, UInt128? signallingHost, HeardHosts heard, PeerContext context)
    {
        Line = line;
        _context = context;
        _heard = heard;
        _rtp = new AddressLatch(line.Remote, signallingHost);
        _rtcp = new AddressLatch(line.RemoteRtcp, signallingHost);
        TakeKeys(null, line);
    }

    public TerminalLine Line { get; private set; }

    public int RtpPort => Line.LocalPort;

    public int RtcpPort => Line.RtcpMux ? Line.LocalPort : Line.LocalPort + 1;

    public TransportAddress? Destination => _rtp.Destination(_heard);

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

    /// <summary>Leaves the packet in clear in the first <paramref name="length"/> bytes.</summary>
    public DropReason ReceiveRtp(in TransportAddress from, Span<byte> datagram, Instant now, out int length)
    {
        var reason = Unprotect(datagram, isRtcp: false, now, out length);
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
        var reason = Unprotect(datagram, isRtcp: true, now, out length);
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

        if (_sender is not null)
            length = _sender.ProtectRtp(buffer, headerLength, length, rolloverCounter);

        return Send(RtpPort, to, length);
    }

    public bool SendRtcp(ReadOnlySpan<byte> compound)
    {
        if (RtcpDestination is not { } to)
            return false;

        var buffer = _context.Egress.Reserve();
        compound.CopyTo(buffer);
        var length = _sender?.ProtectRtcp(buffer, compound.Length) ?? compound.Length;
        return Send(RtcpPort, to, length);
    }

    public void Dispose()
    {
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

    private DropReason Unprotect(Span<byte> datagram, bool isRtcp, Instant now, out int length)
    {
        length = datagram.Length;
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
