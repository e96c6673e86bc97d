namespace Protocols.Sdp.Terminals;

/// <summary>How much we offer. A terminal that answers 488 is offered the next narrower thing.</summary>
public enum OfferBreadth
{
    SoundAndPicture,
    SoundOnly,
}

public static class OfferBreadths
{
    public static OfferBreadth For(TerminalPolicy policy) =>
        policy.AllowVideo && policy.Class != TerminalClass.Telephone ? OfferBreadth.SoundAndPicture : OfferBreadth.SoundOnly;

    /// <summary>Null when there is nothing left to try.</summary>
    public static OfferBreadth? Narrower(this OfferBreadth breadth) => breadth == OfferBreadth.SoundAndPicture ? OfferBreadth.SoundOnly : null;
}
