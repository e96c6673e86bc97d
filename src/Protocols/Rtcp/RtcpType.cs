namespace Protocols.Rtcp;

/// <summary>The packet types of RTCP (RFC 3550 §12.1, RFC 4585 §6.1, RFC 3611 §2). Others are skipped by their length.</summary>
public enum RtcpType : byte
{
    SenderReport = 200,
    ReceiverReport = 201,
    SourceDescription = 202,
    Bye = 203,
    ApplicationDefined = 204,

    /// <summary>RTPFB: generic NACK, TMMBR, transport-wide feedback.</summary>
    TransportLayerFeedback = 205,

    /// <summary>PSFB: PLI, FIR, REMB.</summary>
    PayloadSpecificFeedback = 206,

    ExtendedReport = 207,
}
