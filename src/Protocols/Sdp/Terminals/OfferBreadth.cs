namespace Protocols.Sdp.Terminals;

/// <summary>How much we offer. A terminal that answers 488 is offered the next narrower thing, and at last what takes keys by DTLS alone.</summary>
public enum OfferBreadth
{
    SoundAndPicture,
    SoundOnly,

    /// <summary>G.711 alone, and in clear unless encryption is forced: what the oldest gateways understand.</summary>
    PlainSound,

    /// <summary>Sound and picture with keys by DTLS.</summary>
    ByDtls,
    SoundByDtls,
}

public static class OfferBreadths
{
    public static OfferBreadth For(TerminalPolicy policy) => policy.Srtp == SrtpRule.Dtls
        ? HasPicture(policy) ? OfferBreadth.ByDtls : OfferBreadth.SoundByDtls
        : HasPicture(policy) ? OfferBreadth.SoundAndPicture : OfferBreadth.SoundOnly;

    public static bool IsByDtls(this OfferBreadth breadth) => breadth is OfferBreadth.ByDtls or OfferBreadth.SoundByDtls;

    public static bool HasPicture(this OfferBreadth breadth) => breadth is OfferBreadth.SoundAndPicture or OfferBreadth.ByDtls;

    /// <summary>Null when there is nothing left to try. A telephone's trunk that takes DTLS alone has it in its settings: others would only cost its caller time.</summary>
    public static OfferBreadth? Narrower(this OfferBreadth breadth, TerminalPolicy policy) => breadth switch
    {
        OfferBreadth.SoundAndPicture => OfferBreadth.SoundOnly,
        OfferBreadth.SoundOnly => OfferBreadth.PlainSound,
        OfferBreadth.PlainSound when policy.Srtp != SrtpRule.Off && policy.Class != TerminalClass.Telephone => HasPicture(policy) ? OfferBreadth.ByDtls : OfferBreadth.SoundByDtls,
        OfferBreadth.ByDtls => OfferBreadth.SoundByDtls,
        _ => null,
    };

    private static bool HasPicture(TerminalPolicy policy) => policy.AllowVideo && policy.Class != TerminalClass.Telephone;
}
