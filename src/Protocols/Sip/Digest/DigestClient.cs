using System.Text;

namespace Protocols.Sip.Digest;

/// <summary>
/// Proves to others who we are: takes the strongest challenge that it knows (RFC 8760 §2.4) and answers with it from then on, counting.
/// </summary>
public sealed class DigestClient(string user, string password, IRandomBytes random)
{
    private byte[] _realm = [];
    private byte[] _nonce = [];
    private byte[] _opaque = [];
    private byte[] _secret = [];
    private DigestAlgorithm _algorithm;
    private SipHeader _answerIn;
    private bool _hasQop;
    private uint _count;

    public bool HasChallenge => _nonce.Length > 0;

    /// <summary>
    /// Takes in a 401 or 407. False if nothing in it can be answered, or if our last proof is refused: asking again would be guessing.
    /// </summary>
    public bool TryTake(in SipMessage refusal)
    {
        var isProxy = refusal.Status == 407;
        Challenge? best = null;
        foreach (var value in refusal.Values(isProxy ? SipHeader.ProxyAuthenticate : SipHeader.WwwAuthenticate))
        {
            if (Challenge.TryRead(value) is { } challenge && (best is null || challenge.Algorithm > best.Algorithm))
                best = challenge;
        }

        // A proof that was refused at its first use was wrong; one that was good before has grown old, even if nobody says so.
        if (best is null || (_count == 1 && !best.IsStale && best.Realm.AsSpan().SequenceEqual(_realm)))
            return false;

        _answerIn = isProxy ? SipHeader.ProxyAuthorization : SipHeader.Authorization;
        _realm = best.Realm;
        _nonce = best.Nonce;
        _opaque = best.Opaque;
        _algorithm = best.Algorithm;
        _hasQop = best.HasQop;
        _count = 0;
        _secret = Encoding.ASCII.GetBytes(DigestHash.Secret(_algorithm, user, Encoding.UTF8.GetString(_realm), password));
        return true;
    }

    /// <summary>Adds the proof for a request, if anybody has asked for one.</summary>
    public void Write(SipWriter writer, ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri)
    {
        if (!HasChallenge)
            return;

        _count++;
        Span<byte> count = stackalloc byte[8];
        _count.TryFormat(count, out _, "x8");
        Span<byte> cnonce = stackalloc byte[16];
        Span<byte> salt = stackalloc byte[8];
        random.Fill(salt);
        Convert.TryToHexStringLower(salt, cnonce, out _);

        Span<byte> proof = stackalloc byte[DigestHash.MaxLength];
        var length = DigestHash.Proof(_algorithm, _secret, method, uri, _nonce, _hasQop ? count : [], cnonce, proof);
        writer.Begin(_answerIn).Raw("Digest username=\""u8).Text(user).Raw("\", realm=\""u8).Text(_realm).Raw("\", nonce=\""u8).Text(_nonce)
            .Raw("\", uri=\""u8).Text(uri).Raw("\", response=\""u8).Raw(proof[..length]).Raw("\", algorithm="u8).Raw(_algorithm.Name());
        if (_hasQop)
            writer.Raw(", qop=auth, nc="u8).Raw(count).Raw(", cnonce=\""u8).Raw(cnonce).Raw("\""u8);
        if (_opaque.Length > 0)
            writer.Raw(", opaque=\""u8).Text(_opaque).Raw("\""u8);
        writer.End();
    }

    private sealed record Challenge(byte[] Realm, byte[] Nonce, byte[] Opaque, DigestAlgorithm Algorithm, bool HasQop, bool IsStale)
    {
        public static Challenge? TryRead(ReadOnlySpan<byte> value)
        {
            if (!DigestCredentials.TryCutScheme(ref value))
                return null;

            var known = !SipParameters.TryFind(value, "algorithm"u8, out var name, ',');
            var algorithm = DigestAlgorithm.Md5;
            if (!known && !DigestCredentials.TryAlgorithm(DigestCredentials.Inside(name), out algorithm))
                return null;

            if (!TryInside(value, "realm"u8, out var realm) || !TryInside(value, "nonce"u8, out var nonce) || nonce.IsEmpty)
                return null;

            var hasQop = TryInside(value, "qop"u8, out var qop);
            if (hasQop && !SipText.Lists(qop, "auth"u8))
                return null;

            TryInside(value, "opaque"u8, out var opaque);
            var isStale = TryInside(value, "stale"u8, out var stale) && Ascii.EqualsIgnoreCase(stale, "true"u8);
            return new(realm.ToArray(), nonce.ToArray(), opaque.ToArray(), algorithm, hasQop, isStale);
        }

        private static bool TryInside(ReadOnlySpan<byte> fields, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
        {
            var found = SipParameters.TryFind(fields, name, out value, ',');
            value = DigestCredentials.Inside(value);
            return found;
        }
    }
}
