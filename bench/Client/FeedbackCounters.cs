using Protocols;

namespace Client;

/// <summary>What a client was told and what it told, besides media.</summary>
public sealed class FeedbackCounters
{
    public int SenderReports { get; internal set; }

    public int ReceiverReports { get; internal set; }

    public int PictureLosses { get; internal set; }

    public int FullIntraRequests { get; internal set; }

    /// <summary>Packets that the other side asked for again.</summary>
    public long NackedPackets { get; internal set; }

    /// <summary>Packets of transport-wide feedback received, and of how many packets of ours they spoke.</summary>
    public int TransportFeedbacks { get; internal set; }

    public long TransportPacketsReported { get; internal set; }

    public long TransportPacketsLost { get; internal set; }

    public int TransportFeedbacksSent { get; internal set; }

    public int ReportsSent { get; internal set; }

    public int KeyFrameRequestsSent { get; internal set; }

    /// <summary>Media whose source or payload type belongs to no section.</summary>
    public long Unknown { get; internal set; }

    /// <summary>Repairs and padding that restore nothing.</summary>
    public long Probes { get; internal set; }

    /// <summary>What SRTP did not let through, duplicates of the network apart.</summary>
    public long Refused { get; internal set; }

    public long Replayed { get; internal set; }

    internal void Refuse(DropReason reason)
    {
        if (reason == DropReason.Replayed)
            Replayed++;
        else
            Refused++;
    }
}
