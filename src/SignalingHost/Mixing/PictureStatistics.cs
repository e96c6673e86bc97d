using Mixer.Video.Planning;

namespace SignalingHost.Mixing;

/// <summary>What one picture thread does now, and has done since it began.</summary>
internal sealed record PictureStatistics
{
    public int Rooms { get; init; }

    public int Viewers { get; init; }

    /// <summary>Encodings that somebody watches.</summary>
    public int Classes { get; init; }

    /// <summary>Streams that are shown somewhere and therefore decoded.</summary>
    public int Decoded { get; init; }

    public int Asleep { get; init; }

    public long Encoded { get; init; }

    public long TicksMissed { get; init; }

    /// <summary>Packets that a shard had no room for.</summary>
    public long Dropped { get; init; }

    /// <summary>How often a participant's stream was too faulty to be decoded on.</summary>
    public long Stopped { get; init; }

    /// <summary>How often a defect ended a room's picture.</summary>
    public long Faults { get; init; }

    public TwinStatistics Twins { get; init; } = new();

    public TimeSpan Busy { get; init; }

    /// <summary>Processor time of the thread; <see cref="Busy"/> has besides what others took from it meanwhile.</summary>
    public TimeSpan Taken { get; init; }

    /// <summary>What it has done, in seconds of a core by the cost model.</summary>
    public double Work { get; init; }

    public ShedStep Step { get; init; }

    public PictureStatistics And(RoomPicture picture) => AndCounted(picture) with
    {
        Rooms = Rooms + 1,
        Viewers = Viewers + picture.Viewers,
        Classes = Classes + picture.Mix.ClassesWatched,
        Decoded = Decoded + picture.Mix.SourcesDecoded,
        Asleep = Asleep + picture.Mix.CanvasesAsleep,
    };

    /// <summary>With what stays counted when the picture is gone.</summary>
    public PictureStatistics AndCounted(RoomPicture picture) => this with
    {
        Encoded = Encoded + picture.Mix.PicturesEncoded,
        Work = Work + picture.Mix.Work,
        TicksMissed = TicksMissed + picture.Mix.TicksMissed,
        Dropped = Dropped + picture.Dropped,
        Stopped = Stopped + picture.Stopped,
    };
}
