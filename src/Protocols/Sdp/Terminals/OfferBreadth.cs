namespace Protocols.Sdp.Terminals;

/// <summary>How much we offer. A terminal that answers 488 is offered the next narrower thing.</summary>
public enum OfferBreadth
{
    SoundAndPicture,
    SoundOnly,

    /// <summary>G.711 alone, and in clear unless encryption is forced: what the oldest gateways understand.</summary>
    PlainSound,
}

public static class OfferBreadths
{
    public static OfferBreadth For(TerminalPolicy policy) =>
        policy.AllowVideo && policy.Class != TerminalClass.Telephone ? OfferBreadth.SoundAndPicture : OfferBreadth.SoundOnly;

    /// <summary>Null when there is nothing left to try.</summary>
    public static OfferBreadth? Narrower(this OfferBreadth breadth) => breadth switch
    {
        OfferBreadth.SoundAndPicture => OfferBreadth.SoundOnly,
        OfferBreadth.SoundOnly => OfferBreadth.PlainSound,
        _ => null,
    };
}
