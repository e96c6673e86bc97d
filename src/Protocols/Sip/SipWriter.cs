using System.Buffers.Text;
using System.Text;

namespace Protocols.Sip;

/// <summary>
/// Writes one message after the other into the same memory, which grows to the longest and no further than a datagram. What does not
/// fit is not written and <see cref="IsWhole"/> says so. Values from elsewhere cannot break out of their line.
/// </summary>
public sealed class SipWriter
{
    /// <summary>The largest payload of a UDP datagram over IPv4.</summary>
    public const int MaxLength = 65_507;

    private byte[] _bytes = new byte[2_048];
    private int _length;

    public bool IsWhole { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public SipWriter Request(ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri)
    {
        Restart();
        return Raw(method).Raw(" "u8).Text(uri).Raw(" SIP/2.0\r\n"u8);
    }

    public SipWriter Response(int status, ReadOnlySpan<char> phrase)
    {
        Restart();
        return Raw("SIP/2.0 "u8).Number(status).Raw(" "u8).Text(phrase).Raw("\r\n"u8);
    }

    /// <summary>Begins with no first line: a piece that goes into messages later.</summary>
    public SipWriter Fragment()
    {
        Restart();
        return this;
    }

    public SipWriter Header(SipHeader name, ReadOnlySpan<byte> value) => Begin(name).Text(value).End();

    public SipWriter Header(SipHeader name, ReadOnlySpan<char> value) => Begin(name).Text(value).End();

    public SipWriter Header(SipHeader name, long value) => Begin(name).Number(value).End();

    public SipWriter Begin(SipHeader name) => Raw(name.Name()).Raw(": "u8);

    public SipWriter End() => Raw("\r\n"u8);

    /// <summary>Ends the head. A message without a body says so too: a stream has no other end.</summary>
    public ReadOnlySpan<byte> Finish(ReadOnlySpan<byte> body = default)
    {
        Header(SipHeader.ContentLength, body.Length).Raw("\r\n"u8).Raw(body);
        return Written;
    }

    /// <summary>Text from elsewhere: line ends in it, a folded header's for instance, become blanks.</summary>
    public SipWriter Text(ReadOnlySpan<byte> text)
    {
        var into = Room(text.Length);
        text[..into.Length].CopyTo(into);
        Flatten(into);
        return this;
    }

    public SipWriter Text(ReadOnlySpan<char> text)
    {
        var into = Room(Encoding.UTF8.GetByteCount(text));
        if (!into.IsEmpty)
            Encoding.UTF8.GetBytes(text, into);
        Flatten(into);
        return this;
    }

    public SipWriter Number(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var length);
        return Raw(digits[..length]);
    }

    /// <summary>Our own words, line ends and all.</summary>
    public SipWriter Raw(ReadOnlySpan<byte> bytes)
    {
        var into = Room(bytes.Length);
        bytes[..into.Length].CopyTo(into);
        return this;
    }

    private static void Flatten(Span<byte> text)
    {
        text.Replace((byte)'\r', (byte)' ');
        text.Replace((byte)'\n', (byte)' ');
    }

    private void Restart()
    {
        _length = 0;
        IsWhole = true;
    }

    private Span<byte> Room(int length)
    {
        if (!IsWhole || _length + length > MaxLength)
        {
            IsWhole = false;
            return [];
        }

        if (_length + length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(MaxLength, Math.Max(_bytes.Length * 2, _length + length)));

        var room = _bytes.AsSpan(_length, length);
        _length += length;
        return room;
    }
}
