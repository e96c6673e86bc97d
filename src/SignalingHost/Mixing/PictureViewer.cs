using MediaServer.Tracks;
using Mixer.Synchronizing;
using Mixer.Video.Composing;
using Mixer.Video.Planning;
using Protocols;
using Protocols.Rtp;

namespace SignalingHost.Mixing;

/// <summary>Whoever is shown the picture of a room.</summary>
internal sealed class PictureViewer(ViewerId id, ParticipantId who, ViewerLimits limits)
{
    public ViewerId Id => id;

    public ParticipantId Who => who;

    public ViewerLimits Limits => limits;

    public MixClass Class { get; set; }

    /// <summary>The track that carries the packets of his class to him.</summary>
    public TrackId? Track { get; set; }

    public bool IsAdded { get; set; }
}

/// <summary>A camera or a shared screen of the room.</summary>
internal sealed class ShownTrack(SourceId id, TrackSetup track)
{
    private readonly CaptureMoment?[] _clocks = new CaptureMoment?[track.EncodingCount];

    public SourceId Id => id;

    public TrackSetup Track => track;

    public bool IsMuted { get; set; }

    public PictureDelay Delay { get; } = new();

    /// <summary>How long its pictures take is told to the sound from time to time.</summary>
    public Instant NextTelling { get; set; } = Instant.Zero;

    public void SetClock(int encoding, CaptureMoment clock) => _clocks[encoding] = clock;

    /// <summary>Null before its publisher has reported.</summary>
    public CaptureMoment? ClockOf(int encoding) => _clocks[encoding];
}

/// <summary>The numbers of a class's packets, and the tracks that they are for.</summary>
internal sealed class ClassStream
{
    public SequenceNumber Next { get; set; } = new(1);

    public List<TrackId> Tracks { get; } = [];
}
