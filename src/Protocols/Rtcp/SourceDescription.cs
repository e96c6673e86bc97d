using System.Buffers.Binary;
using Protocols.Rtp;

namespace Protocols.Rtcp;

/// <summary>
/// A look at a source description (RFC 3550 §6.5): chunks of items, of which the CNAME matters here. A chunk that runs over
/// the end of the packet ends the list.
/// </summary>
public readonly ref struct SourceDescription
{
    internal const byte CnameItem = 1;

    private readonly ReadOnlySpan<byte> _body;
    private readonly int _count;

    private SourceDescription(ReadOnlySpan<byte> body, int count)
    {
        _body = body;
        _count = count;
    }

    public static bool TryParse(in RtcpPacket packet, out SourceDescription description)
    {
        description = default;
        if (packet.Type != RtcpType.SourceDescription)
            return false;

        description = new SourceDescription(packet.Body, packet.Count);
        return true;
    }

    public bool TryFindCname(Ssrc source, out ReadOnlySpan<byte> cname)
    {
        foreach (var chunk in this)
        {
            if (chunk.Source == source && chunk.TryFind(CnameItem, out cname))
                return true;
        }

        cname = default;
        return false;
    }

    public Enumerator GetEnumerator() => new(_body, _count);

    public readonly ref struct Chunk
    {
        private readonly ReadOnlySpan<byte> _items;

        internal Chunk(Ssrc source, ReadOnlySpan<byte> items)
        {
            Source = source;
            _items = items;
        }

        public Ssrc Source { get; }

        public bool TryFind(byte itemType, out ReadOnlySpan<byte> text)
        {
            for (var position = 0; position + 2 <= _items.Length; position += 2 + _items[position + 1])
            {
                if (_items[position] == itemType)
                {
                    text = _items.Slice(position + 2, _items[position + 1]);
                    return true;
                }
            }

            text = default;
            return false;
        }
    }

    public ref struct Enumerator(ReadOnlySpan<byte> body, int count)
    {
        private readonly ReadOnlySpan<byte> _body = body;
        private int _left = count;
        private int _position;

        public Chunk Current { get; private set; }

        public bool MoveNext()
        {
            if (_left-- <= 0 || _position + 4 > _body.Length)
                return false;

            var start = _position + 4;
            var end = start;
            while (end < _body.Length && _body[end] != 0)
            {
                if (end + 2 > _body.Length || end + 2 + _body[end + 1] > _body.Length)
                    return false;

                end += 2 + _body[end + 1];
            }

            // The list of items must be ended by at least one zero byte, which also fills up to the next 32-bit boundary.
            if (end >= _body.Length)
                return false;

            Current = new Chunk(new Ssrc(BinaryPrimitives.ReadUInt32BigEndian(_body[_position..])), _body[start..end]);
            _position = (end + 4) & ~3;
            return true;
        }
    }
}
