using Meetings;
using Meetings.Conduct;

namespace SignalingHost.Signaling;

/// <summary>What a session asks of the socket around it. Nothing is awaited: what is asked is answered by a later call, before anything else happens to the session.</summary>
internal interface ISessionOutput
{
    void Send(byte[] message);

    /// <summary>Let him in, or say why not: answered by Entered, Waits or Refused.</summary>
    void Admit(ClientMessage.Join join);

    /// <summary>He was let in from the waiting room: answered by Entered.</summary>
    void ComeIn();

    /// <summary>Answered by Answered.</summary>
    void Ask(MeetingCommand command, long? re);

    /// <summary>May run the meeting now (or no longer): answered by Controls.</summary>
    void GrantControl(bool on);

    /// <summary>The socket closes when everything has been sent.</summary>
    void Close();
}

/// <summary>The media of one participant, as his session needs it.</summary>
internal interface IParticipantMedia
{
    NegotiationOutcome Negotiate(TransportKind transport, string sdp, bool fresh);

    Refusal Show(IReadOnlyList<SlotWish> slots);

    bool Has(TransportKind transport);

    void Report(IReadOnlyList<TrackReport> tracks);
}

/// <summary>An answer, or why there is none.</summary>
internal readonly record struct NegotiationOutcome(Refusal Refusal, string Sdp)
{
    public static NegotiationOutcome Refused(Refusal refusal) => new(refusal, "");
}
