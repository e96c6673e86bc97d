using Meetings;
using Meetings.Conduct;
using Protocols.Sip.Calls;

namespace SignalingHost.Calls;

/// <summary>What a meeting's refusal is in SIP, and what a SIP refusal is to a meeting.</summary>
internal static class CallStatus
{
    /// <summary>
    /// How a call is refused before it is answered, or null where it is to be answered, because the caller can mend it by keys: a
    /// password that is missing or wrong.
    /// </summary>
    public static (int Status, string Phrase)? Of(Refusal refusal, bool gavePassword) => refusal switch
    {
        Refusal.ConfAuthenNeedPassword => null,
        Refusal.ConfNotFoundOrAuthFailed when gavePassword => null,
        Refusal.ConfNotFoundOrAuthFailed or Refusal.ConfIdNotExist or Refusal.ConfDataNotFound or Refusal.VmrDataNotFound => (404, "No Such Meeting"),
        Refusal.ConfNotStarted or Refusal.ConfIsStarting or Refusal.NotAllowedGuestFirstJoin or Refusal.VmrOnlyAllowChairStartConf => (480, "Meeting Not Started"),
        Refusal.ConfLocked or Refusal.ParticipantConfIsLocked => (403, "Meeting Locked"),
        Refusal.ConfAnonymousLoginLocked or Refusal.ParticipantConfLoginLocked or Refusal.ConfCtrLoginLocked => (403, "Too Many Wrong Passwords"),
        Refusal.ConfApplyResourceFailed or Refusal.OverMaxParticipantNumber or Refusal.OverMaxParticipants or Refusal.OrgConcurrentParticipantsNumberIsZero
            or Refusal.ParticipantVmrLogicResourceNotEnough or Refusal.VmrCapacityNotEnough or Refusal.EnterpriseCapacityNotEnough => (486, "Meeting Full"),
        Refusal.HangUpJoinedTwice => (486, "Already In A Meeting"),
        Refusal.ServerBusy or Refusal.MediaResourceNotEnough => (503, "Server Busy"),
        _ => (403, "Not Admitted"),
    };

    /// <summary>How the call went that a transfer asked for, or why the meeting would not make it.</summary>
    public static (int Status, string Phrase) OfTransfer(Refusal cause) => cause switch
    {
        Refusal.None => (200, "OK"),
        Refusal.Busy or Refusal.ParticipantIsInviting => (486, "Busy Here"),
        Refusal.Refused => (603, "Decline"),
        Refusal.NoResponse => (408, "No Answer"),
        Refusal.NotExist or Refusal.InviteNumberUriIllegal or Refusal.InviteNumberTooLong => (404, "Not Found"),
        Refusal.Unavailable => (480, "Temporarily Unavailable"),
        Refusal.GuestNoPermissionOperation or Refusal.ConfInsufficientPermissions or Refusal.NoPermissionOperateOthers => (403, "May Not Invite"),
        _ => (503, "Service Unavailable"),
    };

    /// <summary>How a call of ours came to nothing.</summary>
    public static CallStep StepOf(SipEvent.Ended ended) => ended switch
    {
        { Reason: SipEndReason.NoAnswer, Status: 408 } => CallStep.Offline,
        { Reason: SipEndReason.NoAnswer } => CallStep.NoAnswer,
        { Reason: not SipEndReason.RefusedByPeer } => CallStep.Failed,
        { Status: 486 or 600 } => CallStep.Busy,
        { Status: 403 or 603 or 607 or 608 } => CallStep.Rejected,
        { Status: 404 or 410 or 484 or 604 } => CallStep.NotExist,
        { Status: 408 or 487 } => CallStep.NoAnswer,
        { Status: 430 or 480 } => CallStep.Offline,
        _ => CallStep.Failed,
    };
}
