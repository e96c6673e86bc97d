using MediaServer.Packets;
using Protocols;

namespace MediaServer.Edge;

/// <summary>One shard's UDP port. Only its shard's thread uses it, but for <see cref="Wake"/>.</summary>
internal interface IDatagramPort : IEgress, IDisposable
{
    /// <summary>Takes what has arrived, without waiting. False when there was nothing.</summary>
    bool Receive(IDatagramSink sink, Instant now);

    /// <summary>The last <see cref="Receive"/> took as much as it could hold, so more is probably waiting.</summary>
    bool HasMore { get; }

    /// <summary>Sleeps until a datagram arrives, somebody wakes us, or the time is up.</summary>
    void Wait(TimeSpan atMost);

    void Wake();

    /// <summary>What the probe found, as a sentence for the log.</summary>
    string Features { get; }
}

internal interface IDatagramSink
{
    void Receive(TransportAddress from, Span<byte> datagram, Instant now);
}
