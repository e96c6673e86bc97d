using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Protocols.Srtp.Crypto;

/// <summary>
/// AES-GCM on the processor's AES and carry-less multiplication instructions, for nonces of 12 bytes. It exists because it takes half
/// of libcrypto's time for a packet; <see cref="VectorAesGcmSelfTest"/> must pass before anyone is given one.
/// State of a key: 11 or 15 round keys and 8 powers of H, 304 or 368 bytes in one pinned array.
/// </summary>
internal sealed class VectorAesGcm : IAesGcm
{
    private const int BlockLength = 16;

    private readonly Vector128<byte>[] _state;
    private readonly int _rounds;

    public VectorAesGcm(ReadOnlySpan<byte> key)
    {
        _rounds = AesKeySchedule.LengthFor(key);
        _state = GC.AllocateArray<Vector128<byte>>(_rounds + Ghash.Powers, pinned: true);
        AesKeySchedule.Expand(key, _state.AsSpan(0, _rounds));
        Ghash.ExpandPowers(AesCounterBlocks.Encrypt(RoundKeys, Vector128<byte>.Zero), _state.AsSpan(_rounds));
    }

    public static bool IsSupported => Aes.IsSupported && Pclmulqdq.IsSupported && Ssse3.IsSupported;

    private ReadOnlySpan<Vector128<byte>> RoundKeys => _state.AsSpan(0, _rounds);

    private ReadOnlySpan<Vector128<byte>> Powers => _state.AsSpan(_rounds);

    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data, Span<byte> tag)
    {
        var keys = RoundKeys;
        var powers = Powers;
        var counter = FirstCounter(nonce);
        var mask = AesCounterBlocks.Encrypt(keys, AesCounterBlocks.Block(counter));
        counter = AesCounterBlocks.Add(counter, 1);

        var y = Ghash.Absorb(Vector128<ulong>.Zero, aad, powers);
        var blocks = MemoryMarshal.Cast<byte, Vector128<byte>>(data);
        var whole = blocks.Length - (blocks.Length % AesCounterBlocks.AtOnce);

        // The hash follows one batch behind: read back at once, what was just stored in sixteens would stall a load of sixty-four.
        for (var at = 0; at < whole; at += AesCounterBlocks.AtOnce)
        {
            AesCounterBlocks.XorEight(keys, counter, blocks.Slice(at, AesCounterBlocks.AtOnce));
            counter = AesCounterBlocks.Add(counter, AesCounterBlocks.AtOnce);
            if (at > 0)
                y = Ghash.AbsorbEight(y, blocks.Slice(at - AesCounterBlocks.AtOnce, AesCounterBlocks.AtOnce), powers);
        }

        Span<Vector128<byte>> scratch = stackalloc Vector128<byte>[AesCounterBlocks.AtOnce];
        var tail = data[(whole * BlockLength)..];
        var padded = BeginTail(tail, scratch);
        if (!tail.IsEmpty)
            AesCounterBlocks.XorEight(keys, counter, scratch);

        if (whole > 0)
            y = Ghash.AbsorbEight(y, blocks.Slice(whole - AesCounterBlocks.AtOnce, AesCounterBlocks.AtOnce), powers);

        EndTail(tail, scratch);
        y = Ghash.Absorb(y, scratch[..padded], powers);
        (mask ^ Ghash.Finish(y, aad.Length, data.Length, powers)).CopyTo(tag);
    }

    public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data, ReadOnlySpan<byte> tag)
    {
        var keys = RoundKeys;
        var powers = Powers;
        var counter = FirstCounter(nonce);
        var mask = AesCounterBlocks.Encrypt(keys, AesCounterBlocks.Block(counter));
        counter = AesCounterBlocks.Add(counter, 1);

        var y = Ghash.Absorb(Vector128<ulong>.Zero, aad, powers);
        var blocks = MemoryMarshal.Cast<byte, Vector128<byte>>(data);
        var whole = blocks.Length - (blocks.Length % AesCounterBlocks.AtOnce);
        for (var at = 0; at < whole; at += AesCounterBlocks.AtOnce)
        {
            var batch = blocks.Slice(at, AesCounterBlocks.AtOnce);
            y = Ghash.AbsorbEight(y, batch, powers);
            AesCounterBlocks.XorEight(keys, counter, batch);
            counter = AesCounterBlocks.Add(counter, AesCounterBlocks.AtOnce);
        }

        Span<Vector128<byte>> scratch = stackalloc Vector128<byte>[AesCounterBlocks.AtOnce];
        var tail = data[(whole * BlockLength)..];
        var padded = BeginTail(tail, scratch);
        y = Ghash.Absorb(y, scratch[..padded], powers);
        if (!tail.IsEmpty)
        {
            AesCounterBlocks.XorEight(keys, counter, scratch);
            EndTail(tail, scratch);
        }

        // Whole vectors are compared, so the time says nothing about where they differ.
        return (mask ^ Ghash.Finish(y, aad.Length, data.Length, powers)) == Vector128.Create(tag[..BlockLength]);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_state.AsSpan()));

    // Nonce | 1, which is the block that masks the tag; the data begins at 2 (NIST SP 800-38D §7.1). From there the count of blocks
    // would have to pass 2^32 to wrap, and a packet has at most 4096.
    private static Vector128<uint> FirstCounter(ReadOnlySpan<byte> nonce)
    {
        var words = MemoryMarshal.Cast<byte, uint>(nonce);
        return Vector128.Create(words[0], words[1], words[2], 1u);
    }

    /// <summary>Copies what is less than a batch beside zeros and answers how many blocks it takes up.</summary>
    private static int BeginTail(ReadOnlySpan<byte> tail, Span<Vector128<byte>> scratch)
    {
        scratch.Clear();
        tail.CopyTo(MemoryMarshal.AsBytes(scratch));
        return (tail.Length + BlockLength - 1) / BlockLength;
    }

    /// <summary>Copies the tail back and turns what follows it, which is bare keystream now, into the zeros that GHASH pads with.</summary>
    private static void EndTail(Span<byte> tail, Span<Vector128<byte>> scratch)
    {
        var bytes = MemoryMarshal.AsBytes(scratch);
        bytes[..tail.Length].CopyTo(tail);
        bytes[tail.Length..].Clear();
    }
}
