namespace Mixer.Video.Composing;

/// <summary>What becomes of a picture whose shape is not its pane's.</summary>
public enum PaneFit
{
    /// <summary>All of it is shown, with bars at two sides.</summary>
    Whole,

    /// <summary>The pane is filled, and what does not fit is cut away at two sides.</summary>
    Filled,
}
