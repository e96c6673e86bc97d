namespace Meetings.Conduct;

/// <summary>Which panes the composed picture has and who is in them: chosen by the chair, or by the system.</summary>
public sealed record MultiPictureChoice
{
    /// <summary>False: the system chooses by speaking and order of entry.</summary>
    public bool Manual { get; init; }

    /// <summary>The documented name of the layout: Single, Two, Three-2 … Twenty-Five, or Custom.</summary>
    public string ImageType { get; init; } = "";

    public IReadOnlyList<Pane> Panes { get; init; } = [];

    /// <summary>How long each member of a pane with several is shown.</summary>
    public TimeSpan SwitchTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Panes without a member are filled by speaking and order of entry.</summary>
    public bool FillRest { get; init; }

    /// <summary>The cells of a Custom layout.</summary>
    public Layouts.Geometry? Custom { get; init; }
}

/// <summary>One pane and those who are shown in it, in turn when there are several.</summary>
public sealed record Pane
{
    /// <summary>From 1.</summary>
    public required int Index { get; init; }

    /// <summary>Numbers (<c>number</c> or <c>number#Desktop</c>) or participant ids, as <see cref="MultiPictureRequest.ByParticipant"/> says; in a choice always participant ids.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>The shared content is shown here.</summary>
    public bool Share { get; init; }
}

/// <summary>What a controller asks of the multi-picture, with the numbers of the wire: out of range is for the rules to say.</summary>
public sealed record MultiPictureRequest
{
    /// <summary>0 automatic, 1 manual.</summary>
    public int ManualSet { get; init; }

    public string? ImageType { get; init; }

    public IReadOnlyList<Pane> Panes { get; init; } = [];

    /// <summary>Seconds; null is 10.</summary>
    public int? SwitchTime { get; init; }

    /// <summary>Stored for later, without effect now.</summary>
    public bool SaveOnly { get; init; }

    public bool FillRest { get; init; }

    /// <summary>Members are participant ids (the deprecated form) instead of numbers.</summary>
    public bool ByParticipant { get; init; }

    public Layouts.Geometry? Custom { get; init; }
}

/// <summary>A layout kept for this meeting; it dies with it.</summary>
public sealed record SavedLayout
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string ImageType { get; init; } = "";

    public int PaneCount { get; init; }

    /// <summary>Seconds.</summary>
    public int SwitchTime { get; init; } = 10;

    /// <summary>Members are numbers.</summary>
    public IReadOnlyList<Pane> Panes { get; init; } = [];
}
