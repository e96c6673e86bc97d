namespace Protocols.Sip.Calls;

/// <summary>All that can be asked of a call. What comes too late, or for a call that is over, does nothing.</summary>
public abstract record SipCommand
{
    private SipCommand()
    {
    }

    public abstract SipCallId Call { get; init; }

    public sealed record Dial(SipCallId Call, SipDialling Whom) : SipCommand;

    /// <summary>With SDP the caller hears something before the answer.</summary>
    public sealed record Ring(SipCallId Call, string? Sdp = null) : SipCommand;

    /// <summary>Takes the call, or answers the latest offer; where the peer made none, the SDP is an offer.</summary>
    public sealed record Answer(SipCallId Call, string Sdp) : SipCommand;

    /// <summary>Refuses the call or the latest offer.</summary>
    public sealed record Refuse(SipCallId Call, int Status, string Phrase = "") : SipCommand;

    public sealed record HangUp(SipCallId Call) : SipCommand;

    /// <summary>Changes a call that stands; waits until it may be sent.</summary>
    public sealed record Offer(SipCallId Call, string Sdp) : SipCommand;

    public sealed record SendInfo(SipCallId Call, string ContentType, string Body) : SipCommand;

    /// <summary>Asks the peer to call somebody else.</summary>
    public sealed record Transfer(SipCallId Call, string Target) : SipCommand;

    /// <summary>Tells a peer who asked for a transfer how it goes; a final status ends the telling.</summary>
    public sealed record ReportTransfer(SipCallId Call, int Status, string Phrase) : SipCommand;
}
