namespace Protocols.Codecs;

/// <summary>
/// Reads big-endian bit fields. Reading past the end gives zeros and is remembered in <see cref="Overran"/>, so a parser
/// checks once at the end of a group of fields instead of at every one.
/// </summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; set; }

    public bool Overran { get; private set; }

    public readonly int Remaining => (_bytes.Length * 8) - Position;

    /// <summary>At most 32 bits.</summary>
    public uint Read(int count)
    {
        if (count > Remaining)
        {
            Overran = true;
            Position = _bytes.Length * 8;
            return 0;
        }

        var value = 0UL;
        var taken = 0;
        while (taken < count)
        {
            var inByte = Position & 7;
            var part = Math.Min(8 - inByte, count - taken);
            var bits = (_bytes[Position >> 3] >> (8 - inByte - part)) & ((1 << part) - 1);
            value = (value << part) | (uint)bits;
            taken += part;
            Position += part;
        }

        return (uint)value;
    }

    public void Skip(int count)
    {
        Overran |= count > Remaining;
        Position = Math.Min(Position + count, _bytes.Length * 8);
    }

    public bool ReadFlag() => Read(1) != 0;

    /// <summary>A value below <paramref name="bound"/> in as few bits as it needs: <c>ns(n)</c> of the AV1 specification §4.10.7.</summary>
    public uint ReadNonSymmetric(uint bound)
    {
        var width = 0;
        for (var rest = bound; rest != 0; rest >>= 1)
            width++;

        if (width == 0)
            return 0;

        var shorter = (1u << width) - bound;
        var value = Read(width - 1);
        return value < shorter ? value : (value << 1) - shorter + Read(1);
    }

    /// <summary>Exponential Golomb, <c>ue(v)</c> of H.264 §9.1.</summary>
    public uint ReadGolomb()
    {
        var zeros = 0;
        while (!ReadFlag())
        {
            zeros++;
            if (zeros > 31 || Overran)
            {
                Overran = true;
                return 0;
            }
        }

        return zeros == 0 ? 0 : (1u << zeros) - 1 + Read(zeros);
    }

    /// <summary><c>se(v)</c> of H.264 §9.1.1.</summary>
    public int ReadSignedGolomb()
    {
        var code = ReadGolomb();
        return (code & 1) != 0 ? (int)((code + 1) / 2) : -(int)(code / 2);
    }
}
