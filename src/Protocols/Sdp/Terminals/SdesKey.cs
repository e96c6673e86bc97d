using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Protocols.Srtp;

namespace Protocols.Sdp.Terminals;

/// <summary>
/// One usable <c>a=crypto</c> line (RFC 4568): the suite, and the key that whoever wrote the line sends with. Lines that ask for what
/// we do not do (no encryption, no authentication, several keys, key derivation again and again) are not usable.
/// </summary>
public sealed class SdesKey : IEquatable<SdesKey>
{
    private const string Method = "inline:";
    private const int LongestMki = 4;

    private readonly byte[] _keyAndSalt;

    private SdesKey(int tag, SrtpProfile profile, byte[] keyAndSalt, string lifetime, int mkiLength)
    {
        Tag = tag;
        Profile = profile;
        _keyAndSalt = keyAndSalt;
        Lifetime = lifetime;
        MkiLength = mkiLength;
    }

    public int Tag { get; }

    public SrtpProfile Profile { get; }

    public ReadOnlyMemory<byte> KeyAndSalt => _keyAndSalt;

    /// <summary>As it was written; empty if it was not. Its end is not waited for: sessions of 2^31 packets do not occur.</summary>
    public string Lifetime { get; }

    /// <summary>Bytes between a packet's content and its tag that name the master key; there is only one, so they are passed over.</summary>
    public int MkiLength { get; }

    public static SdesKey Generate(int tag, SrtpProfile profile, string lifetime, IRandomBytes random)
    {
        var bytes = new byte[profile.KeyLength() + profile.SaltLength()];
        random.Fill(bytes);
        return new(tag, profile, bytes, lifetime, 0);
    }

    public static bool TryRead(CryptoAttribute crypto, [NotNullWhen(true)] out SdesKey? key)
    {
        key = null;
        if (!SrtpProfiles.TryParseSdesName(crypto.Suite, out var profile) || !AreAcceptable(crypto.SessionParameters))
            return false;

        if (crypto.KeyParameters.Contains(';') || !crypto.KeyParameters.StartsWith(Method, StringComparison.OrdinalIgnoreCase))
            return false;

        var parts = crypto.KeyParameters[Method.Length..].Split('|');
        var bytes = new byte[profile.KeyLength() + profile.SaltLength()];
        if (!Convert.TryFromBase64String(parts[0], bytes, out var length) || length != bytes.Length)
            return false;

        var (lifetime, mkiLength) = ("", 0);
        foreach (var part in parts.AsSpan(1))
        {
            if (!part.Contains(':'))
                lifetime = part;
            else if (profile.IsAead() || !TryReadMkiLength(part, out mkiLength))
                return false;
        }

        key = new(crypto.Tag, profile, bytes, lifetime, mkiLength);
        return true;
    }

    public CryptoAttribute ToAttribute()
    {
        var text = Method + Convert.ToBase64String(_keyAndSalt);
        return new(Tag, Profile.SdesName(), Lifetime.Length == 0 ? text : $"{text}|{Lifetime}", "");
    }

    public bool Equals(SdesKey? other) =>
        other is not null && Tag == other.Tag && Profile == other.Profile && MkiLength == other.MkiLength
        && _keyAndSalt.AsSpan().SequenceEqual(other._keyAndSalt);

    public override bool Equals(object? obj) => Equals(obj as SdesKey);

    public override int GetHashCode() => HashCode.Combine(Tag, Profile, MkiLength);

    /// <summary>Never the key: this is what ends up in a log.</summary>
    public override string ToString() => $"{Tag} {Profile.SdesName()} «redacted»";

    // RFC 4568 §6.3: a hint about the replay window asks nothing of us, and a minus marks what may be passed over.
    private static bool AreAcceptable(string sessionParameters)
    {
        foreach (var parameter in sessionParameters.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!parameter.StartsWith('-') && !parameter.StartsWith("WSH=", StringComparison.Ordinal) && parameter != "KDR=0")
                return false;
        }

        return true;
    }

    private static bool TryReadMkiLength(string mki, out int length) =>
        int.TryParse(mki.AsSpan(mki.IndexOf(':', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length)
        && length is > 0 and <= LongestMki;
}
