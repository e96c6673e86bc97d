using Protocols.OpenSsl;
using Protocols.Srtp.Crypto;

namespace Protocols.Srtp;

/// <summary>
/// Which implementation of the ciphers this machine gets, and why. Decided once per process, in some milliseconds: a host that
/// touches this at start-up has also made the kernel known to the compiler before the first packet comes.
/// </summary>
public static class SrtpCrypto
{
    private static readonly bool HasOpenSsl = OpenSslLibrary.TryCheck(out _);

    /// <summary>Whether the processor has what our own AES-GCM needs, and it agreed with the trusted implementation in every case.</summary>
    public static bool IsVectorKernelTrusted { get; } = VectorAesGcm.IsSupported && VectorAesGcmSelfTest.Run(CreateTrustedAesGcm);

    /// <summary>One sentence for the log.</summary>
    public static string Report { get; } = $"SRTP: AES-GCM by {NameAesGcm()}, AES-CM and HMAC-SHA1 by {NameTrusted()}.";

    internal static ISrtpTransform CreateTransform(
        SrtpProfile profile, SrtpSessionKeys keys, SrtpCryptoChoice choice, CipherDirection direction) =>
        profile.IsAead() ? new AeadTransform(keys, choice, direction) : new CounterModeTransform(profile, keys, choice);

    internal static IAesGcm CreateAesGcm(ReadOnlySpan<byte> key, SrtpCryptoChoice choice, CipherDirection direction) => choice switch
    {
        SrtpCryptoChoice.Platform => new PlatformAesGcm(key),
        SrtpCryptoChoice.OpenSsl => new OpenSslAesGcm(key, direction),
        SrtpCryptoChoice.Vector when !VectorAesGcm.IsSupported =>
            throw new PlatformNotSupportedException("The processor has no AES or carry-less multiplication instructions."),
        SrtpCryptoChoice.Vector => new VectorAesGcm(key),
        _ => IsVectorKernelTrusted ? new VectorAesGcm(key) : CreateTrustedAesGcm(key, direction),
    };

    internal static IAesCounterMode CreateCounterMode(ReadOnlySpan<byte> key, SrtpCryptoChoice choice) =>
        IsLibCrypto(choice) ? new OpenSslAesCounterMode(key) : new PlatformAesCounterMode(key);

    internal static IHmacSha1 CreateHmac(ReadOnlySpan<byte> key, SrtpCryptoChoice choice) =>
        IsLibCrypto(choice) ? new MidstateHmacSha1(key) : new PlatformHmacSha1(key);

    internal static IAesGcm CreateTrustedAesGcm(ReadOnlySpan<byte> key, CipherDirection direction) =>
        HasOpenSsl ? new OpenSslAesGcm(key, direction) : new PlatformAesGcm(key);

    private static IAesGcm CreateTrustedAesGcm(byte[] key, CipherDirection direction) => CreateTrustedAesGcm(key.AsSpan(), direction);

    private static bool IsLibCrypto(SrtpCryptoChoice choice) =>
        choice == SrtpCryptoChoice.OpenSsl || (choice != SrtpCryptoChoice.Platform && HasOpenSsl);

    private static string NameAesGcm()
    {
        if (IsVectorKernelTrusted)
            return "the vector kernel, whose self-test passed";

        return VectorAesGcm.IsSupported
            ? $"{NameTrusted()}, because the vector kernel's self-test FAILED on this processor"
            : $"{NameTrusted()}, because the processor has no AES or carry-less multiplication instructions";
    }

    private static string NameTrusted() => HasOpenSsl ? LibCrypto.Version : ".NET's own classes (slow; OpenSSL 3 was not found)";
}
