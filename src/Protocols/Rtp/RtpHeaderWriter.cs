using System.Buffers.Binary;

namespace Protocols.Rtp;

/// <summary>
/// Writes one RTP header (RFC 3550 §5.1, RFC 8285) into the caller's bytes, in the order of the wire: start, CSRCs,
/// extensions, finish. What does not fit, or comes in the wrong order, is answered with false and leaves no trace.
/// The extension block has the one-byte form unless <see cref="Announce"/> has named an element that only the two-byte
/// form can carry; an element that was not announced and does not fit the form is refused.
/// </summary>
public ref struct RtpHeaderWriter(Span<byte> packet)
{
    public const int MaxPadding = 255;

    private const int MaxCsrcs = 15;
    private const int BlockHeaderLength = 4;

    private readonly Span<byte> _packet = packet;
    private int _blockStart;
    private bool _twoByte;

    /// <summary>Bytes written so far; after <see cref="TryFinish"/>, where the payload begins.</summary>
    public int Length { get; private set; }

    public bool TryStart(bool marker, PayloadType payloadType, SequenceNumber sequence, RtpTimestamp timestamp, Ssrc ssrc)
    {
        if (Length != 0 || _packet.Length < RtpPacket.FixedHeaderLength)
            return false;

        _packet[0] = 0x80;
        _packet[1] = (byte)((marker ? 0x80 : 0) | (payloadType.Value & 0x7F));
        BinaryPrimitives.WriteUInt16BigEndian(_packet[2..], sequence.Value);
        BinaryPrimitives.WriteUInt32BigEndian(_packet[4..], timestamp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(_packet[8..], ssrc.Value);
        Length = RtpPacket.FixedHeaderLength;
        return true;
    }

    public bool TryAddCsrc(Ssrc contributor)
    {
        if (Length == 0 || _blockStart != 0 || (_packet[0] & 0x0F) == MaxCsrcs || Length + 4 > _packet.Length)
            return false;

        BinaryPrimitives.WriteUInt32BigEndian(_packet[Length..], contributor.Value);
        _packet[0]++;
        Length += 4;
        return true;
    }

    /// <summary>Says that an element of this id and length will come. Has no effect once the first element is written.</summary>
    public void Announce(byte id, int length)
    {
        if (_blockStart == 0 && id != 0 && !FitsOneByteForm(id, length))
            _twoByte = true;
    }

    /// <summary>Id 0 stands for an extension that was not agreed: nothing is written, and that is no failure.</summary>
    public bool TryAdd(byte id, scoped ReadOnlySpan<byte> value)
    {
        if (id == 0)
            return true;

        var fitsForm = _twoByte ? value.Length <= byte.MaxValue : FitsOneByteForm(id, value.Length);
        var elementHeader = _twoByte ? 2 : 1;
        var start = _blockStart == 0 ? Length + BlockHeaderLength : Length;

        // The finished block ends on a 32-bit boundary, so the room for that is demanded here and finishing cannot fail.
        if (Length == 0 || !fitsForm || RoundUp(start + elementHeader + value.Length) > _packet.Length)
            return false;

        if (_blockStart == 0)
            StartBlock();

        if (_twoByte)
        {
            _packet[Length++] = id;
            _packet[Length++] = (byte)value.Length;
        }
        else
        {
            _packet[Length++] = (byte)((id << 4) | (value.Length - 1));
        }

        value.CopyTo(_packet[Length..]);
        Length += value.Length;
        return true;
    }

    public bool TryFinish(out int headerLength)
    {
        headerLength = Length;
        if (Length == 0)
            return false;

        if (_blockStart != 0)
        {
            var end = RoundUp(Length);
            _packet[Length..end].Clear();
            BinaryPrimitives.WriteUInt16BigEndian(_packet[(_blockStart + 2)..], (ushort)((end - _blockStart - BlockHeaderLength) / 4));
            Length = headerLength = end;
        }

        return true;
    }

    /// <summary>
    /// Adds <paramref name="padding"/> bytes, 1 … 255, behind the first <paramref name="length"/> bytes of a finished packet,
    /// which is then <c>length + padding</c> long.
    /// </summary>
    public static bool TryAppendPadding(Span<byte> packet, int length, int padding)
    {
        if (length < RtpPacket.FixedHeaderLength || padding is < 1 or > MaxPadding || length > packet.Length - padding
            || (packet[0] & 0x20) != 0)
        {
            return false;
        }

        packet.Slice(length, padding).Clear();
        packet[length + padding - 1] = (byte)padding;
        packet[0] |= 0x20;
        return true;
    }

    public static bool FitsOneByteForm(byte id, int length) => id is >= 1 and <= 14 && length is >= 1 and <= 16;

    private static int RoundUp(int length) => (length + 3) & ~3;

    private void StartBlock()
    {
        _blockStart = Length;
        _packet[0] |= 0x10;
        BinaryPrimitives.WriteUInt16BigEndian(_packet[Length..], _twoByte ? (ushort)0x1000 : (ushort)0xBEDE);
        Length += BlockHeaderLength;
    }
}
