namespace Protocols.Sdp;

/// <summary>The profiles of H.264 that differ for a decoder (RFC 6184 §8.1, table 5).</summary>
public enum H264ProfileName
{
    Other,
    ConstrainedBaseline,
    Baseline,
    Main,
    Extended,
    ConstrainedHigh,
    High,
    High444Predictive,
}
