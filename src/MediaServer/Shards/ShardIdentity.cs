using MediaServer.Peers;
using Protocols;
using Protocols.Dtls;

namespace MediaServer.Shards;

/// <summary>Who a shard is and what it was given at the start.</summary>
public sealed record ShardIdentity
{
    public required int Index { get; init; }

    /// <summary>The wall clock at <see cref="Instant.Zero"/>.</summary>
    public required NtpTime Epoch { get; init; }

    public required DtlsIdentity Dtls { get; init; }

    /// <summary>Feeds the random choices that protocols ask for; not for secrets.</summary>
    public required int Seed { get; init; }

    public long PoolBytes { get; init; } = 256L << 20;

    public PeerOptions Peers { get; init; } = new();
}
