namespace Protocols.Srtp.Crypto;

/// <summary>
/// Compares <see cref="VectorAesGcm"/> on this very processor with an implementation that the world trusts, once per process.
/// The lengths are those where the code takes another turn: nothing, around a block, around a batch, a packet.
/// </summary>
internal static class VectorAesGcmSelfTest
{
    private static ReadOnlySpan<int> KeyLengths => [16, 32];

    private static ReadOnlySpan<int> AadLengths => [0, 12, 16, 20, 140];

    private static ReadOnlySpan<int> DataLengths => [0, 1, 15, 16, 17, 113, 127, 128, 129, 160, 255, 256, 257, 1_188, 1_500];

    /// <summary>Whether every case agreed, with the oracle made by <paramref name="createOracle"/>.</summary>
    public static bool Run(Func<byte[], CipherDirection, IAesGcm> createOracle)
    {
        foreach (var keyLength in KeyLengths)
        {
            var key = Pattern(keyLength, seed: keyLength);
            using var kernel = new VectorAesGcm(key);
            using var oracle = createOracle(key, CipherDirection.Seal);
            foreach (var aadLength in AadLengths)
            {
                foreach (var dataLength in DataLengths)
                {
                    if (!Agree(kernel, oracle, aadLength, dataLength))
                        return false;
                }
            }
        }

        return true;
    }

    private static bool Agree(VectorAesGcm kernel, IAesGcm oracle, int aadLength, int dataLength)
    {
        var (nonce, aad, plain) = (Pattern(12, dataLength), Pattern(aadLength, dataLength + 1), Pattern(dataLength, aadLength + 2));
        var (expected, actual) = (plain.ToArray(), plain.ToArray());
        var (expectedTag, actualTag) = (new byte[16], new byte[16]);
        oracle.Seal(nonce, aad, expected, expectedTag);
        kernel.Seal(nonce, aad, actual, actualTag);
        if (!actual.AsSpan().SequenceEqual(expected) || !actualTag.AsSpan().SequenceEqual(expectedTag))
            return false;

        if (!AgreesFromElsewhere(kernel, nonce, aad, plain, actual, actualTag))
            return false;

        if (!kernel.TryOpen(nonce, aad, actual, actualTag) || !actual.AsSpan().SequenceEqual(plain))
            return false;

        actualTag[dataLength % 16] ^= 0x40;
        return !kernel.TryOpen(nonce, aad, expected, actualTag);
    }

    private static bool AgreesFromElsewhere(VectorAesGcm kernel, byte[] nonce, byte[] aad, byte[] plain, byte[] expected, byte[] expectedTag)
    {
        var (actual, tag) = (plain.ToArray(), new byte[16]);
        var batches = Math.Max(0, (plain.Length / SrtpSender.MiddleBatch) - 1);
        var from = Math.Min(SrtpSender.MiddleBatch, plain.Length);
        var length = batches * SrtpSender.MiddleBatch;
        actual.AsSpan(from, length).Clear();
        kernel.Seal(nonce, aad, plain.AsSpan(from, length), actual, tag);
        return actual.AsSpan().SequenceEqual(expected) && tag.AsSpan().SequenceEqual(expectedTag);
    }

    // Any bytes will do, as long as none of them is special.
    private static byte[] Pattern(int length, int seed)
    {
        var bytes = new byte[length];
        var state = (uint)(seed + 1) * 2_654_435_761;
        foreach (ref var value in bytes.AsSpan())
        {
            state = (state * 1_664_525) + 1_013_904_223;
            value = (byte)(state >> 24);
        }

        return bytes;
    }
}
