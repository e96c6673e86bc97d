using Meetings;
using Meetings.Conduct;
using Meetings.Conduct.Layouts;
using Mixer.Video.Composing;
using MediaParticipant = MediaServer.Tracks.ParticipantId;
using ParticipantId = Meetings.ParticipantId;

namespace SignalingHost.Mixing;

/// <summary>What each viewer of a meeting is to be shown, as scenes; those who see the same share one.</summary>
internal static class RoomScenes
{
    private static readonly PaneGrid One = new(1, 1, [new PaneCells(0, 0, 1, 1)]);

    /// <summary>Which picture the viewer is shown: somebody whole, the composition, perhaps without himself in the large pane, or that he waits.</summary>
    public static SceneKey KeyFor(PictureDirections directions, MediaParticipant viewer)
    {
        var me = new ParticipantId(viewer.Value);
        var source = directions.Plan.For(me);
        if (source is { Kind: PictureKind.Site, Who: { } site } && site != me)
            return new(SceneKind.Whole, site);
        if (directions.Composition is not { Panes.Count: > 0 } composition)
            return new(SceneKind.Waiting);

        if (source.Kind == PictureKind.Composition)
            return Shared(composition, me);

        // Two people see each other, and who is alone is told so, unless content is shown or the picture is imposed on all.
        var others = composition.Panes.Where(pane => pane.Who is { } who && who != me).Select(pane => pane.Who!.Value).Distinct().Take(2).ToArray();
        return (others, composition.Panes.Any(pane => pane.Share)) switch
        {
            ([], false) => new(SceneKind.Waiting),
            ([var other], false) => new(SceneKind.Whole, other),
            _ => Shared(composition, me),
        };
    }

    public static Scene Build(SceneKey key, PictureDirections directions, Func<ParticipantId?, SourceId?> sourceOf) =>
        Unmarked(key, directions, sourceOf) with { IsRecorded = directions.IsRecorded, Caption = CaptionOf(directions.Caption) };

    private static Scene Unmarked(SceneKey key, PictureDirections directions, Func<ParticipantId?, SourceId?> sourceOf) => key switch
    {
        { Kind: SceneKind.Whole, Who: { } who } => new Scene { Grid = One, Panes = [PaneOf(who, directions, sourceOf)] },
        { Kind: SceneKind.Waiting } => new Scene { Grid = One, Waiting = CardOf(directions) },
        _ => Composed(directions.Composition!, key.Who, directions, sourceOf),
    };

    private static SceneKey Shared(Composition composition, ParticipantId me) =>
        new(SceneKind.Composed, ReferenceEquals(composition.PanesFor(me), composition.Panes) ? null : me);

    private static Scene Composed(Composition composition, ParticipantId? viewer, PictureDirections directions, Func<ParticipantId?, SourceId?> sourceOf)
    {
        var panes = viewer is { } me ? composition.PanesFor(me) : composition.Panes;
        return new Scene
        {
            Grid = GridOf(composition.Geometry),
            Panes = [.. panes.Select(pane => pane switch
            {
                { Share: true } => new PaneScene { Source = sourceOf(null), Fit = PaneFit.Whole },
                { Who: { } who } => PaneOf(who, directions, sourceOf),
                _ => PaneScene.Empty,
            })],
        };
    }

    private static PaneGrid GridOf(Geometry geometry) =>
        new(geometry.Columns, geometry.Rows, [.. geometry.Panes.Select(cells => new PaneCells(cells.Left, cells.Top, cells.Width, cells.Height))]);

    private static PaneScene PaneOf(ParticipantId who, PictureDirections directions, Func<ParticipantId?, SourceId?> sourceOf)
    {
        var person = directions.People.GetValueOrDefault(who);
        return new PaneScene
        {
            Source = sourceOf(who),
            Name = person?.Name ?? who.Value,
            IsMuted = person?.IsMuted ?? false,
            IsSpeaking = person?.IsSpeaking ?? false,
        };
    }

    private static Mixer.Video.Composing.Caption? CaptionOf(Meetings.Conduct.Caption? caption) => caption is null ? null : new(caption.Text)
    {
        Moves = caption.Kind == CaptionKind.Banner,
        Place = caption.Kind == CaptionKind.Banner ? CaptionPlace.Top : CaptionPlace.Bottom,
    };

    private static WaitingCard CardOf(PictureDirections directions)
    {
        var title = directions.Language == MeetingLanguage.Chinese ? "等待其他人加入" : "Waiting for others";
        var lines = new[] { directions.Subject, directions.Number }.Where(line => line.Length > 0);
        return new WaitingCard(title, [.. lines]);
    }
}

/// <summary>Viewers of a meeting with the same key see the same.</summary>
internal readonly record struct SceneKey(SceneKind Kind, ParticipantId? Who = null)
{
    /// <summary>What he is shown when views of one's own are given up.</summary>
    public SceneKey Shared => Kind == SceneKind.Composed ? new(Kind) : this;
}

internal enum SceneKind
{
    /// <summary>The meeting's composition; with a name, as that viewer is to be shown it.</summary>
    Composed,

    /// <summary>One person.</summary>
    Whole,

    /// <summary>That nobody else is here.</summary>
    Waiting,
}
