using MediaServer.Packets;
using MediaServer.Subscriptions;
using Protocols;
using Protocols.Congestion;
using Protocols.Ice;
using Protocols.Loss;
using Protocols.Rtp;
using Protocols.Srtp;

namespace MediaServer.Peers;

/// <summary>
/// Everything that leaves for one receiver. Streams put numbers into its outbox; <see cref="Drain"/> lets go what the pacer allows,
/// as runs of datagrams of one size, each written and encrypted at the last moment.
/// </summary>
public sealed class PeerSender
{
    /// <summary>So much of it, from its beginning, is looked at for every packet.</summary>
    internal const int NearBytes = 256;

    private readonly Peer _peer;
    private readonly PeerContext _context;
    private readonly PeerSenderOptions _options;
    private readonly SendScratch _scratch;
    private Outbox _outbox;
    private OutgoingStream[] _streams = [];
    private SrtpSender? _srtp;
    private IceRoute _route;

    internal PeerSender(Peer peer, PeerContext context)
    {
        _peer = peer;
        _context = context;
        _options = context.Options.Sending;
        _scratch = context.Scratch;
        _outbox = new Outbox(_options.MaximumQueued);
        Retransmissions = context.Options.CreateRetransmissionPolicy();
        Congestion = new CongestionControl(_options.Congestion);
    }

    public CongestionControl Congestion { get; }

    /// <summary>The receiver reports in a way that tells what his line carries; without that nothing is withheld from him.</summary>
    public bool IsMeasured { get; set; }

    /// <summary>Whether and how often a packet goes again.</summary>
    public IRetransmissionPolicy Retransmissions { get; }

    public int Queued => _outbox.Count;

    /// <summary>Something is to be reported with the next packets at the latest; until it has been, it is asked for at every turn.</summary>
    public bool IsReportDue { get; set; } = true;

    /// <summary>Where padding for a probe comes from; null while there is no stream that could carry it.</summary>
    public OutgoingStream? Filler { get; set; }

    public bool IsReady => _srtp is not null;

    /// <summary>One more stream goes to this receiver; answers its place, by which what is queued names it.</summary>
    internal ushort Add(OutgoingStream stream)
    {
        _streams = [.. _streams, stream];
        return checked((ushort)(_streams.Length - 1));
    }

    public void Use(SrtpSender srtp, Instant now)
    {
        _srtp = srtp;
        Congestion.Open(now);
    }

    public void Use(in IceRoute route) => _route = route;

    /// <summary>Packets will be queued and sent in a moment: brings near what that needs, stage by stage, what points to the rest first.</summary>
    internal void Approach(int stage)
    {
        switch (stage)
        {
            case 0:
                CacheLine.Fetch(_peer, Peer.NearBytes);
                CacheLine.Fetch(Congestion);
                CacheLine.Fetch(_srtp);
                _outbox.Approach();
                break;
            case 1:
                CacheLine.Fetch(_streams);
                Congestion.Approach(0);
                _srtp?.Approach(0);
                break;
            default:
                Congestion.Approach(1);
                _srtp?.Approach(1);
                break;
        }
    }

    /// <summary>False when the receiver's queue is full.</summary>
    public bool TryQueue(in Queued entry)
    {
        _context.MarkDirty(_peer);
        return _outbox.TryAdd(entry);
    }

    /// <summary>Sends what may go now. Returns when to come again; <see cref="Instant.Never"/> when nothing waits.</summary>
    public Instant Drain(Instant now)
    {
        if (_srtp is null)
        {
            _outbox.Clear();
            return Instant.Never;
        }

        while (true)
        {
            var count = TakeRun(now, out var blockedUntil);
            if (count == 0)
            {
                if (Filler is null || !Congestion.Pacer.WantsPadding(now))
                    return Filler is null ? blockedUntil : Instant.Earlier(blockedUntil, Congestion.Pacer.NextPadding);

                if (!TryFillProbe(now))
                    return blockedUntil;

                continue;
            }

            WriteRun(count, now);
        }
    }

    public void SendRtcp(ReadOnlySpan<byte> compound)
    {
        if (_srtp is null)
            return;

        var buffer = _context.Egress.Reserve();
        compound.CopyTo(buffer);
        var length = _srtp.ProtectRtcp(buffer, compound.Length);
        if (length == 0)
            return;

        _context.Egress.StartMessage();
        _context.Egress.Commit(_route, length);
        _context.Egress.StartMessage();
    }

    private int TakeRun(Instant now, out Instant blockedUntil)
    {
        blockedUntil = Instant.Never;
        var count = 0;
        while (count < SendScratch.Length && _outbox.TryPeek(out var queued))
        {
            if (!Congestion.MaySend(queued.Size, queued.Kind, now))
            {
                blockedUntil = Congestion.Pacer.NextDeadline(queued.Size, queued.Kind, now);
                break;
            }

            _outbox.Take(queued.Kind);
            Congestion.Pacer.Sent(queued.Size, queued.Kind, now);
            _scratch.Entries[count++] = queued;
        }

        return count;
    }

