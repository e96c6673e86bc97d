using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Protocols.Srtp;

/// <summary>The master key and master salt of one direction. It holds a copy of its own; <see cref="Wipe"/> ends it.</summary>
public sealed class SrtpKeys
{
    private readonly byte[] _keyAndSalt;
    private readonly int _keyLength;

    private SrtpKeys(SrtpProfile profile, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        // Pinned, so that the collector leaves no copies behind when it moves things.
        _keyAndSalt = GC.AllocateUninitializedArray<byte>(profile.KeyLength() + profile.SaltLength(), pinned: true);
        _keyLength = profile.KeyLength();
        key.CopyTo(_keyAndSalt);
        salt.CopyTo(_keyAndSalt.AsSpan(_keyLength));
    }

    public ReadOnlyMemory<byte> MasterKey => _keyAndSalt.AsMemory(0, _keyLength);

    public ReadOnlyMemory<byte> MasterSalt => _keyAndSalt.AsMemory(_keyLength);

    /// <summary>Key followed by salt, as the "inline:" parameter of SDP security descriptions has them (RFC 4568 §6.1).</summary>
    public static bool TryFromKeyAndSalt(SrtpProfile profile, ReadOnlySpan<byte> keyAndSalt, [NotNullWhen(true)] out SrtpKeys? keys)
    {
        keys = null;
        if (keyAndSalt.Length != profile.KeyLength() + profile.SaltLength())
            return false;

        keys = new SrtpKeys(profile, keyAndSalt[..profile.KeyLength()], keyAndSalt[profile.KeyLength()..]);
        return true;
    }

    /// <summary>What DTLS exports: client key, server key, client salt, server salt (RFC 5764 §4.2).</summary>
    public static bool TrySplitExported(SrtpProfile profile, ReadOnlySpan<byte> exportedKeyingMaterial,
        [NotNullWhen(true)] out SrtpKeys? client, [NotNullWhen(true)] out SrtpKeys? server)
    {
        client = server = null;
        if (exportedKeyingMaterial.Length != profile.ExportedLength())
            return false;

        var (key, salt) = (profile.KeyLength(), profile.SaltLength());
        var keys = exportedKeyingMaterial[..(2 * key)];
        var salts = exportedKeyingMaterial[(2 * key)..];
        client = new SrtpKeys(profile, keys[..key], salts[..salt]);
        server = new SrtpKeys(profile, keys[key..], salts[salt..]);
        return true;
    }

    /// <summary>Senders and receivers derive their own session keys, so the master keys may go as soon as those are built.</summary>
    public void Wipe() => CryptographicOperations.ZeroMemory(_keyAndSalt);
}
