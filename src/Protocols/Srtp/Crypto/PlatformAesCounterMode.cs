using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Protocols.Srtp.Crypto;

/// <summary>Counter mode built on .NET's AES, which has none: one block at a time, so the slowest by far.</summary>
internal sealed class PlatformAesCounterMode : IAesCounterMode
{
    private const int BlockLength = 16;

    private readonly Aes _aes = Aes.Create();

    public PlatformAesCounterMode(ReadOnlySpan<byte> key) => _aes.SetKey(key);

    public void Cipher(ReadOnlySpan<byte> counter, Span<byte> data)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        Span<byte> keystream = stackalloc byte[BlockLength];
        counter.CopyTo(block);
        for (ushort number = 0; !data.IsEmpty; number++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(block[14..], number);
            _aes.EncryptEcb(block, keystream, PaddingMode.None);

            var count = Math.Min(BlockLength, data.Length);
            for (var i = 0; i < count; i++)
                data[i] ^= keystream[i];

            data = data[count..];
        }
    }

    public void Dispose() => _aes.Dispose();
}
