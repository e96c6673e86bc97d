using System.Runtime.CompilerServices;

namespace Protocols.Srtp;

/// <summary>
/// Which of the latest packet indices have been accepted (RFC 3711 §3.3.2). It remembers at least <see cref="Reach"/> packets back:
/// a retransmission may come a second late in a stream of two thousand packets a second.
/// Invariant: the bits of a word describe the 64 indices of that word nearest below or around <see cref="Highest"/>.
/// </summary>
internal struct ReplayWindow
{
    // A ring of 32 words; the one that is entered next is cleared as a whole, so one word less is dependable.
    private const int Words = 32;
    public const ulong Reach = (Words - 1) * 64;

    private Bits _bits;

    public ulong Highest { get; private set; }

    public readonly bool MayAccept(ulong index)
    {
        if (index > Highest)
            return true;

        return Highest - index < Reach && (_bits[WordOf(index)] & (1UL << (int)(index % 64))) == 0;
    }

    /// <summary>To be called only for an index that is acceptable and whose packet is authentic.</summary>
    public void Mark(ulong index)
    {
        if (index > Highest)
        {
            var newWords = Math.Min((index / 64) - (Highest / 64), Words);
            for (var word = 0UL; word < newWords; word++)
                _bits[WordOf(index - (word * 64))] = 0;

            Highest = index;
        }

        _bits[WordOf(index)] |= 1UL << (int)(index % 64);
    }

    private static int WordOf(ulong index) => (int)(index / 64 % Words);

    [InlineArray(Words)]
    private struct Bits
    {
        private ulong _word;
    }
}
