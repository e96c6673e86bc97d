using System.Buffers.Binary;

namespace Protocols.Dtls;

/// <summary>
/// A first look at a datagram before OpenSSL sees it: is its first record in order, and is anything in it encrypted?
/// After the handshake only encrypted records mean anything, so plain ones, which anybody can make up, cost nothing.
/// </summary>
internal static class DtlsRecord
{
    private const int HeaderLength = 13;
    private const byte LowestType = 20;
    private const byte HighestPlainType = 31;
    private const byte HighestType = 63;

    //  0             1      3      5                 11       13
    // | content type | version | epoch | sequence number | length | …     (RFC 6347 §4.1)
    // DTLS 1.3 has 001CSLEE for its first byte and is always encrypted (RFC 9147 §4).
    public static bool TryLook(ReadOnlySpan<byte> datagram, out bool hasEncrypted)
    {
        hasEncrypted = false;
        for (var rest = datagram; ;)
        {
            if (rest.Length == 0 || rest[0] is < LowestType or > HighestType)
                return rest.Length < datagram.Length;

            if (rest[0] > HighestPlainType)
            {
                hasEncrypted = true;
                return true;
            }

            if (rest.Length < HeaderLength || rest[1] != 0xFE || rest.Length - HeaderLength < BinaryPrimitives.ReadUInt16BigEndian(rest[11..]))
                return rest.Length < datagram.Length;

            hasEncrypted |= BinaryPrimitives.ReadUInt16BigEndian(rest[3..]) != 0;
            rest = rest[(HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(rest[11..]))..];
        }
    }
}
