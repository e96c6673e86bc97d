namespace SignalingHost.Settings;

/// <summary>Whether one trunk's media is encrypted.</summary>
internal enum TrunkSrtp
{
    /// <summary>As that of terminals is.</summary>
    Usual,
    Off,
    BestEffort,
    Forced,
    Dtls,
}
