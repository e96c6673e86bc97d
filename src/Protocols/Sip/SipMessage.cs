using System.Text;

namespace Protocols.Sip;

/// <summary>
/// A look at the bytes of one SIP message and the parser's index of its header fields. It owns neither, and is gone with the next message
/// that the parser reads. What every transaction needs has been checked when <see cref="SipParser"/> says <see cref="SipRefusal.None"/>;
/// of a message that is refused, whatever was read before the fault can be asked for, enough to answer it.
/// </summary>
public readonly ref struct SipMessage
{
    internal ReadOnlySpan<HeaderLine> Lines { get; init; }

    public ReadOnlySpan<byte> Bytes { get; internal init; }

    public bool IsRequest { get; internal init; }

    /// <summary>The request's, or that which the response answers.</summary>
    public SipMethod Method { get; internal init; }

    public ReadOnlySpan<byte> MethodName { get; internal init; }

    public ReadOnlySpan<byte> RequestUri { get; internal init; }

    public int Status { get; internal init; }

    public ReadOnlySpan<byte> Phrase { get; internal init; }

    public ReadOnlySpan<byte> CallId { get; internal init; }

    public uint CSeq { get; internal init; }

    /// <summary>Empty where an old peer sets none (RFC 2543).</summary>
    public ReadOnlySpan<byte> FromTag { get; internal init; }

    public ReadOnlySpan<byte> ToTag { get; internal init; }

    /// <summary>The topmost one.</summary>
    public SipVia Via { get; internal init; }

    /// <summary>Whether more Vias stand below the topmost: such a response is not for us (RFC 3261 §8.1.3.3).</summary>
    public bool HasMoreVias { get; internal init; }

    /// <summary>-1 if there is none.</summary>
    public int MaxForwards { get; internal init; }

    public ReadOnlySpan<byte> Body { get; internal init; }

    /// <summary>The value of the first header field of the kind, folded lines and all.</summary>
    public bool TryFind(SipHeader header, out ReadOnlySpan<byte> value)
    {
        foreach (ref readonly var line in Lines)
        {
            if (line.Header != header)
                continue;

            value = line.Value(Bytes);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>The value of the first header field with the name, known to us or not.</summary>
    public bool TryFind(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        foreach (ref readonly var line in Lines)
        {
            if (!Ascii.EqualsIgnoreCase(line.Name(Bytes), name))
                continue;

            value = line.Value(Bytes);
            return true;
        }

        value = default;
        return false;
    }

    public bool Has(SipHeader header) => TryFind(header, out _);

    /// <summary>Every element of a header that is a list, from all the lines that carry it.</summary>
    public SipElements Elements(SipHeader header) => new(Bytes, Lines, header, areLists: true);

    /// <summary>Every line of the kind, whole: for headers whose commas part no elements, such as challenges.</summary>
    public SipElements Values(SipHeader header) => new(Bytes, Lines, header, areLists: false);

    /// <summary>Whether a list names the token, in any case.</summary>
    public bool Lists(SipHeader header, ReadOnlySpan<byte> token)
    {
        foreach (var element in Elements(header))
        {
            if (Ascii.EqualsIgnoreCase(element, token))
                return true;
        }

        return false;
    }

    public bool TryAddress(SipHeader header, out NameAddress address)
    {
        address = default;
        return TryFind(header, out var value) && NameAddress.TryParse(value, out address);
    }

    public bool TryNumber(SipHeader header, out uint number)
    {
        number = 0;
        if (!TryFind(header, out var value))
            return false;

        var end = value.IndexOfAny((byte)';', (byte)'(');
        return SipText.TryNumber(SipText.Trim(end < 0 ? value : value[..end]), uint.MaxValue, out number);
    }

    public override string ToString() => IsRequest ? $"{Encoding.UTF8.GetString(MethodName)} request" : $"{Status} response";
}
