namespace Protocols.Codecs.Assembly;

/// <summary>
/// AV1 (RTP specification §4): the elements of a temporal unit, put together over packets, each with the size in its header that the sender left
/// out, behind a temporal delimiter.
/// </summary>
internal sealed class Av1Unpacker(int limit) : IUnpacker
{
    private const int TemporalDelimiter = 2;
    private const int TileList = 8;
    private const int Padding = 15;
    private const byte HasExtension = 0x04;
    private const byte HasSize = 0x02;
    private const byte Forbidden = 0x80;

    private readonly PictureBytes _element = new(limit);
    private bool _elementContinues;

    public void Begin()
    {
        _element.Clear();
        _elementContinues = false;
    }

    public bool TryAdd(ReadOnlySpan<byte> payload, PictureBytes picture, out PayloadFacts facts)
    {
        facts = default;
        if (!Av1AggregationHeader.TryParse(payload, out var header) || header.ContinuesElement != _elementContinues)
            return false;

        facts = new PayloadFacts(!header.ContinuesElement, header.StartsCodedVideoSequence || header.HasSequenceHeader);
        if (picture.Length == 0 && !picture.TryAdd([TemporalDelimiter << 3 | HasSize, 0]))
            return false;

        var elements = payload[1..];
        for (var index = 0; !elements.IsEmpty; index++)
        {
            if (!header.TryReadElement(ref elements, index, out var element) || !_element.TryAdd(element))
                return false;

            _elementContinues = elements.IsEmpty && header.ElementContinues;
            if (!_elementContinues && !TryFinish(picture))
                return false;
        }

        return true;
    }

    public bool TryEnd(PictureBytes picture) => !_elementContinues && picture.Length > 2 && picture.TryEndFrame();

    private bool TryFinish(PictureBytes picture)
    {
        if (!_element.TryEndFrame())
            return false;

        var unit = _element.Frame(0);
        _element.Clear();
        if (unit.IsEmpty)
            return true;

        var type = (unit[0] >> 3) & 0x0F;
        var headerLength = (unit[0] & HasExtension) != 0 ? 2 : 1;
        if ((unit[0] & Forbidden) != 0 || unit.Length < headerLength)
            return false;
        if (type is TemporalDelimiter or TileList or Padding)
            return true;
        if ((unit[0] & HasSize) != 0)
            return picture.TryAdd(unit);

        Span<byte> head = stackalloc byte[2 + 5];
        unit[..headerLength].CopyTo(head);
        head[0] |= HasSize;
        var length = headerLength + WriteLeb128(unit.Length - headerLength, head[headerLength..]);
        return picture.TryAdd(head[..length]) && picture.TryAdd(unit[headerLength..]);
    }

    private static int WriteLeb128(int value, Span<byte> bytes)
    {
        var length = 0;
        while (value >= 0x80)
        {
            bytes[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[length++] = (byte)value;
        return length;
    }
}
