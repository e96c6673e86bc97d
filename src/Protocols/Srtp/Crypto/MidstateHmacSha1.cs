using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Protocols.OpenSsl;

namespace Protocols.Srtp.Crypto;

/// <summary>
/// HMAC-SHA1 on libcrypto's SHA-1. HMAC hashes one block made of the key, then the message, and the same again around the result
/// (RFC 2104 §2). The two states after the key blocks never change, so we keep those, ten words, and begin every packet from them.
/// </summary>
internal sealed unsafe class MidstateHmacSha1 : IHmacSha1
{
    private const int BlockLength = 64;
    private const int StateWords = IHmacSha1.DigestLength / sizeof(uint);

    private readonly uint[] _states = GC.AllocateArray<uint>(2 * StateWords, pinned: true);

    public MidstateHmacSha1(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, BlockLength);
        Absorb(key, pad: 0x36, Inner);
        Absorb(key, pad: 0x5C, Outer);
    }

    private Span<uint> Inner => _states.AsSpan(0, StateWords);

    private Span<uint> Outer => _states.AsSpan(StateWords);

    public void Compute(ReadOnlySpan<byte> message, Span<byte> digest)
    {
        LibCrypto.ShaContext context;
        fixed (byte* messagePointer = message, digestPointer = digest)
        {
            Restore(Inner, out context);
            LibCrypto.Check(LibCrypto.SHA1_Update(&context, messagePointer, (nuint)message.Length));
            LibCrypto.Check(LibCrypto.SHA1_Final(digestPointer, &context));

            Restore(Outer, out context);
            LibCrypto.Check(LibCrypto.SHA1_Update(&context, digestPointer, IHmacSha1.DigestLength));
            LibCrypto.Check(LibCrypto.SHA1_Final(digestPointer, &context));
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_states.AsSpan()));

    private static void Absorb(ReadOnlySpan<byte> key, byte pad, Span<uint> state)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        block.Fill(pad);
        for (var i = 0; i < key.Length; i++)
            block[i] ^= key[i];

        LibCrypto.ShaContext context;
        LibCrypto.Check(LibCrypto.SHA1_Init(&context));
        fixed (byte* blockPointer = block)
            LibCrypto.Check(LibCrypto.SHA1_Update(&context, blockPointer, BlockLength));

        new ReadOnlySpan<uint>(&context, StateWords).CopyTo(state);
        CryptographicOperations.ZeroMemory(block);
        CryptographicOperations.ZeroMemory(new Span<byte>(&context, sizeof(LibCrypto.ShaContext)));
    }

    // One whole block has been hashed: 512 bits counted, none pending. The pending words need no value then.
    private static void Restore(ReadOnlySpan<uint> state, out LibCrypto.ShaContext context)
    {
        Unsafe.SkipInit(out context);
        context.H0 = state[0];
        context.H1 = state[1];
        context.H2 = state[2];
        context.H3 = state[3];
        context.H4 = state[4];
        context.BitCountLow = BlockLength * 8;
        context.BitCountHigh = 0;
        context.PendingLength = 0;
    }
}
