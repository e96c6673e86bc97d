using System.Buffers.Binary;

namespace Protocols.Rtp;

/// <summary>
/// A look at the header extension block of one RTP packet (RFC 8285), one-byte or two-byte form.
/// Elements that run over the end of the block end the list; nothing outside it is ever read.
/// </summary>
public readonly ref struct RtpExtensions
{
    private const ushort OneByteProfile = 0xBEDE;
    private const ushort TwoByteProfile = 0x1000;

    private readonly ReadOnlySpan<byte> _elements;
    private readonly bool _twoByte;

    private RtpExtensions(ReadOnlySpan<byte> elements, bool twoByte)
    {
        _elements = elements;
        _twoByte = twoByte;
    }

    internal static RtpExtensions Over(ReadOnlySpan<byte> block)
    {
        var profile = BinaryPrimitives.ReadUInt16BigEndian(block);
        return profile == OneByteProfile ? new(block[4..], twoByte: false)
            : (profile & 0xFFF0) == TwoByteProfile ? new(block[4..], twoByte: true)
            : default;
    }

    public Enumerator GetEnumerator() => new(_elements, _twoByte);

    /// <summary>The same walk as the enumerator's, without building an element for each step: it is done several times per packet.</summary>
    public bool TryFind(byte id, out ReadOnlySpan<byte> value)
    {
        var elements = _elements;
        var position = 0;
        while (position < elements.Length)
        {
            int found = elements[position++];
            if (found == 0)
                continue;

            int length;
            if (_twoByte)
            {
                if (position == elements.Length)
                    break;

                length = elements[position++];
            }
            else
            {
                length = (found & 0x0F) + 1;
                found >>= 4;
                if (found == 15)
                    break;
            }

            if (length > elements.Length - position)
                break;

            if (found == id)
            {
                value = elements.Slice(position, length);
                return true;
            }

            position += length;
        }

        value = default;
        return false;
    }

    public readonly ref struct Element(byte id, ReadOnlySpan<byte> value)
    {
        public byte Id { get; } = id;

        public ReadOnlySpan<byte> Value { get; } = value;
    }

    public ref struct Enumerator(ReadOnlySpan<byte> elements, bool twoByte)
    {
        private readonly ReadOnlySpan<byte> _elements = elements;
        private int _position;

        public Element Current { get; private set; }

        public bool MoveNext()
        {
            // Byte 0 is padding in both forms; id 15 of the one-byte form ends the list (RFC 8285 §4.2).
            while (_position < _elements.Length && _elements[_position] == 0)
                _position++;

            if (_position >= _elements.Length)
                return false;

            byte id;
            int length;
            if (twoByte)
            {
                if (_position + 2 > _elements.Length)
                    return false;

                id = _elements[_position];
                length = _elements[_position + 1];
                _position += 2;
            }
            else
            {
                id = (byte)(_elements[_position] >> 4);
                length = (_elements[_position] & 0x0F) + 1;
                _position++;
                if (id == 15)
                    return false;
            }

            if (_position + length > _elements.Length)
                return false;

            Current = new Element(id, _elements.Slice(_position, length));
            _position += length;
            return true;
        }
    }
}
