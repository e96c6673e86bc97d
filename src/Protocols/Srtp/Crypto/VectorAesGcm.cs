using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Protocols.Srtp.Crypto;

/// <summary>
/// AES-GCM on the processor's AES and carry-less multiplication instructions, for nonces of 12 bytes. It exists because it takes half
/// of libcrypto's time for a packet; <see cref="VectorAesGcmSelfTest"/> must pass before anyone is given one.
/// State of a key: 11 or 15 round keys and 8 powers of H, which are part of the object so that they are in the page where it is.
/// </summary>
internal sealed class VectorAesGcm : IAesGcm
{
    private const int BlockLength = 16;

    private readonly int _rounds;
    private State _state;

    public VectorAesGcm(ReadOnlySpan<byte> key)
    {
        _rounds = AesKeySchedule.LengthFor(key);
        Span<Vector128<byte>> state = _state;
        AesKeySchedule.Expand(key, state[.._rounds]);
        Ghash.ExpandPowers(AesCounterBlocks.Encrypt(RoundKeys, Vector128<byte>.Zero), state.Slice(_rounds, Ghash.Powers));
    }

    public static bool IsSupported => Aes.IsSupported && Pclmulqdq.IsSupported && Ssse3.IsSupported;

    private ReadOnlySpan<Vector128<byte>> RoundKeys => ((ReadOnlySpan<Vector128<byte>>)_state)[.._rounds];

