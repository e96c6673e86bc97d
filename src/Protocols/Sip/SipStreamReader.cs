using System.Buffers;
using System.Buffers.Binary;
using Protocols.Stun;

namespace Protocols.Sip;

/// <summary>
/// Cuts a stream into messages and keep-alives (RFC 3261 §18.3). It keeps no bytes itself, only how far it has looked for the end
/// of a head, so that a slow sender costs no more than a fast one. After <see cref="SipFrame.Broken"/> the connection is of no more use.
/// </summary>
public sealed class SipStreamReader(SipLimits? limits = null)
{
    private readonly SipLimits _limits = limits ?? SipLimits.Default;
    private long _seen;

    /// <summary>Cuts the next piece off the front of the buffer.</summary>
    public SipFrame Read(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (buffer.IsEmpty)
            return SipFrame.More;

        var first = buffer.FirstSpan[0];
        return first switch
        {
            (byte)'\r' or (byte)'\n' => ReadKeepAlive(ref buffer, out frame),
            <= 3 => ReadStun(ref buffer, out frame),
            _ => ReadMessage(ref buffer, out frame),
        };
    }

    private static SipFrame ReadKeepAlive(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        Span<byte> front = stackalloc byte[4];
        var length = (int)Math.Min(buffer.Length, 4);
        buffer.Slice(0, length).CopyTo(front);
        front = front[..length];

        if (front.StartsWith("\r\n\r\n"u8))
            return Cut(ref buffer, 4, SipFrame.Ping, out frame);

        // A ping's first half may come alone: wait for what follows, unless it is something else.
        if ("\r\n\r\n"u8.StartsWith(front) && length != 2)
            return SipFrame.More;

        return Cut(ref buffer, front.StartsWith("\r\n"u8) ? 2 : 1, SipFrame.Pong, out frame);
    }

    private static SipFrame ReadStun(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (buffer.Length < StunMessage.HeaderLength)
            return SipFrame.More;

        Span<byte> header = stackalloc byte[StunMessage.HeaderLength];
        buffer.Slice(0, StunMessage.HeaderLength).CopyTo(header);
        var length = StunMessage.HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        if (!StunMessage.LooksLikeStun(header) || length > StunMessage.MaxLength)
            return SipFrame.Broken;

        return buffer.Length < length ? SipFrame.More : Cut(ref buffer, length, SipFrame.Stun, out frame);
    }

    private SipFrame ReadMessage(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (!TryFindHeadEnd(buffer, out var headLength))
        {
            // The last three bytes may be the beginning of the end.
            _seen = Math.Max(0, buffer.Length - 3);
            return buffer.Length > _limits.MaxHead ? SipFrame.Broken : SipFrame.More;
        }

        if (headLength > _limits.MaxHead || !TryReadLength(buffer.Slice(0, headLength), out var bodyLength) || bodyLength > _limits.MaxBody)
            return SipFrame.Broken;

        // Looked at once more when the body is there; the head is short.
        _seen = headLength - 4 < 0 ? 0 : headLength - 4;
        if (buffer.Length < headLength + bodyLength)
            return SipFrame.More;

        _seen = 0;
        return Cut(ref buffer, headLength + bodyLength, SipFrame.Message, out frame);
    }

    private bool TryFindHeadEnd(in ReadOnlySequence<byte> buffer, out long headLength)
    {
        var reader = new SequenceReader<byte>(buffer);
        reader.Advance(Math.Min(_seen, buffer.Length));
        while (reader.TryAdvanceTo((byte)'\n'))
        {
            if (reader.IsNext((byte)'\n', advancePast: true) || reader.IsNext("\r\n"u8, advancePast: true))
            {
                headLength = reader.Consumed;
                return true;
            }
        }

        headLength = 0;
        return false;
    }

    // The last line that names it; the parser refuses two that differ.
    private static bool TryReadLength(in ReadOnlySequence<byte> head, out uint length)
    {
        length = 0;
        var bytes = head.IsSingleSegment ? head.FirstSpan : head.ToArray();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (line.IsEmpty || (line[0] | 0x20) is not ((byte)'c' or (byte)'l'))
                continue;

            var colon = line.IndexOf((byte)':');
            if (colon <= 0 || SipHeaderNames.Of(SipText.Trim(line[..colon])) != SipHeader.ContentLength)
                continue;

            var value = SipText.Trim(line[(colon + 1)..]);
            if (value.IsEmpty && !bytes.IsEmpty && SipText.IsBlank(bytes[0]))
                value = SipText.Trim(bytes[..Math.Max(0, bytes.IndexOf((byte)'\n'))]);      // Folded behind the colon.
            if (!SipText.TryNumber(value, int.MaxValue, out length))
                return false;
        }

        return true;
    }

    private static SipFrame Cut(ref ReadOnlySequence<byte> buffer, long length, SipFrame kind, out ReadOnlySequence<byte> frame)
    {
        frame = buffer.Slice(0, length);
        buffer = buffer.Slice(length);
        return kind;
    }
}
