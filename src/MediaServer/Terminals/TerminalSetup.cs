using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Protocols.Rtp;
using Protocols.Sdp.Terminals;

namespace MediaServer.Terminals;

/// <summary>Everything a shard must know to take a terminal in: what its offer and the answer came to.</summary>
public sealed record TerminalSetup
{
    /// <summary>The names of a terminal's two streams in a <see cref="Shards.ShardLetter.Wish"/>.</summary>
    public static readonly Mid SoundStream = new("audio");

    public static readonly Mid PictureStream = new("video");

    public required PeerId Id { get; init; }

    public required RoomId Room { get; init; }

    public required ParticipantId Participant { get; init; }

    public required TerminalAgreement Agreement { get; init; }

    /// <summary>Where its signalling comes from: media from there is believed sooner. Null if that is a proxy's.</summary>
    public UInt128? SignallingHost { get; init; }

    /// <summary>What it hears at first.</summary>
    public StreamWish Sound { get; init; } = new(new SourceChoice.Nothing());

    public StreamWish Picture { get; init; } = new(new SourceChoice.Nothing());

    /// <summary>What was agreed on by DTLS in the room that the call comes from.</summary>
    internal IReadOnlyList<DtlsAssociation> Associations { get; set; } = [];

    /// <summary>Gates of the participant that are closed when he comes; the meeting opens them by letters.</summary>
    public IReadOnlyList<TrackSource> ClosedSources { get; init; } = [];
}
