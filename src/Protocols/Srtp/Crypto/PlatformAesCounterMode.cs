using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Protocols.Srtp.Crypto;

/// <summary>Counter mode built on .NET's AES, which has none: the keystream of a packet is made in one call, because each call is dear.</summary>
internal sealed class PlatformAesCounterMode : IAesCounterMode
{
    private const int BlockLength = 16;
    private const int LongestRun = 128 * BlockLength;

    private readonly Aes _aes = Aes.Create();

    public PlatformAesCounterMode(ReadOnlySpan<byte> key) => _aes.SetKey(key);

    public void Cipher(ReadOnlySpan<byte> counter, Span<byte> data)
    {
        Span<byte> counters = stackalloc byte[LongestRun];
        Span<byte> keystream = stackalloc byte[LongestRun];
        for (ushort number = 0; !data.IsEmpty;)
        {
            var length = Math.Min(data.Length, LongestRun);
            var padded = (length + BlockLength - 1) / BlockLength * BlockLength;
            for (var block = counters[..padded]; !block.IsEmpty; block = block[BlockLength..])
            {
                counter.CopyTo(block);
                BinaryPrimitives.WriteUInt16BigEndian(block[14..], number++);
            }

            _aes.EncryptEcb(counters[..padded], keystream, PaddingMode.None);
            for (var i = 0; i < length; i++)
                data[i] ^= keystream[i];

            data = data[length..];
        }
    }

    public void Dispose() => _aes.Dispose();
}
