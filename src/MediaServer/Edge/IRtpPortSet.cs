using Protocols;

namespace MediaServer.Edge;

/// <summary>How the terminals' ports of one shard are read and written. Any thread may add and remove ports; the rest is for the shard's thread.</summary>
internal interface IRtpPortSet : IDisposable
{
    /// <summary>What a shard that sleeps waits for beside its own port; -1 where it is woken instead.</summary>
    int Descriptor { get; }

    /// <summary>Whether nothing is here that a wait for <see cref="Descriptor"/> would not notice.</summary>
    bool IsEmpty { get; }

    /// <summary>The last <see cref="Receive"/> left something waiting, probably.</summary>
    bool HasMore { get; }

    /// <summary>Datagrams that came when nobody had room for them.</summary>
    long Dropped { get; }

    void Add(RtpPort port);

    void Remove(RtpPort port);

    /// <summary>Takes what has arrived, without waiting. False when there was nothing.</summary>
    bool Receive(IRtpSink sink, Instant now);

    /// <summary>Sends one datagram now, or counts it as lost.</summary>
    void Send(RtpPort port, ReadOnlySpan<byte> datagram, in TransportAddress to);
}

internal interface IRtpSink
{
    void Receive(int port, in TransportAddress from, Span<byte> datagram, Instant now);
}