    private ReadOnlySpan<Vector128<byte>> Powers => ((ReadOnlySpan<Vector128<byte>>)_state).Slice(_rounds, Ghash.Powers);

    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data, Span<byte> tag) => Seal(nonce, aad, [], data, tag);

    [SkipLocalsInit]
    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, ReadOnlySpan<byte> middle, Span<byte> data, Span<byte> tag)
    {
        Span<Vector128<byte>> end = stackalloc Vector128<byte>[AesCounterBlocks.AtOnce + 1];
        var y = AbsorbHeader(aad, end);
        var first = FirstCounter(nonce);
        var whole = WholeBatches(data);
        y = SealBatches(RoundKeys, Powers, AesCounterBlocks.Add(first, 1), MemoryMarshal.Cast<byte, Vector128<byte>>(middle), whole, y);

        var tail = data[(whole.Length * BlockLength)..];
        var tailBlocks = LoadPadded(tail, end);
        var mask = XorTail(first, whole.Length, tailBlocks, end);
        if (tailBlocks > 0)
            StorePadded(end, tail);

        if (!whole.IsEmpty)
            y = Ghash.AbsorbEight(y, whole[^AesCounterBlocks.AtOnce..], Powers);

        (Close(y, end, tailBlocks, aad.Length, data.Length) ^ mask).CopyTo(tag);
    }

    [SkipLocalsInit]
    public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data, ReadOnlySpan<byte> tag)
    {
        Span<Vector128<byte>> end = stackalloc Vector128<byte>[AesCounterBlocks.AtOnce + 1];
        var y = AbsorbHeader(aad, end);
        var first = FirstCounter(nonce);
        var whole = WholeBatches(data);
        y = OpenBatches(RoundKeys, Powers, AesCounterBlocks.Add(first, 1), whole, y);

        var tail = data[(whole.Length * BlockLength)..];
        var tailBlocks = LoadPadded(tail, end);
        var digest = Close(y, end, tailBlocks, aad.Length, data.Length);
        var mask = XorTail(first, whole.Length, tailBlocks, end);
        if (tailBlocks > 0)
            StorePadded(end, tail);

        // Whole vectors are compared, so the time says nothing about where they differ.
        return (digest ^ mask) == Vector128.Create(tag[..BlockLength]);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes((Span<Vector128<byte>>)_state));

    // Nonce | 1, which is the block that masks the tag; the data begins at 2 (NIST SP 800-38D §7.1). From there the count of blocks
    // would have to pass 2^32 to wrap, and a packet has at most 4096.
    private static Vector128<uint> FirstCounter(ReadOnlySpan<byte> nonce)
    {
        var words = MemoryMarshal.Cast<byte, uint>(nonce);
        return Vector128.Create(words[0], words[1], words[2], 1u);
    }

    private static Span<Vector128<byte>> WholeBatches(Span<byte> data)
    {
        var blocks = MemoryMarshal.Cast<byte, Vector128<byte>>(data);
        return blocks[..(blocks.Length - (blocks.Length % AesCounterBlocks.AtOnce))];
    }

    // The hash follows one batch behind and leaves the last to the caller: read back at once, what was just stored in sixteens would
    // stall a load of sixty-four. What the middle holds is not copied: it is read there and written here.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector128<ulong> SealBatches(
        ReadOnlySpan<Vector128<byte>> keys, ReadOnlySpan<Vector128<byte>> powers,
        Vector128<uint> counter, ReadOnlySpan<Vector128<byte>> middle, Span<Vector128<byte>> blocks, Vector128<ulong> y)
    {
        if (blocks.IsEmpty)
            return y;

        AesCounterBlocks.XorEight(keys, counter, blocks, blocks);
        while (blocks.Length > AesCounterBlocks.AtOnce)
        {
            var next = blocks[AesCounterBlocks.AtOnce..];
            counter = AesCounterBlocks.Add(counter, AesCounterBlocks.AtOnce);
            var isElsewhere = !middle.IsEmpty;
            AesCounterBlocks.XorEight(keys, counter, isElsewhere ? middle : next, next);
            if (isElsewhere)
                middle = middle[AesCounterBlocks.AtOnce..];

            y = Ghash.AbsorbEight(y, blocks, powers);
            blocks = next;
        }

        return y;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector128<ulong> OpenBatches(
        ReadOnlySpan<Vector128<byte>> keys, ReadOnlySpan<Vector128<byte>> powers,
        Vector128<uint> counter, Span<Vector128<byte>> blocks, Vector128<ulong> y)
    {
        while (!blocks.IsEmpty)
        {
            y = Ghash.AbsorbEight(y, blocks, powers);
            AesCounterBlocks.XorEight(keys, counter, blocks, blocks);
            counter = AesCounterBlocks.Add(counter, AesCounterBlocks.AtOnce);
            blocks = blocks[AesCounterBlocks.AtOnce..];
        }

        return y;
    }

    // A header is absorbed in one step, in the place where the tail comes later.
    private Vector128<ulong> AbsorbHeader(ReadOnlySpan<byte> aad, Span<Vector128<byte>> scratch) =>
        aad.Length <= AesCounterBlocks.AtOnce * BlockLength
            ? Ghash.Absorb(Vector128<ulong>.Zero, scratch[..LoadPadded(aad, scratch)], Powers)
            : Ghash.Absorb(Vector128<ulong>.Zero, aad, Powers);

    /// <summary>⊕ of what is less than a batch with its keystream; answers the mask of the tag, which is made in the same go where there is room.</summary>
    private Vector128<byte> XorTail(Vector128<uint> first, int before, int blocks, Span<Vector128<byte>> end)
    {
        var counter = AesCounterBlocks.Add(first, 1 + (uint)before);
        if (blocks == AesCounterBlocks.AtOnce)
        {
            AesCounterBlocks.XorEight(RoundKeys, counter, end, end);
            return AesCounterBlocks.Encrypt(RoundKeys, AesCounterBlocks.Block(first));
        }

        end[AesCounterBlocks.AtOnce - 1] = Vector128<byte>.Zero;
        AesCounterBlocks.XorEight(RoundKeys, counter, first, end, end);
        return end[AesCounterBlocks.AtOnce - 1];
    }

    /// <summary>The hash of all, with the lengths as its closing block.</summary>
    private Vector128<byte> Close(Vector128<ulong> y, Span<Vector128<byte>> end, int tailBlocks, int aadLength, int dataLength)
    {
        end[tailBlocks] = Ghash.Lengths(aadLength, dataLength);
        return Ghash.Digest(Ghash.Absorb(y, end[..(tailBlocks + 1)], Powers));
    }

    /// <summary>Copies what is less than a batch, its last block filled up with zeros, and answers how many blocks that makes.</summary>
    private static int LoadPadded(ReadOnlySpan<byte> tail, Span<Vector128<byte>> blocks)
    {
        var whole = MemoryMarshal.Cast<byte, Vector128<byte>>(tail);
        for (var i = 0; i < whole.Length; i++)
            blocks[i] = whole[i];

        var rest = tail[(whole.Length * BlockLength)..];
        if (rest.IsEmpty)
            return whole.Length;

        blocks[whole.Length] = Vector128<byte>.Zero;
        rest.CopyTo(MemoryMarshal.AsBytes(blocks[whole.Length..]));
        return whole.Length + 1;
    }

    /// <summary>Copies the blocks back, and turns what follows the tail, which is bare keystream now, into the zeros that GHASH pads with.</summary>
    private static void StorePadded(Span<Vector128<byte>> blocks, Span<byte> tail)
    {
        var whole = MemoryMarshal.Cast<byte, Vector128<byte>>(tail);
        for (var i = 0; i < whole.Length; i++)
            whole[i] = blocks[i];

        var rest = tail[(whole.Length * BlockLength)..];
        var last = MemoryMarshal.AsBytes(blocks.Slice(whole.Length, 1));
        last[..rest.Length].CopyTo(rest);
        last[rest.Length..].Clear();
    }

    [InlineArray(AesKeySchedule.LongestLength + Ghash.Powers)]
    private struct State
    {
        private Vector128<byte> _block;
    }
}
