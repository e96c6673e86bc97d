using System.Text;

namespace Scenarios.Media;

/// <summary>Bits written one after the other, independent of the product's own writer.</summary>
internal sealed class BitText
{
    private readonly StringBuilder _bits = new();

    public BitText Add(int value, int count)
    {
        if (count > 0)
            _bits.Append(Convert.ToString(value, 2).PadLeft(count, '0'));

        return this;
    }

    /// <summary>ns(n) of the AV1 specification, §4.10.7.</summary>
    public BitText AddNonSymmetric(int value, int bound)
    {
        var width = (int)Math.Floor(Math.Log2(bound)) + 1;
        var shorter = (1 << width) - bound;
        return value < shorter ? Add(value, width - 1) : Add(value + shorter, width);
    }

    public byte[] ToBytes() => _bits.ToString().PadRight((_bits.Length + 7) / 8 * 8, '0')
        .Chunk(8).Select(bits => Convert.ToByte(new string(bits), 2)).ToArray();
}
