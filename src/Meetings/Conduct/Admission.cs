using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>Who may come in, as what, and who has to wait. Only looks, never changes anything.</summary>
internal sealed class Admission(Hall hall)
{
    private const int LongestName = 96;

    /// <summary>What somebody at the door is entitled to.</summary>
    public readonly record struct Claim(bool IsOwner, bool KnowsChairPassword, bool InvitedAsChair)
    {
        public bool WantsChair => IsOwner || KnowsChairPassword || InvitedAsChair;
    }

    public Refusal Check(JoinRequest request, out Claim claim)
    {
        claim = default;
        if (CheckName(request.Name) is var name and not Refusal.None)
            return name;

        var invitation = hall.Attendees.Invitation(request.Account, request.Number);
        var isOwner = request.Account == hall.Setup.Owner;
        if (CheckPassword(request, isOwner || invitation is not null, out var knowsChairPassword) is var password and not Refusal.None)
            return password;

        claim = new(isOwner, knowsChairPassword, invitation?.Person.Role == InviteeRole.Host);
        if (!isOwner && CheckRestriction(request, invitation is not null) is var restricted and not Refusal.None)
            return restricted;

        if (hall.Dynamics.Locked)
            return request.Device.IsCalled ? Refusal.ParticipantConfIsLocked : Refusal.ConfLocked;

        if (IsEarly(request, claim) && hall.Setup.EarlyGuests == EarlyGuests.AreRefused)
        {
            return hall.Setup.SeatKind == SeatKind.CloudRoom && hall.Roster.Count == 0
                ? Refusal.VmrOnlyAllowChairStartConf
                : Refusal.NotAllowedGuestFirstJoin;
        }

        return Refusal.None;
    }

    public Refusal CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return Refusal.SiteNameIsEmpty;
        if (name.Length > LongestName)
            return Refusal.SiteNewNameLengthTooLong;

        foreach (var word in hall.Options.ForbiddenWords)
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
                return Refusal.RenameContainsSensitivewords;
        }

        return Refusal.None;
    }

    public bool MustWait(JoinRequest request, Claim claim, out WaitingFor waitingFor)
    {
        waitingFor = WaitingFor.Chair;
        if (IsEarly(request, claim) && hall.Setup.EarlyGuests == EarlyGuests.Wait)
            return true;

        waitingFor = WaitingFor.Admission;
        return hall.Dynamics.WaitingRoom && !BringsChair(request, claim);
    }

    private bool IsEarly(JoinRequest request, Claim claim) => !hall.Dynamics.ChairHasCome && !BringsChair(request, claim);

    /// <summary>The chair is coming, or somebody who could be it: an anonymous holder of the chair password never is.</summary>
    private static bool BringsChair(JoinRequest request, Claim claim) =>
        claim.WantsChair && request.Account is not null && !request.AsAudience && !request.Device.IsPhone && request.Device.CanControl;

    private Refusal CheckPassword(JoinRequest request, bool needsNone, out bool isChairs)
    {
        isChairs = false;
        if (string.IsNullOrEmpty(request.Password))
            return needsNone || hall.Setup.Passwords.GuestsAreFree ? Refusal.None : Refusal.ConfAuthenNeedPassword;

        isChairs = hall.Setup.Passwords.IsChair(request.Password);
        return isChairs || hall.Setup.Passwords.IsGuest(request.Password) ? Refusal.None : Refusal.ConfNotFoundOrAuthFailed;
    }

    private Refusal CheckRestriction(JoinRequest request, bool invited)
    {
        var restriction = request.AsAudience ? hall.Dynamics.AudienceRestriction : hall.Dynamics.JoinRestriction;
        var ofTheCorporation = request.Corporation == hall.Setup.Corporation;
        var anonymous = request.Account is null && !invited;
        if (anonymous && !request.Device.IsCalled && !hall.Setup.AllowAnonymous)
            return Refusal.ConfNotAllowAnonymous;

        return restriction switch
        {
            JoinRestriction.Corporation when anonymous => Refusal.ConfNotAllowAnonymous,
            JoinRestriction.Invited when anonymous => Refusal.ConfNotAllowAnonymous,
            JoinRestriction.CorporationOrInvited when anonymous => Refusal.ConfNotAllowAnonymous,
            JoinRestriction.Corporation when !ofTheCorporation => Refusal.ConfOnlyAllowUserInOrg,
            JoinRestriction.Invited when !invited => Refusal.ConfOnlyAllowUserInvited,
            JoinRestriction.CorporationOrInvited when !invited && !ofTheCorporation => Refusal.ConfOnlyAllowUserInvitedAndUserInOrg,
            _ => Refusal.None,
        };
    }
}
