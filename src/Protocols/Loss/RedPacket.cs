using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Loss;

/// <summary>
/// A look at a redundant audio payload (RFC 2198 §3): earlier frames, oldest first, and the packet's own frame behind them.
/// Whoever holds one holds a payload whose blocks all lie inside the bytes, at most <see cref="MaxBlocks"/> of them.
/// </summary>
public readonly ref struct RedPacket
{
    /// <summary>Own frame and earlier ones together; browsers accept no more.</summary>
    public const int MaxBlocks = 32;

    /// <summary>What the 14-bit timestamp offset can reach: 341 ms at 48 kHz, 17 frames of 20 ms.</summary>
    public const int MaxOffset = 0x3FFF;

    /// <summary>What the 10-bit length can say.</summary>
    public const int MaxBlockLength = 0x3FF;

    internal const int BlockHeaderLength = 4;

    private readonly ReadOnlySpan<byte> _headers;
    private readonly ReadOnlySpan<byte> _blocks;
    private readonly int _ownStart;

    private RedPacket(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> blocks, int ownStart, PayloadType ownType)
    {
        _headers = headers;
        _blocks = blocks;
        _ownStart = ownStart;
        PayloadType = ownType;
    }

    /// <summary>How many earlier frames there are.</summary>
    public int EarlierCount => _headers.Length / BlockHeaderLength;

    /// <summary>The type of the packet's own frame.</summary>
    public PayloadType PayloadType { get; }

    /// <summary>The packet's own frame; it has the RTP header's timestamp.</summary>
    public ReadOnlySpan<byte> Own => _blocks[_ownStart..];

    /// <summary>The earlier frames, oldest first as they were written.</summary>
    public Enumerator GetEnumerator() => new(_headers, _blocks);

    // |1| block PT (7) | timestamp offset (14) | block length (10) |   for each earlier frame
    // |0| block PT (7) |                                               for the packet's own
    // | blocks in the same order                                   |
    public static bool TryParse(ReadOnlySpan<byte> payload, out RedPacket packet)
    {
        packet = default;
        var at = 0;
        var total = 0;
        for (var blocks = 1; blocks <= MaxBlocks; blocks++)
        {
            if (payload.Length <= at)
                return false;

            if ((payload[at] & 0x80) == 0)
            {
                var data = payload[(at + 1)..];
                if (total > data.Length)
                    return false;

                packet = new RedPacket(payload[..at], data, total, new PayloadType(payload[at]));
                return true;
            }

            if (payload.Length < at + BlockHeaderLength)
                return false;

            total += BinaryPrimitives.ReadUInt16BigEndian(payload[(at + 2)..]) & MaxBlockLength;
            at += BlockHeaderLength;
        }

        return false;
    }

    /// <summary>One earlier frame and how many ticks it is older than the packet's own.</summary>
    public readonly ref struct Block(PayloadType payloadType, int offset, ReadOnlySpan<byte> data)
    {
        public PayloadType PayloadType { get; } = payloadType;

        public int Offset { get; } = offset;

        public ReadOnlySpan<byte> Data { get; } = data;
    }

    public ref struct Enumerator(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> blocks)
    {
        private ReadOnlySpan<byte> _headers = headers;
        private ReadOnlySpan<byte> _blocks = blocks;

        public Block Current { get; private set; }

        public bool MoveNext()
        {
            if (_headers.IsEmpty)
                return false;

            var header = BinaryPrimitives.ReadUInt32BigEndian(_headers);
            var length = (int)(header & MaxBlockLength);
            Current = new Block(new PayloadType((byte)((header >> 24) & 0x7F)), (int)((header >> 10) & MaxOffset), _blocks[..length]);
            _headers = _headers[BlockHeaderLength..];
            _blocks = _blocks[length..];
            return true;
        }
    }
}
