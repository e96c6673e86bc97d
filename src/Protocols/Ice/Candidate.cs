using System.Net;

namespace Protocols.Ice;

/// <summary>
/// One address at which an agent may be reached (RFC 8839 §5.1). The host is text because browsers hide theirs behind
/// "….local" names, which nobody here resolves: a lite agent learns addresses from checks.
/// </summary>
public sealed record Candidate
{
    public required string Foundation { get; init; }

    public int Component { get; init; } = 1;

    public IceTransport Transport { get; init; }

    public uint Priority { get; init; }

    public required string Host { get; init; }

    public ushort Port { get; init; }

    public CandidateType Type { get; init; }

    public TcpType TcpType { get; init; }

    public bool TryGetAddress(out TransportAddress address)
    {
        var isAddress = IPAddress.TryParse(Host, out var ip);
        address = isAddress ? TransportAddress.From(ip!, Port) : default;
        return isAddress;
    }
}
