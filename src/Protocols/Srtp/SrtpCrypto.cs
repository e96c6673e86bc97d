using Protocols.OpenSsl;
using Protocols.Srtp.Crypto;

namespace Protocols.Srtp;

/// <summary>Which implementation of the ciphers this machine gets, and why.</summary>
public static class SrtpCrypto
{
    private static readonly bool HasOpenSsl = OpenSslLibrary.TryCheck(out _);

    /// <summary>One sentence for the log.</summary>
    public static string Report { get; } = HasOpenSsl
        ? $"SRTP ciphers are {LibCrypto.Version}'s."
        : "SRTP ciphers are .NET's own, which is slow, because OpenSSL 3 was not found.";

    internal static ISrtpTransform CreateTransform(
        SrtpProfile profile, SrtpSessionKeys keys, SrtpCryptoChoice choice, CipherDirection direction) =>
        profile.IsAead() ? new AeadTransform(keys, choice, direction) : new CounterModeTransform(profile, keys, choice);

    internal static IAesGcm CreateAesGcm(ReadOnlySpan<byte> key, SrtpCryptoChoice choice, CipherDirection direction) => choice switch
    {
        SrtpCryptoChoice.Platform => new PlatformAesGcm(key),
        SrtpCryptoChoice.OpenSsl => new OpenSslAesGcm(key, direction),
        _ => HasOpenSsl ? new OpenSslAesGcm(key, direction) : new PlatformAesGcm(key),
    };

    internal static IAesCounterMode CreateCounterMode(ReadOnlySpan<byte> key, SrtpCryptoChoice choice) =>
        IsLibCrypto(choice) ? new OpenSslAesCounterMode(key) : new PlatformAesCounterMode(key);

    internal static IHmacSha1 CreateHmac(ReadOnlySpan<byte> key, SrtpCryptoChoice choice) =>
        IsLibCrypto(choice) ? new MidstateHmacSha1(key) : new PlatformHmacSha1(key);

    private static bool IsLibCrypto(SrtpCryptoChoice choice) =>
        choice == SrtpCryptoChoice.OpenSsl || (choice != SrtpCryptoChoice.Platform && HasOpenSsl);
}
