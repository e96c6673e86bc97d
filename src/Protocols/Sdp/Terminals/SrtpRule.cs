namespace Protocols.Sdp.Terminals;

/// <summary>Whether media to and from terminals is encrypted.</summary>
public enum SrtpRule
{
    Off,

    /// <summary>Encrypted where the terminal can (RTP/AVP with a key beside it), in clear where it cannot.</summary>
    BestEffort,

    /// <summary>A line without a key is refused.</summary>
    Forced,

    /// <summary>Likewise, and what we offer has its keys by DTLS. Whoever offers keys in the description is taken.</summary>
    Dtls,
}

public static class SrtpRules
{
    /// <summary>Nothing goes in clear.</summary>
    public static bool Insists(this SrtpRule rule) => rule is SrtpRule.Forced or SrtpRule.Dtls;
}
