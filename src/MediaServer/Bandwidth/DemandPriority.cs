namespace MediaServer.Bandwidth;

/// <summary>How much a picture matters to the one who watches; later ones are served first.</summary>
public enum DemandPriority : byte
{
    Pane,

    /// <summary>Pinned by the viewer or put on stage by the host.</summary>
    Stage,

    /// <summary>Speaks now.</summary>
    Speaker,

    ScreenShare,
}
