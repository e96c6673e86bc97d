namespace Protocols.Sdp.Terminals;

/// <summary>Whether media to and from terminals is encrypted.</summary>
public enum SrtpRule
{
    Off,

    /// <summary>Encrypted where the terminal can (RTP/AVP with a key beside it), in clear where it cannot.</summary>
    BestEffort,

    /// <summary>A line without a key is refused.</summary>
    Forced,
}
