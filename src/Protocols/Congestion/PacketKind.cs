namespace Protocols.Congestion;

/// <summary>What a packet is to the one who paces it.</summary>
public enum PacketKind : byte
{
    Audio,
    Video,
    Retransmission,

    /// <summary>Carries nothing new; fills a probe.</summary>
    Padding,
}
