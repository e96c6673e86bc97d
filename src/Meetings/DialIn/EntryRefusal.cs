namespace Meetings.DialIn;

/// <summary>What a refusal at the door means to somebody on a telephone.</summary>
internal static class EntryRefusal
{
    public enum Meaning
    {
        PasswordNeeded,
        Wrong,
        NotStarted,
        Locked,
        Full,
        TriesLocked,
        Other,
    }

    public static Meaning Of(Refusal refusal) => refusal switch
    {
        Refusal.ConfAuthenNeedPassword => Meaning.PasswordNeeded,

        Refusal.ConfIdNotExist or Refusal.ConfDataNotFound or Refusal.VmrDataNotFound or Refusal.ConfNotFoundOrAuthFailed or Refusal.ConfPwdAuthFailed
            or Refusal.ParticipantAuthenticationFailed or Refusal.ConfRoleAuthenticationFailed or Refusal.AuthFailed => Meaning.Wrong,

        Refusal.ConfNotStarted or Refusal.ConfIsStarting or Refusal.NotAllowedGuestFirstJoin or Refusal.VmrOnlyAllowChairStartConf => Meaning.NotStarted,

        Refusal.ConfLocked or Refusal.ParticipantConfIsLocked => Meaning.Locked,

        Refusal.ConfApplyResourceFailed or Refusal.OverMaxParticipantNumber or Refusal.OverMaxParticipants or Refusal.OrgConcurrentParticipantsNumberIsZero
            or Refusal.ParticipantVmrLogicResourceNotEnough or Refusal.VmrCapacityNotEnough or Refusal.EnterpriseCapacityNotEnough
            or Refusal.MediaResourceNotEnough => Meaning.Full,

        Refusal.ParticipantConfLoginLocked or Refusal.ConfCtrLoginLocked or Refusal.ConfAnonymousLoginLocked or Refusal.AuthLocked => Meaning.TriesLocked,

        _ => Meaning.Other,
    };
}
