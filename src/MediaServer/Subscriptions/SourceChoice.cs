using MediaServer.Tracks;

namespace MediaServer.Subscriptions;

/// <summary>Where an outgoing stream takes its media from.</summary>
public abstract record SourceChoice
{
    private SourceChoice()
    {
    }

    /// <summary>One participant's microphone, camera or share.</summary>
    public sealed record Of(ParticipantId Who, TrackSource Source) : SourceChoice;

    /// <summary>Whoever speaks most, and stays until another does.</summary>
    public sealed record DominantSpeaker : SourceChoice;

    /// <summary>
    /// A place among the loudest (sound) or among those who spoke last (picture). People keep their place while they belong to
    /// the set, so that a stream changes its source as seldom as can be.
    /// </summary>
    public sealed record Place(int Number) : SourceChoice;

    public sealed record Nothing : SourceChoice;
}