    /// <summary>
    /// The kernel cuts a message into equal datagrams. Senders split a frame into packets that differ by a byte or two, so a little
    /// RTP padding makes a whole frame one message, and a message costs as much as a datagram.
    /// </summary>
    private void WriteRun(int count, Instant now)
    {
        var start = 0;
        while (start < count)
        {
            var (end, target) = EqualRun(start, count);
            _context.Egress.StartMessage((end - start) * (target + _srtp!.RtpOverhead));
            for (var i = start; i < end; i++)
            {
                var isShortTail = i == end - 1 && i > start && target - _scratch.Entries[i].Size > _options.MaximumPadding;
                Write(_scratch.Entries[i], end - start > 1 && !isShortTail ? target : 0, now);
            }

            start = end;
        }
    }

    private (int End, int Target) EqualRun(int start, int count)
    {
        var entries = _scratch.Entries;
        var target = entries[start].Size;
        var smallest = target;
        var end = start + 1;
        while (end < count)
        {
            var size = entries[end].Size;
            if (Math.Max(target, size) - Math.Min(smallest, size) > _options.MaximumPadding)
            {
                // One shorter datagram may close a message.
                return size < target ? (end + 1, target) : (end, target);
            }

            target = Math.Max(target, size);
            smallest = Math.Min(smallest, size);
            end++;
        }

        return (end, target);
    }

    private void Write(in Queued queued, int target, Instant now)
    {
        var buffer = _context.Egress.Reserve();
        var stream = _streams[queued.Stream];
        if (!stream.TryWrite(queued.Number, queued.Kind, Congestion.Next, buffer, now, out var written))
        {
            // The packet left its track's history while it waited: this receiver is too slow for it.
            _context.Counters.Count(DropReason.SubscriberBacklog);
            stream.LostPlace(now);
            return;
        }

        var length = written.Length;
        var padding = target - length;
        if (padding > 0 && padding <= _options.MaximumPadding && RtpHeaderWriter.TryAppendPadding(buffer, length, padding))
            length += padding;

        length = _srtp!.ProtectRtp(buffer, written.HeaderLength, length, written.Middle, written.RolloverCounter);
        if (length == 0)
        {
            _context.Counters.Count(DropReason.TooLarge);
            return;
        }

        _context.Egress.Commit(_route, length);
        Congestion.Packets.Sent(length, queued.Kind, Congestion.Pacer.Probe, now);
        _context.Counters.Forwarded(length, now - written.ArrivedAt, queued.Kind);
    }

    private bool TryFillProbe(Instant now)
    {
        if (!Filler!.TryWritePadding(Congestion.Next, _context.Egress.Reserve(), now, out var written))
            return false;

        var buffer = _context.Egress.Reserve();
        var length = _srtp!.ProtectRtp(buffer, written.HeaderLength, written.Length, written.Middle, written.RolloverCounter);
        if (length == 0)
            return false;

        _context.Egress.Commit(_route, length);
        Congestion.Sent(length, PacketKind.Padding, now);
        return true;
    }
}

/// <summary>What a stream has put into a buffer, before encryption: all but the middle of the payload, which is enciphered from where it is.</summary>
public readonly ref struct WrittenPacket(int length, int headerLength, ReadOnlySpan<byte> middle, uint rolloverCounter, Instant arrivedAt)
{
    public int Length { get; } = length;

    public int HeaderLength { get; } = headerLength;

    /// <summary>Of the history, so it is to be used at once. It belongs <see cref="SrtpSender.MiddleBatch"/> bytes behind the header.</summary>
    public ReadOnlySpan<byte> Middle { get; } = middle;

    public uint RolloverCounter { get; } = rolloverCounter;

    public Instant ArrivedAt { get; } = arrivedAt;
}

/// <summary>Scratch space of one shard for the run that is being sent.</summary>
public sealed class SendScratch
{
    public const int Length = EgressBatch.MaximumSegments;

    internal Queued[] Entries { get; } = new Queued[Length];
}

/// <summary>How a receiver is served.</summary>
public sealed record PeerSenderOptions
{
    /// <summary>About a second of a 10 Mbit/s stream. A receiver that is further behind waits for a key frame instead.</summary>
    public int MaximumQueued { get; init; } = 1024;

    /// <summary>What a datagram may grow by so that its neighbours share a message with it: 2 % of a full packet.</summary>
    public int MaximumPadding { get; init; } = 24;

    public CongestionOptions Congestion { get; init; } = new();
}
