using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Sdp;

namespace MediaServer.Peers;

/// <summary>Everything a shard must know to take a peer in: what the offer and its answer came to.</summary>
public sealed record PeerSetup
{
    public required PeerId Id { get; init; }

    public required RoomId Room { get; init; }

    public required ParticipantId Participant { get; init; }

    public required IceCredentials LocalIce { get; init; }

    public required NegotiatedSession Session { get; init; }

    public required DtlsRole Role { get; init; }

    /// <summary>What each stream that we send shows at first, by its section's name.</summary>
    public IReadOnlyDictionary<string, StreamWish> Wishes { get; init; } = new Dictionary<string, StreamWish>(StringComparer.Ordinal);

    /// <summary>The first video section of a publisher is his camera unless it is said to be a share.</summary>
    public IReadOnlySet<string> ScreenSections { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Gates of the participant that are closed when he comes; the meeting opens them by letters.</summary>
    public IReadOnlyList<TrackSource> ClosedSources { get; init; } = [];
}
