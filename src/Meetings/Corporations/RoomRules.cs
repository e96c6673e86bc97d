namespace Meetings.Corporations;

/// <summary>Who holds a room, who may open it, and what its holder may change. A refusal leaves the room as it was.</summary>
public static class RoomRules
{
    public const int RoomsPerAccount = 32;
    public const int LongestName = 128;

    /// <summary>Gives a room to one user or one terminal. <paramref name="held"/> is how many that account holds already.</summary>
    public static Refusal TryAssign(CloudRoom room, Account to, int held, out CloudRoom assigned)
    {
        assigned = room;
        if (room.Corporation != to.Corporation)
            return Refusal.VmrDataNotFound;
        if (room.Mode == RoomMode.Personal)
            return Refusal.ParameterVerifiedFail;
        if (room.Holder == to.Id)
            return Refusal.None;
        if (room.Holder is not null || held >= RoomsPerAccount || !to.IsActive)
            return Refusal.ParameterVerifiedFail;

        assigned = room with { Holder = to.Id, HolderKind = to.Kind };
        return Refusal.None;
    }

    /// <summary>Takes a room back from its holder. The next one gets other passwords and links, so that the last one cannot come in with his.</summary>
    public static Refusal TryRecycle(CloudRoom room, AccountId from, IIdentitySource identities, out CloudRoom recycled)
    {
        recycled = room;
        if (room.Holder != from)
            return Refusal.VmrDataNotFound;
        if (room.Mode == RoomMode.Personal)
            return Refusal.ParameterVerifiedFail;

        recycled = room with
        {
            Holder = null,
            HolderKind = AccountKind.User,
            Passwords = PasswordDraw.For(room.Number, identities),
            Tokens = JoinTokens.Draw(identities),
        };
        return Refusal.None;
    }

    /// <summary>Whether a meeting may be opened or booked on the room by this account.</summary>
    public static Refusal MayOpen(CloudRoom? room, Account by, DateTimeOffset now)
    {
        if (room is null || room.Corporation != by.Corporation || room.Mode == RoomMode.Webinar)
            return Refusal.VmrDataNotFound;
        if (room.Holder != by.Id)
            return Refusal.ConfUserNotVmrOwner;
        return room.IsStopped || room.ExpiresAt <= now ? Refusal.VmrDataNotFound : Refusal.None;
    }

    public static Refusal TryChange(CloudRoom room, Account by, RoomChange change, IIdentitySource identities, out CloudRoom changed)
    {
        changed = room;
        if (room.Corporation != by.Corporation)
            return Refusal.VmrDataNotFound;
        if (room.Holder != by.Id)
            return Refusal.ConfUserNotVmrOwner;
        if (change.Name is { Length: 0 or > LongestName })
            return Refusal.ParameterVerifiedFail;

        var passwords = new MeetingPasswords(change.ChairPassword ?? room.Passwords.Chair, change.GuestPassword ?? room.Passwords.Guest);
        if (passwords.Check(room.Number) is var refusal and not Refusal.None)
            return refusal;

        changed = room with
        {
            Name = change.Name ?? room.Name,
            Passwords = passwords,
            Tokens = PasswordDraw.Follow(room.Tokens, room.Passwords, passwords, identities),
            GuestsFirst = change.GuestsFirst ?? room.GuestsFirst,
            NoticeOfGuestsFirst = change.NoticeOfGuestsFirst ?? room.NoticeOfGuestsFirst,
        };
        return Refusal.None;
    }
}
