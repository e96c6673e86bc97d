namespace Meetings.Conduct;

/// <summary>What everybody is shown, and the few who are shown something else.</summary>
public sealed record PicturePlan(PictureSource Everyone, IReadOnlyDictionary<ParticipantId, PictureSource> Exceptions)
{
    public static PicturePlan Nothing { get; } = new(PictureSource.Own, new Dictionary<ParticipantId, PictureSource>());

    public PictureSource For(ParticipantId receiver) => Exceptions.TryGetValue(receiver, out var own) ? own : Everyone;

    public bool Same(PicturePlan other) =>
        Everyone == other.Everyone
        && Exceptions.Count == other.Exceptions.Count
        && Exceptions.All(own => other.Exceptions.TryGetValue(own.Key, out var theirs) && theirs == own.Value);
}

public readonly record struct PictureSource(PictureKind Kind, ParticipantId? Who = null)
{
    public static PictureSource Own { get; } = new(PictureKind.Own);

    public static PictureSource Composition { get; } = new(PictureKind.Composition);

    public static PictureSource Site(ParticipantId who) => new(PictureKind.Site, who);
}

public enum PictureKind
{
    /// <summary>Nothing is imposed: a multi-stream client chooses, a single-stream terminal is shown the automatic composition.</summary>
    Own,

    /// <summary>The composition of the meeting as it is set.</summary>
    Composition,

    /// <summary>One person, whole.</summary>
    Site,
}

/// <summary>The composed picture of the meeting at this moment: where panes are and who is in them.</summary>
public sealed record Composition(string ImageType, Layouts.Geometry Geometry, IReadOnlyList<PaneFill> Panes)
{
    public bool Same(Composition? other) =>
        other is not null && ImageType == other.ImageType && ReferenceEquals(Geometry, other.Geometry) && Panes.SequenceEqual(other.Panes);

    /// <summary>
    /// As <paramref name="receiver"/> is to be shown it: nobody sees himself in the large first pane while others are there, so he
    /// changes places with the next one. Where no pane is larger than others all see the same.
    /// </summary>
    public IReadOnlyList<PaneFill> PanesFor(ParticipantId receiver)
    {
        if (Panes.Count == 0 || Panes[0].Who != receiver || !Geometry.IsFirstLarge)
            return Panes;

        for (var at = 1; at < Panes.Count; at++)
        {
            if (Panes[at].Who is null)
                continue;

            var swapped = Panes.ToArray();
            (swapped[0], swapped[at]) = (swapped[at] with { Index = swapped[0].Index }, swapped[0] with { Index = swapped[at].Index });
            return swapped;
        }

        return Panes;
    }
}

/// <summary>One pane: a person, the shared content, or nothing.</summary>
public readonly record struct PaneFill(int Index, ParticipantId? Who, bool Share);
