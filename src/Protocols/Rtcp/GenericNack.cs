using System.Buffers.Binary;
using System.Numerics;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>
/// A look at a generic NACK (RFC 4585 §6.2.1): pairs of a lost number and a mask of the sixteen that follow it. Enumerating
/// gives every number that is asked for, in the order of the wire; a hostile packet may ask for one number many times.
/// </summary>
public readonly ref struct GenericNack
{
    internal const int PairLength = 4;

    private readonly ReadOnlySpan<byte> _body;

    private GenericNack(ReadOnlySpan<byte> body) => _body = body;

    public Ssrc Sender => new(BinaryPrimitives.ReadUInt32BigEndian(_body));

    public Ssrc Media => new(BinaryPrimitives.ReadUInt32BigEndian(_body[4..]));

    public static bool TryParse(in RtcpPacket packet, out GenericNack nack)
    {
        nack = default;
        var body = packet.Body;
        if (!packet.IsFeedback(RtcpType.TransportLayerFeedback, FeedbackFormat.GenericNack) || body.Length < 8 + PairLength)
            return false;

        nack = new GenericNack(body);
        return true;
    }

    public Enumerator GetEnumerator() => new(_body[8..]);

    public ref struct Enumerator(ReadOnlySpan<byte> pairs)
    {
        private ReadOnlySpan<byte> _rest = pairs;
        private SequenceNumber _packetId;
        private ushort _following;

        public SequenceNumber Current { get; private set; }

        public bool MoveNext()
        {
            if (_following != 0)
            {
                Current = _packetId + 1 + BitOperations.TrailingZeroCount(_following);
                _following &= (ushort)(_following - 1);
                return true;
            }

            if (_rest.Length < PairLength)
                return false;

            _packetId = new SequenceNumber(BinaryPrimitives.ReadUInt16BigEndian(_rest));
            _following = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
            _rest = _rest[PairLength..];
            Current = _packetId;
            return true;
        }
    }
}
