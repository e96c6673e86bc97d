using Protocols;

namespace MediaServer.Edge;

/// <summary>What precedes a datagram, or a train of datagrams of one size from one sender, in its slot.</summary>
internal struct DatagramHeader
{
    public TransportAddress From;
    public int Length;

    /// <summary>Zero when the slot holds one datagram.</summary>
    public int SegmentSize;

    public static void Deliver(IDatagramSink sink, Instant now, ref DatagramHeader header, Span<byte> body)
    {
        var train = body[..Math.Min(header.Length, body.Length)];
        var size = header.SegmentSize > 0 ? header.SegmentSize : train.Length;
        while (train.Length > 0)
        {
            var length = Math.Min(size, train.Length);
            sink.Receive(header.From, train[..length], now);
            train = train[length..];
        }
    }
}
