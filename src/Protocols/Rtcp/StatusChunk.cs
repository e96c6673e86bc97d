using System.Numerics;

namespace Protocols.Rtcp;

/// <summary>
/// Sixteen bits that give the status of one packet or many
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.3 run length, §3.1.4 vector of one- or two-bit symbols).
/// </summary>
internal readonly record struct StatusChunk(ushort Value)
{
    public const int NotReceived = 0;
    public const int SmallDelta = 1;
    public const int LargeDelta = 2;

    public const int OneBitCapacity = 14;
    public const int TwoBitCapacity = 7;

    // 0SSLLLLL LLLLLLLL run; 10ssssss ssssssss one bit each; 11ssssss ssssssss two bits each.
    private bool IsVector => (Value & 0x8000) != 0;

    private bool IsTwoBit => (Value & 0x4000) != 0;

    public int Count => !IsVector ? Value & 0x1FFF : IsTwoBit ? TwoBitCapacity : OneBitCapacity;

    public int this[int index] =>
        !IsVector ? (Value >> 13) & 3
        : IsTwoBit ? (Value >> (2 * (TwoBitCapacity - 1 - index))) & 3
        : (Value >> (OneBitCapacity - 1 - index)) & 1;

    public static StatusChunk Run(int symbol, int length) => new((ushort)((symbol << 13) | length));

    public static StatusChunk OneBitVector(ReadOnlySpan<byte> symbols)
    {
        var bits = 0x8000;
        for (var i = 0; i < symbols.Length; i++)
            bits |= symbols[i] << (OneBitCapacity - 1 - i);

        return new((ushort)bits);
    }

    public static StatusChunk TwoBitVector(ReadOnlySpan<byte> symbols)
    {
        var bits = 0xC000;
        for (var i = 0; i < symbols.Length; i++)
            bits |= symbols[i] << (2 * (TwoBitCapacity - 1 - i));

        return new((ushort)bits);
    }

    /// <summary>How many delta bytes the first symbols need; false if one of them is the reserved symbol 3.</summary>
    public bool TryDeltaBytes(int symbols, out int bytes)
    {
        bytes = 0;
        if (!IsVector)
        {
            bytes = symbols * this[0];
            return this[0] != 3;
        }

        if (!IsTwoBit)
        {
            bytes = BitOperations.PopCount((uint)(Value & 0x3FFF) >> (OneBitCapacity - symbols));
            return true;
        }

        for (var i = 0; i < symbols; i++)
        {
            if (this[i] == 3)
                return false;

            bytes += this[i];
        }

        return true;
    }
}
