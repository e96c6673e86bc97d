using System.Collections.Immutable;

namespace Mixer.Video.Composing;

/// <summary>Everything that a canvas shows beside the pictures themselves. It is never changed; a new one takes its place.</summary>
public sealed record Scene
{
    public required PaneGrid Grid { get; init; }

    /// <summary>One for each pane of the grid, in its order; panes that are left out stay empty.</summary>
    public ImmutableArray<PaneScene> Panes { get; init; } = [];

    /// <summary>Shown instead of the panes to who is alone.</summary>
    public WaitingCard? Waiting { get; init; }

    public Caption? Caption { get; init; }

    public bool IsRecorded { get; init; }
}

/// <summary>One pane: whose picture, and what is written on it. Without a source or a name it is empty; with a name alone it shows an avatar.</summary>
public sealed record PaneScene
{
    public static readonly PaneScene Empty = new();

    public SourceId? Source { get; init; }

    public string Name { get; init; } = string.Empty;

    public bool IsMuted { get; init; }

    public bool IsSpeaking { get; init; }

    /// <summary>Null: as the compositor is set. Shared content is always shown whole.</summary>
    public PaneFit? Fit { get; init; }
}

/// <summary>Lines in the middle of the picture: a title, and beneath it what the one who waits may need.</summary>
public sealed record WaitingCard(string Title, ImmutableArray<string> Lines);

/// <summary>A text for all, on a band across the picture. One that is too long to stand still moves.</summary>
public sealed record Caption(string Text)
{
    public bool Moves { get; init; }

    public CaptionPlace Place { get; init; }
}

public enum CaptionPlace
{
    Top,
    Bottom,
}
