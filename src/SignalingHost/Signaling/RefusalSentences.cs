using System.Collections.Frozen;
using Meetings;

namespace SignalingHost.Signaling;

/// <summary>What a refusal says to a person: what is wrong, and what helps.</summary>
internal static class RefusalSentences
{
    private static readonly FrozenDictionary<Refusal, Sentence> Known = new Dictionary<Refusal, Sentence>
    {
        [Refusal.ConfNotFoundOrAuthFailed] = new("会议ID或密码错误，请检查后重试。", "The meeting ID or the password is wrong. Check both and try again."),
        [Refusal.ConfIdNotExist] = new("会议不存在或已结束，请检查会议ID或链接。", "There is no such meeting, or it has ended. Check the meeting ID or the link."),
        [Refusal.ConfAuthenNeedPassword] = new("此会议需要密码，请输入会议密码。", "This meeting needs a password. Enter it and try again."),
        [Refusal.ConfAnonymousLoginLocked] = new("密码错误次数过多，请几分钟后再试。", "Too many wrong passwords. Try again in a few minutes."),
        [Refusal.ConfLinkLoginLocked] = new("尝试次数过多，请几分钟后再试。", "Too many tries. Try again in a few minutes."),
        [Refusal.ConfCtrLoginLocked] = new("密码错误次数过多，请几分钟后再试。", "Too many wrong passwords. Try again in a few minutes."),
        [Refusal.ConfLocked] = new("会议已锁定，请联系主持人解锁后再入会。", "The meeting is locked. Ask the host to unlock it."),
        [Refusal.ParticipantConfIsLocked] = new("会议已锁定，请联系主持人解锁后再入会。", "The meeting is locked. Ask the host to unlock it."),
        [Refusal.NotAllowedGuestFirstJoin] = new("会议尚未开始，请等待主持人入会后再试。", "The meeting has not begun: guests can join once the host is in."),
        [Refusal.VmrOnlyAllowChairStartConf] = new("云会议室尚未开放，请等待主持人入会后再试。", "The meeting room is not open yet: only the host can open it."),
        [Refusal.ConfNotStarted] = new("会议尚未开始，请在预定时间再试。", "The meeting has not started. Try again at its time."),
        [Refusal.ConfIsStarting] = new("会议正在开始，请稍后再试。", "The meeting is just starting. Try again in a moment."),
        [Refusal.ConfIsClosed] = new("会议已结束。", "The meeting has ended."),
        [Refusal.ConfIsClosing] = new("会议正在结束。", "The meeting is ending."),
        [Refusal.ConfNotAllowAnonymous] = new("此会议不允许匿名入会，请登录后再入会。", "This meeting does not admit guests without an account. Log in and try again."),
        [Refusal.ConfOnlyAllowUserInOrg] = new("此会议仅限本企业用户加入，请用企业账号登录后再试。", "Only people of this corporation may join. Log in with its account."),
        [Refusal.ConfOnlyAllowUserInvited] = new("此会议仅限受邀者加入，请联系主持人邀请您。", "Only people who were invited may join. Ask the host for an invitation."),
        [Refusal.ConfOnlyAllowUserInvitedAndUserInOrg] = new("此会议仅限本企业用户和受邀者加入，请联系主持人。", "Only people of this corporation and those invited may join. Ask the host."),
        [Refusal.VmrCapacityNotEnough] = new("云会议室人数已满，请稍后再试。", "The meeting room is full. Try again when somebody has left."),
        [Refusal.EnterpriseCapacityNotEnough] = new("企业并发数已满，请联系企业管理员。", "All seats of the corporation are taken. Ask its administrator."),
        [Refusal.OverMaxParticipantNumber] = new("会议人数已满，请稍后再试。", "The meeting is full. Try again when somebody has left."),
        [Refusal.OverMaxParticipants] = new("会议人数已满，请稍后再试。", "The meeting is full. Try again when somebody has left."),
        [Refusal.OrgConcurrentParticipantsNumberIsZero] = new("企业没有可用的并发资源，请联系企业管理员。", "The corporation has no seats. Ask its administrator."),
        [Refusal.InvalidToken] = new("登录已失效，请重新登录。", "Your login has expired. Log in again."),
        [Refusal.SiteNameIsEmpty] = new("请输入您的姓名。", "Enter your name."),
        [Refusal.SiteNewNameLengthTooLong] = new("姓名过长，请缩短后再试。", "The name is too long. Shorten it and try again."),
        [Refusal.RenameContainsSensitivewords] = new("姓名包含不允许的词语，请更换。", "The name contains a word that is not allowed. Choose another."),
        [Refusal.ConfParticipantNotExist] = new("该与会者已不在会议中，请重新入会。", "This participant is no longer in the meeting. Join again."),
        [Refusal.GuestNoPermissionOperation] = new("主持人未开放此操作。", "The host does not allow this."),
        [Refusal.NoPermissionOperateOthers] = new("您只能操作自己。", "You can do this for yourself only."),
        [Refusal.ConfInsufficientPermissions] = new("您没有权限进行此操作。", "You may not do this."),
        [Refusal.CohostCannotOperateChair] = new("联席主持人不能操作主持人。", "A co-host cannot do this to the host."),
        [Refusal.ConfChairForbiddenHand] = new("主持人无需举手。", "The host need not raise a hand."),
        [Refusal.OverMaxAllowHandNumber] = new("举手人数已达上限，请稍后再试。", "Too many hands are up. Try again in a moment."),
        [Refusal.LockShareFailed] = new("主持人已锁定共享。", "The host has locked sharing."),
        [Refusal.ParticipantNotSupportInviteShare] = new("当前设备或身份不能共享。", "This device or role cannot share."),
        [Refusal.AudioConfNotSupport] = new("语音会议不支持此操作。", "A voice meeting does not support this."),
        [Refusal.AudioSiteNotSupport] = new("当前设备不支持视频。", "This device has no video."),
        [Refusal.IdoConfChairExist] = new("会议中已有主持人。", "Somebody is the host already."),
        [Refusal.IdoNotConfChair] = new("您不是主持人。", "You are not the host."),
        [Refusal.ConfChairmanPwdException] = new("主持人密码错误，请检查后重试。", "The host password is wrong. Check it and try again."),
        [Refusal.NoConfCtlCapNoChair] = new("匿名与会者不能成为主持人，请登录后入会。", "Guests without an account cannot be host. Log in and join again."),
        [Refusal.AudienceCannotBeChairman] = new("观众不能成为主持人。", "An audience member cannot be host."),
        [Refusal.TrunkApplyChairForbid] = new("该设备不能成为主持人。", "This device cannot be host."),
        [Refusal.MediaNegotiationFailure] = new("媒体协商失败，请刷新页面或更换浏览器后重试。", "The media offer cannot be answered. Reload the page, or use another browser."),
        [Refusal.ConfStatusIllegal] = new("服务器已无此媒体连接，请重新建立。", "The server no longer has this media connection. Offer a new one with fresh."),
        [Refusal.MediaResourceNotEnough] = new("服务器媒体资源不足，请稍后再试。", "The media server is overloaded. Try again in a moment."),
        [Refusal.ServerBusy] = new("操作过于频繁或服务器繁忙，请稍后再试。", "Too much at once. Try again in a moment."),
        [Refusal.ConfBadRequest] = new("请求无法识别，请更新客户端。", "The request was not understood. Update the client."),
        [Refusal.JsonConversionFailed] = new("请求格式错误。", "The message cannot be read: it must be one JSON object with a type."),
        [Refusal.ConfNotSupport] = new("不支持此操作。", "This is not supported."),
        [Refusal.ConfException] = new("服务器暂时无法处理，请稍后再试。", "The server cannot do this just now. Try again in a moment."),
        [Refusal.HangUpJoinedTwice] = new("您已在会议中。", "You are in the meeting already."),
    }.ToFrozenDictionary();

    extension(Refusal refusal)
    {
        public Sentence Sentence =>
            Known.GetValueOrDefault(refusal) ?? new($"操作未成功（{refusal.Symbol}），请稍后再试。", $"This was refused ({refusal.Symbol}). Try again in a moment.");
    }
}

/// <summary>The same in both languages.</summary>
internal sealed record Sentence(string Zh, string En);
