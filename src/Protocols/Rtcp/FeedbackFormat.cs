namespace Protocols.Rtcp;

/// <summary>The FMT values that tell feedback messages of one packet type apart (RFC 4585 §6, RFC 5104 §4).</summary>
internal static class FeedbackFormat
{
    // Of TransportLayerFeedback.
    public const byte GenericNack = 1;
    public const byte Tmmbr = 3;
    public const byte Tmmbn = 4;
    public const byte TransportWide = 15;

    // Of PayloadSpecificFeedback.
    public const byte PictureLoss = 1;
    public const byte FullIntraRequest = 4;
    public const byte ApplicationLayer = 15;
}
