using Protocols.Srtp;
using Protocols.Srtp.Crypto;

namespace Protocols.Tests.Srtp;

/// <summary>Our own AES-GCM against libcrypto and .NET. On a processor without the instructions there is nothing to compare.</summary>
public sealed class VectorAesGcmTests
{
    private static readonly SrtpCryptoChoice[] Kernels =
        VectorAesGcm.IsSupported ? [SrtpCryptoChoice.Vector, SrtpCryptoChoice.OpenSsl] : [SrtpCryptoChoice.OpenSsl];

    [Test]
    public void The_kernel_is_used_wherever_the_processor_allows()
    {
        Assert.That(SrtpCrypto.IsVectorKernelTrusted, Is.EqualTo(VectorAesGcm.IsSupported));
        Assert.That(SrtpCrypto.Report, Does.StartWith("SRTP: AES-GCM by ").And.EndsWith("."));
    }

    [Test]
    public void The_self_test_notices_a_wrong_implementation()
    {
        Assume.That(VectorAesGcm.IsSupported);

        Assert.That(VectorAesGcmSelfTest.Run((key, direction) => new FaultyAesGcm(SrtpCrypto.CreateTrustedAesGcm(key, direction))), Is.False);
    }

    [Test]
    public void Random_packets_are_sealed_and_opened_as_by_DotNet(
        [ValueSource(nameof(Kernels))] SrtpCryptoChoice choice, [Values(16, 32)] int keyLength)
    {
        var random = new Random(keyLength);
        for (var round = 0; round < 60; round++)
        {
            var key = Bytes(random, keyLength);
            using var sealing = SrtpCrypto.CreateAesGcm(key, choice, CipherDirection.Seal);
            using var opening = SrtpCrypto.CreateAesGcm(key, choice, CipherDirection.Open);
            using var oracle = new PlatformAesGcm(key);
            for (var i = 0; i < 50; i++)
                Compare(sealing, opening, oracle, Bytes(random, 12), Bytes(random, random.Next(200)), Bytes(random, random.Next(1_500)), random);
        }
    }

    [Test]
    public void Every_length_to_three_batches_and_the_longest_packet_agree_with_DotNet(
        [ValueSource(nameof(Kernels))] SrtpCryptoChoice choice)
    {
        var random = new Random(7);
        var key = Bytes(random, 16);
        using var sealing = SrtpCrypto.CreateAesGcm(key, choice, CipherDirection.Seal);
        using var opening = SrtpCrypto.CreateAesGcm(key, choice, CipherDirection.Open);
        using var oracle = new PlatformAesGcm(key);
        foreach (var length in Enumerable.Range(0, 400).Append(65_535))
        {
            Compare(sealing, opening, oracle, Bytes(random, 12), Bytes(random, 12), Bytes(random, length), random);
            Compare(sealing, opening, oracle, Bytes(random, 12), Bytes(random, length), Bytes(random, 40), random);
        }
    }

    // A count that carried would show here, in the nonce beside it.
    [Test]
    public void A_nonce_of_ones_is_not_carried_into()
    {
        Assume.That(VectorAesGcm.IsSupported);
        var key = new byte[16];
        var nonce = Enumerable.Repeat((byte)0xFF, 12).ToArray();
        using var kernel = new VectorAesGcm(key);
        using var oracle = new PlatformAesGcm(key);

        Compare(kernel, kernel, oracle, nonce, new byte[12], new byte[65_535], new Random(1));
    }

    [Test]
    public void Disposal_wipes_the_key()
    {
        Assume.That(VectorAesGcm.IsSupported);
        var (tag, wipedTag) = (new byte[16], new byte[16]);
        var kernel = new VectorAesGcm(Enumerable.Range(1, 16).Select(i => (byte)i).ToArray());
        kernel.Seal(new byte[12], [], [], tag);

        kernel.Dispose();
        kernel.Seal(new byte[12], [], [], wipedTag);

        Assert.That(wipedTag, Is.Not.EqualTo(tag));
    }

    private static void Compare(IAesGcm sealing, IAesGcm opening, PlatformAesGcm oracle, byte[] nonce, byte[] aad, byte[] plain, Random random)
    {
        var (expected, actual, expectedTag, actualTag) = (plain.ToArray(), plain.ToArray(), new byte[16], new byte[16]);
        oracle.Seal(nonce, aad, expected, expectedTag);
        sealing.Seal(nonce, aad, actual, actualTag);
        if (!actual.AsSpan().SequenceEqual(expected) || !actualTag.AsSpan().SequenceEqual(expectedTag))
            Assert.Fail($"sealed {plain.Length} bytes with {aad.Length} of AAD otherwise");

        var forgedTag = expectedTag.ToArray();
        forgedTag[random.Next(16)] ^= (byte)(1 << random.Next(8));
        if (opening.TryOpen(nonce, aad, expected.ToArray(), forgedTag))
            Assert.Fail($"accepted a forged tag on {plain.Length} bytes with {aad.Length} of AAD");

        if (!opening.TryOpen(nonce, aad, actual, expectedTag) || !actual.AsSpan().SequenceEqual(plain))
            Assert.Fail($"did not open {plain.Length} bytes with {aad.Length} of AAD");
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Wrong in one bit of one length only.</summary>
    private sealed class FaultyAesGcm(IAesGcm inner) : IAesGcm
    {
        public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data, Span<byte> tag)
        {
            inner.Seal(nonce, aad, data, tag);
            if (data.Length == 257)
                data[256] ^= 1;
        }

        public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> aad, Span<byte> data, ReadOnlySpan<byte> tag) =>
            inner.TryOpen(nonce, aad, data, tag);

        public void Dispose() => inner.Dispose();
    }
}
