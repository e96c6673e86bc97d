namespace Protocols.Rtcp;

/// <summary>
/// A look at the RTCP packets of one datagram (RFC 3550 §6.1), compound or reduced-size (RFC 5506): any packet may come
/// first. Whoever holds one knows that the packets lie end to end inside the bytes and fill them.
/// </summary>
public readonly ref struct RtcpCompound
{
    private readonly ReadOnlySpan<byte> _bytes;

    private RtcpCompound(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public static bool TryParse(ReadOnlySpan<byte> bytes, out RtcpCompound compound)
    {
        compound = default;
        if (bytes.IsEmpty)
            return false;

        for (var rest = bytes; !rest.IsEmpty;)
        {
            if (!RtcpPacket.TryTake(rest, out var packet))
                return false;

            rest = rest[packet.Bytes.Length..];
        }

        compound = new RtcpCompound(bytes);
        return true;
    }

    public Enumerator GetEnumerator() => new(_bytes);

    public ref struct Enumerator(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;
        private RtcpPacket _current;

        public readonly RtcpPacket Current => _current;

        public bool MoveNext()
        {
            if (!RtcpPacket.TryTake(_rest, out _current))
                return false;

            _rest = _rest[_current.Bytes.Length..];
            return true;
        }
    }
}
