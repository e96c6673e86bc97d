using MediaServer.Edge;
using MediaServer.Subscriptions;
using Protocols.Sdp;

namespace SignalingHost.Whip;

/// <summary>One WHIP or WHEP session: what was agreed, and where its media is.</summary>
internal sealed record MediaSession
{
    public required string Id { get; init; }

    public required string ConferenceId { get; init; }

    /// <summary>Whose it is; viewers have made-up names.</summary>
    public required string Participant { get; init; }

    public required RoomRight Right { get; init; }

    public required PeerPlace Place { get; init; }

    public required WebRtcLocal Local { get; init; }

    public required NegotiatedSession Negotiated { get; init; }

    /// <summary>What each of a viewer's streams is to show, by MID; a publisher has none.</summary>
    public IReadOnlyDictionary<string, StreamWish> Wishes { get; init; } = new Dictionary<string, StreamWish>(StringComparer.Ordinal);

    /// <summary>Names the ICE generation (RFC 9725 §4.3.1).</summary>
    public string ETag => $"\"{Local.Ice.UsernameFragment}\"";
}
