namespace MediaServer.Tracks;

/// <summary>One published stream of a room: unique over all shards of the node.</summary>
public readonly record struct TrackId(long Value)
{
    public override string ToString() => $"track-{Value:x}";
}

/// <summary>Who publishes or watches, by the name that the meeting gave.</summary>
public readonly record struct ParticipantId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>One transport of a participant to this node.</summary>
public readonly record struct PeerId(long Value)
{
    public override string ToString() => $"peer-{Value:x}";
}

/// <summary>The media side of one meeting.</summary>
public readonly record struct RoomId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>What a track shows; a share is served before faces are.</summary>
public enum TrackSource : byte
{
    Microphone,
    Camera,
    Screen,
    ScreenAudio,
}
