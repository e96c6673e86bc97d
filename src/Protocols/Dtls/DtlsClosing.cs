using System.Buffers.Binary;
using System.Security.Cryptography;
using Protocols.OpenSsl;
using Protocols.Srtp;
using Protocols.Srtp.Crypto;

namespace Protocols.Dtls;

/// <summary>
/// What remains to be said when the media keys are handed over: the peer's alerts and our goodbye. It needs two keys, where OpenSSL
/// would keep 40 kB for each peer. Only for DTLS 1.2 with AES-GCM, which is what peers agree on.
/// </summary>
internal sealed class DtlsClosing
{
    /// <summary>The length of the datagram that says goodbye.</summary>
    public const int GoodbyeLength = HeaderLength + NonceLength + AlertLength + TagLength;

    // content type, version, epoch, sequence number, length (RFC 6347 §4.1), then the part of the nonce that is told (RFC 5288 §3)
    private const int HeaderLength = 13;
    private const int NonceLength = 8;
    private const int AlertLength = 2;
    private const int TagLength = 16;
    private const int LongestMaster = 48;

    private const byte Alert = 21;
    private const byte Warning = 1;
    private const byte Fatal = 2;
    private const byte CloseNotify = 0;

    // Higher than what OpenSSL has used: it has numbered one message and its repetitions.
    private const ulong GoodbyeNumber = (1UL << 48) | 0x1_0000;

    private readonly byte[] _ours;
    private readonly byte[] _theirs;

    private DtlsClosing(byte[] ours, byte[] theirs)
    {
        _ours = ours;
        _theirs = theirs;
    }

    /// <summary>Null when the association is of another kind: then OpenSSL has to stay.</summary>
    public static unsafe DtlsClosing? Take(SslHandle ssl, DtlsRole role, string? version, string? cipher)
    {
        if (version != "DTLSv1.2" || cipher is null || !cipher.Contains("-GCM-", StringComparison.Ordinal))
            return null;

        Span<byte> master = stackalloc byte[LongestMaster];
        Span<byte> client = stackalloc byte[TlsKeyBlock.RandomLength];
        Span<byte> server = stackalloc byte[TlsKeyBlock.RandomLength];
        fixed (byte* masterBytes = master, clientBytes = client, serverBytes = server)
        {
            var session = LibSsl.SSL_get_session(ssl);
            if (session == 0 || LibSsl.SSL_SESSION_get_master_key(session, masterBytes, LongestMaster) != LongestMaster ||
                LibSsl.SSL_get_client_random(ssl, clientBytes, TlsKeyBlock.RandomLength) != TlsKeyBlock.RandomLength ||
                LibSsl.SSL_get_server_random(ssl, serverBytes, TlsKeyBlock.RandomLength) != TlsKeyBlock.RandomLength)
            {
                return null;
            }
        }

        var isStrong = cipher.Contains("AES256", StringComparison.Ordinal);
        var key = isStrong ? 32 : 16;
        Span<byte> block = stackalloc byte[2 * (32 + TlsKeyBlock.SaltLength)];
        block = block[..(2 * (key + TlsKeyBlock.SaltLength))];
        TlsKeyBlock.Derive(isStrong ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256, master, client, server, block);
        var salts = block[(2 * key)..];
        byte[] clients = [.. block[..key], .. salts[..TlsKeyBlock.SaltLength]];
        byte[] servers = [.. block[key..(2 * key)], .. salts[TlsKeyBlock.SaltLength..]];
        master.Clear();
        block.Clear();
        return role == DtlsRole.Client ? new DtlsClosing(clients, servers) : new DtlsClosing(servers, clients);
    }

    /// <summary>A datagram of <see cref="GoodbyeLength"/>.</summary>
    public void WriteGoodbye(Span<byte> datagram)
    {
        datagram[0] = Alert;
        BinaryPrimitives.WriteUInt16BigEndian(datagram[1..], LibSsl.Dtls12);
        BinaryPrimitives.WriteUInt64BigEndian(datagram[3..], GoodbyeNumber);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[11..], GoodbyeLength - HeaderLength);
        BinaryPrimitives.WriteUInt64BigEndian(datagram[HeaderLength..], GoodbyeNumber);
        var alert = datagram.Slice(HeaderLength + NonceLength, AlertLength);
        (alert[0], alert[1]) = (Warning, CloseNotify);

        Span<byte> nonce = stackalloc byte[TlsKeyBlock.SaltLength + NonceLength];
        Span<byte> associated = stackalloc byte[HeaderLength];
        Prepare(_ours, datagram, nonce, associated);
        using var cipher = new OpenSslAesGcm(KeyOf(_ours), CipherDirection.Seal);
        cipher.Seal(nonce, associated, alert, datagram.Slice(HeaderLength + NonceLength + AlertLength, TagLength));
    }

    /// <summary>What the peer says in this datagram, if it is he who says it.</summary>
    public PeerAlert Read(ReadOnlySpan<byte> datagram)
    {
        while (datagram.Length > HeaderLength)
        {
            var length = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);
            if (datagram.Length < length)
                return PeerAlert.None;

            if (datagram[0] == Alert && length == GoodbyeLength && ReadAlert(datagram[..length]) is var said and not PeerAlert.None)
                return said;

            datagram = datagram[length..];
        }

        return PeerAlert.None;
    }

    private PeerAlert ReadAlert(ReadOnlySpan<byte> record)
    {
        Span<byte> nonce = stackalloc byte[TlsKeyBlock.SaltLength + NonceLength];
        Span<byte> associated = stackalloc byte[HeaderLength];
        Prepare(_theirs, record, nonce, associated);
        Span<byte> alert = stackalloc byte[AlertLength];
        record.Slice(HeaderLength + NonceLength, AlertLength).CopyTo(alert);
        using var cipher = new OpenSslAesGcm(KeyOf(_theirs), CipherDirection.Open);
        if (!cipher.TryOpen(nonce, associated, alert, record[^TagLength..]))
            return PeerAlert.None;

        return alert[1] == CloseNotify ? PeerAlert.Goodbye : alert[0] == Fatal ? PeerAlert.Fatal : PeerAlert.None;
    }

    // The nonce is the salt and what the record tells; authenticated are the number, type, version and length of the text.
    private static void Prepare(byte[] keys, ReadOnlySpan<byte> record, Span<byte> nonce, Span<byte> associated)
    {
        keys.AsSpan(^TlsKeyBlock.SaltLength..).CopyTo(nonce);
        record.Slice(HeaderLength, NonceLength).CopyTo(nonce[TlsKeyBlock.SaltLength..]);
        record.Slice(3, 8).CopyTo(associated);
        record[..3].CopyTo(associated[8..]);
        BinaryPrimitives.WriteUInt16BigEndian(associated[11..], AlertLength);
    }

    private static ReadOnlySpan<byte> KeyOf(byte[] keys) => keys.AsSpan(..^TlsKeyBlock.SaltLength);
}

/// <summary>What a peer says of the end of an association.</summary>
internal enum PeerAlert
{
    None,
    Goodbye,
    Fatal,
}
