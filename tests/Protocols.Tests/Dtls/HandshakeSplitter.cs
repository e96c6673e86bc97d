using System.Buffers.Binary;
using Protocols.Dtls;

namespace Protocols.Tests.Dtls;

/// <summary>
/// Cuts every plain handshake message into fragments as a sender with a small MTU would (RFC 6347 §4.2.3), and numbers
/// the plain records anew, since there are more of them now.
/// </summary>
public sealed class HandshakeSplitter(int fragmentLength, IDtlsOutput next) : IDtlsOutput
{
    private const int RecordHeader = 13;
    private const int MessageHeader = 12;

    private long _number;

    public void Send(ReadOnlySpan<byte> datagram)
    {
        while (datagram.Length > 0)
        {
            var length = RecordHeader + BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);
            Split(datagram[..length]);
            datagram = datagram[length..];
        }
    }

    /// <summary>A ClientHello as large as Chromium's with a post-quantum key share: the rest is an extension nobody knows.</summary>
    public static byte[] Enlarge(byte[] clientHello, int by)
    {
        var extension = new byte[by];
        BinaryPrimitives.WriteUInt16BigEndian(extension, 0xFAFA);
        BinaryPrimitives.WriteUInt16BigEndian(extension.AsSpan(2), (ushort)(by - 4));
        byte[] larger = [.. clientHello, .. extension];

        Add16(larger.AsSpan(11), by);
        Add16(larger.AsSpan(RecordHeader + 2), by);     // the low two bytes of the message's length, and of the fragment's
        Add16(larger.AsSpan(RecordHeader + 10), by);

        // version, random, session id, cookie, ciphers, compressions: then the length of the extensions
        var at = RecordHeader + MessageHeader + 2 + 32;
        at += 1 + larger[at];
        at += 1 + larger[at];
        at += 2 + BinaryPrimitives.ReadUInt16BigEndian(larger.AsSpan(at));
        at += 1 + larger[at];
        Add16(larger.AsSpan(at), by);
        return larger;
    }

    private static void Add16(Span<byte> number, int more) =>
        BinaryPrimitives.WriteUInt16BigEndian(number, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(number) + more));

    private void Split(ReadOnlySpan<byte> record)
    {
        var isPlain = record[3] == 0 && record[4] == 0;
        var message = record[RecordHeader..];
        if (!isPlain || record[0] != 22)
        {
            Send(record[..RecordHeader].ToArray(), message, renumber: isPlain);
            return;
        }

        var body = message[MessageHeader..];
        var start = (message[7] << 8) | message[8];
        for (var offset = 0; offset == 0 || offset < body.Length; offset += fragmentLength)
        {
            var fragment = body.Slice(offset, Math.Min(fragmentLength, body.Length - offset));
            byte[] piece = [.. message[..MessageHeader], .. fragment];
            BinaryPrimitives.WriteUInt16BigEndian(piece.AsSpan(7), (ushort)(start + offset));
            BinaryPrimitives.WriteUInt16BigEndian(piece.AsSpan(10), (ushort)fragment.Length);
            Send(record[..RecordHeader].ToArray(), piece, renumber: true);
        }
    }

    private void Send(byte[] header, ReadOnlySpan<byte> payload, bool renumber)
    {
        if (renumber)
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(7), (uint)_number++);

        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(11), (ushort)payload.Length);
        next.Send([.. header, .. payload]);
    }
}
