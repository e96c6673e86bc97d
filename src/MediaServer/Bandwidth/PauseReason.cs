namespace MediaServer.Bandwidth;

/// <summary>Why a picture is not forwarded; the viewer is told, so that nobody looks at a frozen picture without knowing.</summary>
public enum PauseReason : byte
{
    None,

    /// <summary>Not visible on his screen.</summary>
    NotWanted,

    /// <summary>The publisher sends nothing now.</summary>
    NothingSent,

    /// <summary>His connection has no room for it.</summary>
    NoBandwidth,
}
