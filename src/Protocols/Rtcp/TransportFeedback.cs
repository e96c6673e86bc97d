using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>
/// A look at transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1): which packets of one
/// transport arrived, and when. Whoever holds one knows that every status it announces has its chunk and its delta.
/// </summary>
public readonly ref struct TransportFeedback
{
    /// <summary>
    /// A few bytes of run-length chunks can speak of 65 535 packets, and forty such reports fit a datagram. Nobody has more
    /// than this many packets in flight, so a report of more is refused rather than walked through.
    /// </summary>
    public const int MaxStatusCount = 8_192;

    internal const int FixedLength = 16;
    internal const int MaxRun = 0x1FFF;

    internal const long DeltaTicks = 250 * TimeSpan.TicksPerMicrosecond;
    internal const long ReferenceTicks = 64 * TimeSpan.TicksPerMillisecond;

    private readonly ReadOnlySpan<byte> _body;
    private readonly int _deltaStart;

    private TransportFeedback(ReadOnlySpan<byte> body, int deltaStart)
    {
        _body = body;
        _deltaStart = deltaStart;
    }

    public Ssrc Sender => new(BinaryPrimitives.ReadUInt32BigEndian(_body));

    public Ssrc Media => new(BinaryPrimitives.ReadUInt32BigEndian(_body[4..]));

    public SequenceNumber BaseSequence => new(BinaryPrimitives.ReadUInt16BigEndian(_body[8..]));

    public int StatusCount => BinaryPrimitives.ReadUInt16BigEndian(_body[10..]);

    /// <summary>On the receiver's clock, whose zero is nobody's business; 24 bits of 64 ms, so it wraps every 12.4 days.</summary>
    public TimeSpan ReferenceTime => new(ReferenceTicks * (BinaryPrimitives.ReadInt32BigEndian(_body[12..]) >> 8));

    /// <summary>Counts feedback packets, so that a lost one is noticed; wraps at 256.</summary>
    public byte PacketCount => _body[15];

    //  |                    sender SSRC, media SSRC                    |
    //  |      base sequence number     |      packet status count      |
    //  |                 reference time                | fb pkt. count |
    //  |          packet chunk         |         packet chunk …
    //  |         recv delta            | …
    public static bool TryParse(in RtcpPacket packet, out TransportFeedback feedback)
    {
        feedback = default;
        var body = packet.Body;
        if (!packet.IsFeedback(RtcpType.TransportLayerFeedback, FeedbackFormat.TransportWide) || body.Length < FixedLength)
            return false;

        var left = (int)BinaryPrimitives.ReadUInt16BigEndian(body[10..]);
        if (left is 0 or > MaxStatusCount)
            return false;

        var position = FixedLength;
        var deltaBytes = 0;
        while (left > 0)
        {
            if (position + 2 > body.Length)
                return false;

            var chunk = new StatusChunk(BinaryPrimitives.ReadUInt16BigEndian(body[position..]));
            var covered = Math.Min(left, chunk.Count);
            if (covered == 0 || !chunk.TryDeltaBytes(covered, out var bytes))
                return false;

            position += 2;
            deltaBytes += bytes;
            left -= covered;
        }

        if (position + deltaBytes > body.Length)
            return false;

        feedback = new TransportFeedback(body, position);
        return true;
    }

    public Enumerator GetEnumerator() => new(this);

    /// <summary>
    /// The reference time without its wraps: <paramref name="previous"/> is what this returned for the report before, or for
    /// the first report its <see cref="ReferenceTime"/>.
    /// </summary>
    public TimeSpan UnwrapReferenceTime(TimeSpan previous)
    {
        var step = unchecked((int)((ReferenceTime.Ticks - previous.Ticks) / ReferenceTicks)) << 8 >> 8;
        return new TimeSpan(previous.Ticks + (step * ReferenceTicks));
    }

    public ref struct Enumerator
    {
        private readonly TransportFeedback _feedback;
        private SequenceNumber _sequence;
        private StatusChunk _chunk;
        private int _symbol;
        private int _chunkPosition;
        private int _deltaPosition;
        private int _left;
        private long _arrival;
        private bool _received;

        internal Enumerator(TransportFeedback feedback)
        {
            _feedback = feedback;
            _sequence = feedback.BaseSequence - 1;
            _chunkPosition = FixedLength;
            _deltaPosition = feedback._deltaStart;
            _left = feedback.StatusCount;
        }

        public readonly PacketFate Current => new(_sequence, _received, new TimeSpan(_arrival * DeltaTicks));

        public bool MoveNext()
        {
            if (_left == 0)
                return false;

            if (_symbol == _chunk.Count)
            {
                _chunk = new StatusChunk(BinaryPrimitives.ReadUInt16BigEndian(_feedback._body[_chunkPosition..]));
                _chunkPosition += 2;
                _symbol = 0;
            }

            _left--;
            _sequence = _sequence.Next;
            var symbol = _chunk[_symbol++];
            _received = symbol != StatusChunk.NotReceived;
            if (symbol == StatusChunk.SmallDelta)
            {
                _arrival += _feedback._body[_deltaPosition];
                _deltaPosition++;
            }
            else if (symbol == StatusChunk.LargeDelta)
            {
                _arrival += BinaryPrimitives.ReadInt16BigEndian(_feedback._body[_deltaPosition..]);
                _deltaPosition += 2;
            }

            return true;
        }
    }
}

/// <summary>
/// What became of one packet. <see cref="Arrival"/> counts from the report's <see cref="TransportFeedback.ReferenceTime"/>
/// in steps of 250 µs and means nothing when the packet was not received.
/// </summary>
public readonly record struct PacketFate(SequenceNumber Sequence, bool Received, TimeSpan Arrival);
