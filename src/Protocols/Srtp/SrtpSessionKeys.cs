using System.Security.Cryptography;

namespace Protocols.Srtp;

/// <summary>
/// The six session keys of one direction: cipher key, authentication key and salt, for RTP and for RTCP.
/// They are derived once, with a key derivation rate of zero (RFC 3711 §4.3; RFC 7714 §11 for AES-GCM).
/// </summary>
internal sealed class SrtpSessionKeys : IDisposable
{
    private const int AuthenticationKeyLength = 20;

    private readonly byte[] _bytes;
    private readonly int _keyLength;
    private readonly int _saltLength;

    private SrtpSessionKeys(SrtpProfile profile)
    {
        _keyLength = profile.KeyLength();
        _saltLength = profile.SaltLength();
        _bytes = GC.AllocateArray<byte>(2 * (_keyLength + AuthenticationKeyLength + _saltLength), pinned: true);
    }

    public Span<byte> RtpKey => _bytes.AsSpan(0, _keyLength);

    public Span<byte> RtpAuthenticationKey => _bytes.AsSpan(_keyLength, AuthenticationKeyLength);

    public Span<byte> RtpSalt => _bytes.AsSpan(_keyLength + AuthenticationKeyLength, _saltLength);

    public Span<byte> RtcpKey => _bytes.AsSpan(_bytes.Length / 2, _keyLength);

    public Span<byte> RtcpAuthenticationKey => _bytes.AsSpan((_bytes.Length / 2) + _keyLength, AuthenticationKeyLength);

    public Span<byte> RtcpSalt => _bytes.AsSpan((_bytes.Length / 2) + _keyLength + AuthenticationKeyLength, _saltLength);

    public static SrtpSessionKeys Derive(SrtpProfile profile, SrtpKeys master)
    {
        var session = new SrtpSessionKeys(profile);
        using var aes = Aes.Create();
        aes.SetKey(master.MasterKey.Span);

        var salt = master.MasterSalt.Span;
        Derive(aes, salt, label: 0, session.RtpKey);
        Derive(aes, salt, label: 1, session.RtpAuthenticationKey);
        Derive(aes, salt, label: 2, session.RtpSalt);
        Derive(aes, salt, label: 3, session.RtcpKey);
        Derive(aes, salt, label: 4, session.RtcpAuthenticationKey);
        Derive(aes, salt, label: 5, session.RtcpSalt);
        return session;
    }

    /// <summary>For the RFC 7714 examples, which begin with session keys.</summary>
    public static SrtpSessionKeys Given(SrtpProfile profile, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        var session = new SrtpSessionKeys(profile);
        key.CopyTo(session.RtpKey);
        key.CopyTo(session.RtcpKey);
        salt.CopyTo(session.RtpSalt);
        salt.CopyTo(session.RtcpSalt);
        return session;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    // The keystream of AES in counter mode, started at (salt ⊕ label · 2^48) · 2^16: the label meets byte 7, the last two bytes count.
    // A 12-byte salt is one with two zero bytes behind it.
    private static void Derive(Aes aes, ReadOnlySpan<byte> salt, byte label, Span<byte> key)
    {
        Span<byte> counter = stackalloc byte[16];
        Span<byte> block = stackalloc byte[16];
        counter.Clear();
        salt.CopyTo(counter);
        counter[7] ^= label;

        for (var done = 0; done < key.Length; done += block.Length, counter[15]++)
        {
            aes.EncryptEcb(counter, block, PaddingMode.None);
            block[..Math.Min(block.Length, key.Length - done)].CopyTo(key[done..]);
        }

        CryptographicOperations.ZeroMemory(block);
    }
}
