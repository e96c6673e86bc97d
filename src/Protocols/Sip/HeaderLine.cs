namespace Protocols.Sip;

/// <summary>Where one header field stands in the message.</summary>
internal readonly record struct HeaderLine(SipHeader Header, int NameAt, int NameLength, int ValueAt, int ValueLength)
{
    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> message) => message.Slice(NameAt, NameLength);

    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> message) => message.Slice(ValueAt, ValueLength);
}
