using Protocols.Rtp;

namespace Client;

/// <summary>One packet of media for <see cref="OutgoingTrack.Send"/>: the payload, and what its header shall say.</summary>
public readonly ref struct OutgoingPacket(ReadOnlySpan<byte> payload, RtpTimestamp timestamp)
{
    public ReadOnlySpan<byte> Payload { get; } = payload;

    public RtpTimestamp Timestamp { get; } = timestamp;

    public bool Marker { get; init; }

    public AudioLevel? Level { get; init; }

    /// <summary>The dependency descriptor of the packet's frame, if that extension was agreed.</summary>
    public ReadOnlySpan<byte> Dependencies { get; init; }

    /// <summary>Another of the agreed formats than the first: redundant sound has one of its own.</summary>
    public PayloadType? Type { get; init; }

    /// <summary>Written over the payload's tail (<see cref="PayloadStamp"/>); 0 leaves it alone.</summary>
    public long Stamp { get; init; }
}
