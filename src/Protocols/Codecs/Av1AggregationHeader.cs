namespace Protocols.Codecs;

/// <summary>
/// The first byte of every AV1 packet (AV1 RTP specification §4.4), and whether a sequence header is among the OBU
/// elements that begin in the packet.
/// </summary>
public readonly record struct Av1AggregationHeader
{
    private const int SequenceHeader = 1;
    private const int MaxElements = 64;

    /// <summary>Z: the first element continues one of the packet before.</summary>
    public bool ContinuesElement { get; private init; }

    /// <summary>Y: the last element goes on in the next packet.</summary>
    public bool ElementContinues { get; private init; }

    /// <summary>W: how many elements there are, 0 when each has its length in front.</summary>
    public byte ElementCount { get; private init; }

    /// <summary>N: the first packet of a coded video sequence, which begins with a key frame.</summary>
    public bool StartsCodedVideoSequence { get; private init; }

    public bool HasSequenceHeader { get; private init; }

    //  0 1 2 3 4 5 6 7
    // |Z|Y| W |N|-|-|-|
    public static bool TryParse(ReadOnlySpan<byte> payload, out Av1AggregationHeader header)
    {
        header = default;
        if (payload.Length < 2)
            return false;

        var first = payload[0];
        var continues = (first & 0x80) != 0;
        var startsSequence = (first & 0x08) != 0;

        // A packet that starts a sequence can't continue a fragment (§4.4).
        if (continues && startsSequence)
            return false;

        var count = (byte)((first >> 4) & 0x03);
        if (!TryFindSequenceHeader(payload[1..], count, continues, out var hasSequenceHeader))
            return false;

        header = new Av1AggregationHeader
        {
            ContinuesElement = continues,
            ElementContinues = (first & 0x40) != 0,
            ElementCount = count,
            StartsCodedVideoSequence = startsSequence,
            HasSequenceHeader = hasSequenceHeader,
        };
        return true;
    }

    /// <summary>Cuts the element of this index off the front of the elements behind the header; only the last of a packet may have no length in front.</summary>
    internal bool TryReadElement(ref ReadOnlySpan<byte> elements, int index, out ReadOnlySpan<byte> element)
    {
        element = default;
        if (index == MaxElements || !TryReadLength(ref elements, ElementCount, index, out var length))
            return false;

        element = elements[..length];
        elements = elements[length..];
        return true;
    }

    private static bool TryFindSequenceHeader(ReadOnlySpan<byte> elements, int count, bool continues, out bool found)
    {
        found = false;
        for (var index = 0; index < MaxElements && !elements.IsEmpty; index++)
        {
            if (!TryReadLength(ref elements, count, index, out var length))
                return false;

            if (length > 0 && !(continues && index == 0) && ((elements[0] >> 3) & 0x0F) == SequenceHeader)
                found = true;

            elements = elements[length..];
        }

        return true;
    }

    private static bool TryReadLength(ref ReadOnlySpan<byte> elements, int count, int index, out int length)
    {
        length = elements.Length;
        return (count != 0 && index >= count - 1) || (TryReadLeb128(ref elements, out length) && length <= elements.Length);
    }

    private static bool TryReadLeb128(ref ReadOnlySpan<byte> bytes, out int value)
    {
        value = 0;
        for (var i = 0; i < 4 && i < bytes.Length; i++)
        {
            value |= (bytes[i] & 0x7F) << (7 * i);
            if ((bytes[i] & 0x80) == 0)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
