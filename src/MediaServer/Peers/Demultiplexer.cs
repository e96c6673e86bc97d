namespace MediaServer.Peers;

/// <summary>Tells a datagram's protocol by its first bytes.</summary>
internal static class Demultiplexer
{
    public static DatagramKind KindOf(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < 2)
            return DatagramKind.Unknown;

        return datagram[0] switch
        {
            <= 3 => DatagramKind.Stun,
            >= 20 and <= 63 => DatagramKind.Dtls,

            // RTCP packet types 192 to 223 are RTP payload types 64 to 95 with the marker set, which nobody may use.
            >= 128 and <= 191 => datagram[1] is >= 192 and <= 223 ? DatagramKind.Rtcp : DatagramKind.Rtp,
            _ => DatagramKind.Unknown,
        };
    }
}
