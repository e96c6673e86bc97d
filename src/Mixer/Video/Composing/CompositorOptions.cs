namespace Mixer.Video.Composing;

/// <summary>How composed pictures look.</summary>
public sealed record CompositorOptions
{
    /// <summary>What becomes of pictures whose shape is not their pane's: people see all of a narrow picture unless it is set otherwise.</summary>
    public PaneFit Fit { get; init; } = PaneFit.Whole;

    /// <summary>
    /// Pixels between panes, even; null: 4 from 720 lines on, 2 below. They are painted over the pictures' edges, not taken from the panes, whose sizes
    /// stay simple fractions that are cheap to scale to.
    /// </summary>
    public int? Gap { get; init; }

    /// <summary>A moving caption crosses the picture in this time: slow enough to be read from the back of a room.</summary>
    public TimeSpan CaptionCrossing { get; init; } = TimeSpan.FromSeconds(12);
}
