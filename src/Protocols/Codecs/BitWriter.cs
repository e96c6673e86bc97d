namespace Protocols.Codecs;

/// <summary>Writes big-endian bit fields into bytes that it clears first. What does not fit is remembered in <see cref="Overran"/>.</summary>
internal ref struct BitWriter
{
    private readonly Span<byte> _bytes;

    public BitWriter(Span<byte> bytes)
    {
        _bytes = bytes;
        bytes.Clear();
    }

    public int Position { get; private set; }

    public bool Overran { get; private set; }

    public readonly int Length => (Position + 7) / 8;

    /// <summary>At most 32 bits.</summary>
    public void Write(uint value, int count)
    {
        if (count > (_bytes.Length * 8) - Position)
        {
            Overran = true;
            return;
        }

        while (count > 0)
        {
            var free = 8 - (Position & 7);
            var part = Math.Min(free, count);
            var bits = (value >> (count - part)) & ((1u << part) - 1);
            _bytes[Position >> 3] |= (byte)(bits << (free - part));
            Position += part;
            count -= part;
        }
    }

    public void WriteFlag(bool flag) => Write(flag ? 1u : 0u, 1);

    public void Copy(ref BitReader reader, int count)
    {
        while (count > 0)
        {
            var part = Math.Min(32, count);
            Write(reader.Read(part), part);
            count -= part;
        }
    }
}
