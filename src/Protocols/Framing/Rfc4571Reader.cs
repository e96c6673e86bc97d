using System.Buffers;

namespace Protocols.Framing;

/// <summary>
/// Reads the frames of one RFC 4571 stream into the caller's span, one at a time. A frame that is larger than the span is passed
/// over as its bytes come in, without being held, and counted.
/// </summary>
public sealed class Rfc4571Reader
{
    private int _toPassOver;

    /// <summary>Frames that were too large for the span.</summary>
    public long TooLarge { get; private set; }

    /// <summary>Frames of length zero.</summary>
    public long Empty { get; private set; }

    /// <summary>
    /// Copies the next frame into <paramref name="into"/> and cuts what was used off the front of <paramref name="buffer"/>,
    /// also when the answer is no: more bytes are needed then.
    /// </summary>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, Span<byte> into, out int length)
    {
        while (TryPassOver(ref buffer) && Rfc4571.TryReadLength(buffer, out length))
        {
            if (length > into.Length)
            {
                TooLarge++;
                _toPassOver = Rfc4571.HeaderLength + length;
                continue;
            }

            if (buffer.Length < Rfc4571.HeaderLength + length)
                break;

            buffer.Slice(Rfc4571.HeaderLength, length).CopyTo(into);
            buffer = buffer.Slice(Rfc4571.HeaderLength + length);
            if (length > 0)
                return true;

            Empty++;
        }

        length = 0;
        return false;
    }

    private bool TryPassOver(ref ReadOnlySequence<byte> buffer)
    {
        var now = (int)Math.Min(_toPassOver, buffer.Length);
        buffer = buffer.Slice(now);
        _toPassOver -= now;
        return _toPassOver == 0;
    }
}
