using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Protocols.Sip.Digest;

/// <summary>
/// Asks for digests and judges them (RFC 7616, RFC 8760). A nonce is its own record: when it was made, salt, and our signature over both,
/// so asking costs no memory. Memory is spent on nonces that came back with a right proof, and is bounded: when one is forgotten, every
/// nonce that is as old counts as stale from then on. So no proof is accepted twice, whatever is forgotten.
/// </summary>
public sealed class DigestServer
{
    private const int SignedLength = 16;
    private const int NonceBytes = SignedLength + 16;
    private const int NonceLength = NonceBytes * 2;

    private readonly DigestOptions _options;
    private readonly IRandomBytes _random;
    private readonly byte[] _key = new byte[32];
    private readonly byte[] _realm;
    private readonly Dictionary<ulong, UsedCounts> _used = [];
    private readonly Queue<ulong> _order = new();
    private Instant _forgotten = new(long.MinValue);

    public DigestServer(DigestOptions options, IRandomBytes random)
    {
        _options = options;
        _random = random;
        _realm = Encoding.UTF8.GetBytes(options.Realm);
        random.Fill(_key);
    }

    public string Realm => _options.Realm;

    public int Remembered => _used.Count;

    /// <summary>Adds one challenge for each algorithm that the operator allows: the first that a terminal knows is the one to take (RFC 8760 §2.4).</summary>
    public void WriteChallenges(SipWriter writer, SipHeader header, DigestAlgorithms algorithms, bool stale, Instant now)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        WriteNonce(nonce, now);
        foreach (var algorithm in _options.Algorithms)
        {
            if (algorithms.HasFlag(algorithm == DigestAlgorithm.Sha256 ? DigestAlgorithms.Sha256 : DigestAlgorithms.Md5))
                WriteChallenge(writer, header, algorithm, nonce, stale);
        }
    }

    /// <summary>Judges a proof by the secret that is kept for the user and the algorithm; an empty secret fits no proof.</summary>
    public DigestVerdict Check(in DigestCredentials credentials, ReadOnlySpan<byte> method, ReadOnlySpan<char> secret, Instant now)
    {
        if (!credentials.Realm.SequenceEqual(_realm))
            return DigestVerdict.OtherRealm;

        Span<byte> secretBytes = stackalloc byte[DigestHash.MaxLength];
        if (!_options.Algorithms.Contains(credentials.Algorithm))
            return DigestVerdict.Wrong;
        if (secret.Length != DigestHash.LengthOf(credentials.Algorithm) || Encoding.UTF8.GetByteCount(secret) != secret.Length)
            return DigestVerdict.Wrong;

        Encoding.UTF8.GetBytes(secret, secretBytes);
        Span<byte> expected = stackalloc byte[DigestHash.MaxLength];
        var length = DigestHash.Proof(
            credentials.Algorithm, secretBytes[..secret.Length], method, credentials.Uri, credentials.Nonce, credentials.NonceCount, credentials.ClientNonce, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected[..length], credentials.Proof))
            return DigestVerdict.Wrong;

        return TryReadNonce(credentials.Nonce, out var made, out var salt) && now - made <= _options.NonceLifetime
            ? Use(salt, made, credentials.NonceCount)
            : DigestVerdict.Stale;
    }

    private DigestVerdict Use(ulong salt, Instant made, ReadOnlySpan<byte> nonceCount)
    {
        // Without a count a proof looks the same each time, so each nonce is good for one.
        var count = 1u;
        if (!nonceCount.IsEmpty && (!Utf8Parser.TryParse(nonceCount, out count, out var used, 'x') || used != nonceCount.Length || count == 0))
            return DigestVerdict.Stale;

        if (_used.TryGetValue(salt, out var counts))
        {
            if (!counts.TryUse(count))
                return DigestVerdict.Replayed;

            _used[salt] = counts;
            return DigestVerdict.Accepted;
        }

        if (made <= _forgotten)
            return DigestVerdict.Stale;

        if (_used.Count >= _options.MaxRemembered)
            Forget();

        counts = new(made);
        counts.TryUse(count);
        _used.Add(salt, counts);
        _order.Enqueue(salt);
        return DigestVerdict.Accepted;
    }

    private void Forget()
    {
        if (_order.TryDequeue(out var oldest) && _used.Remove(oldest, out var counts))
            _forgotten = Instant.Later(_forgotten, counts.Made);
    }

    private void WriteChallenge(SipWriter writer, SipHeader header, DigestAlgorithm algorithm, ReadOnlySpan<byte> nonce, bool stale)
    {
        writer.Begin(header).Raw("Digest realm=\""u8).Text(_realm).Raw("\", nonce=\""u8).Raw(nonce).Raw("\", algorithm="u8).Raw(algorithm.Name())
            .Raw(stale ? ", stale=true"u8 : ""u8).Raw(", qop=\"auth\""u8).End();
    }

    // | made, 64 bits of ticks | salt, 64 bits | the first 128 bits of HMAC-SHA-256 over both |, as hexadecimal text
    private void WriteNonce(Span<byte> nonce, Instant now)
    {
        Span<byte> bytes = stackalloc byte[NonceBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, now.Ticks);
        _random.Fill(bytes[8..SignedLength]);
        Sign(bytes[..SignedLength], bytes[SignedLength..]);
        Convert.TryToHexStringLower(bytes, nonce, out _);
    }

    private bool TryReadNonce(ReadOnlySpan<byte> nonce, out Instant made, out ulong salt)
    {
        (made, salt) = (default, 0);
        Span<byte> bytes = stackalloc byte[NonceBytes];
        if (nonce.Length != NonceLength || Convert.FromHexString(nonce, bytes, out _, out var written) != System.Buffers.OperationStatus.Done || written != NonceBytes)
            return false;

        Span<byte> signature = stackalloc byte[NonceBytes - SignedLength];
        Sign(bytes[..SignedLength], signature);
        made = new(BinaryPrimitives.ReadInt64BigEndian(bytes));
        salt = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        return CryptographicOperations.FixedTimeEquals(bytes[SignedLength..], signature);
    }

    private void Sign(ReadOnlySpan<byte> signed, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_key, signed, hash);
        hash[..signature.Length].CopyTo(signature);
    }

    // The highest count used with a nonce and which of the 64 at and below it: terminals may send several requests at once.
    private struct UsedCounts(Instant made)
    {
        private uint _highest;
        private ulong _bits;

        public Instant Made { get; } = made;

        public bool TryUse(uint count)
        {
            if (count > _highest)
            {
                var step = count - _highest;
                _bits = step >= 64 ? 1 : (_bits << (int)step) | 1;
                _highest = count;
                return true;
            }

            var back = _highest - count;
            if (back >= 64 || (_bits & (1UL << (int)back)) != 0)
                return false;

            _bits |= 1UL << (int)back;
            return true;
        }
    }
}
