using Protocols.Dtls;
using Protocols.Ice;

namespace Protocols.Sdp;

/// <summary>Our end of a WebRTC session, as plain values: who we say we are, where we can be reached, what we have to send.</summary>
public sealed record WebRtcLocal
{
    /// <summary>Stays the same for the life of the session (RFC 8866 §5.2).</summary>
    public required ulong SessionId { get; init; }

    /// <summary>Goes up by one with every description we make.</summary>
    public ulong SessionVersion { get; init; } = 1;

    public required IceCredentials Ice { get; init; }

    /// <summary>All candidates we will ever have: a lite agent does not gather.</summary>
    public IReadOnlyList<Candidate> Candidates { get; init; } = [];

    public required IReadOnlyList<Fingerprint> Fingerprints { get; init; }

    public IReadOnlyList<LocalStream> Streams { get; init; } = [];
}
