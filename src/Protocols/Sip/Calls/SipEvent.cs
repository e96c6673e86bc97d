namespace Protocols.Sip.Calls;

/// <summary>All that can be told of a call. Whatever happens, the last event of every call is one <see cref="Ended"/>.</summary>
public abstract record SipEvent
{
    private SipEvent()
    {
    }

    public abstract SipCallId Call { get; init; }

    public sealed record Invited(SipCallId Call, SipInvitation Invitation) : SipEvent;

    /// <summary>It rings, or, with SDP, something can be heard already.</summary>
    public sealed record Progressed(SipCallId Call, int Status, string? Sdp) : SipEvent;

    public sealed record Answered(SipCallId Call, string Sdp) : SipEvent;

    /// <summary>The caller has our answer; where the offer was ours, here is his answer to it.</summary>
    public sealed record Acknowledged(SipCallId Call, string? Sdp) : SipEvent;

    /// <summary>The peer wants to change the session; null if he wants our offer. To be answered or refused.</summary>
    public sealed record OfferCame(SipCallId Call, string? Sdp) : SipEvent;

    public sealed record AnswerCame(SipCallId Call, string Sdp) : SipEvent;

    /// <summary>Our change was refused; the session goes on as it was.</summary>
    public sealed record OfferRefused(SipCallId Call, int Status) : SipEvent;

    public sealed record InfoCame(SipCallId Call, string ContentType, string Body) : SipEvent;

    /// <summary>
    /// The peer asks us to call somebody, perhaps in place of another call: one of ours, or else one that whoever is to be called has and
    /// that only its header names.
    /// </summary>
    public sealed record TransferAsked(SipCallId Call, string Target, SipCallId? Replaces, string? ReplacesElsewhere) : SipEvent;

    public sealed record TransferProgressed(SipCallId Call, int Status) : SipEvent;

    public sealed record Ended(SipCallId Call, SipEndReason Reason, int Status = 0, string Phrase = "") : SipEvent;
}
