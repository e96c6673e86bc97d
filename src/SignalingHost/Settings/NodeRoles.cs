namespace SignalingHost.Settings;

/// <summary>What this process does. One process does everything; in a cluster the work can be divided.</summary>
[Flags]
internal enum NodeRoles
{
    None = 0,
    Signaling = 1,
    Media = 2,
    Mixer = 4,
    Recorder = 8,
    All = Signaling | Media | Mixer | Recorder,
}
