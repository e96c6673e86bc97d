using Meetings.Corporations;

namespace Meetings.Booking;

/// <summary>Who may book at all, and on which room.</summary>
internal static class BookingPermits
{
    public static Refusal MayBook(BookingRequest request, BookingContext context, DateTimeOffset now)
    {
        var by = context.By;
        if (by.Corporation != context.Corporation.Id || !by.IsActive || !context.Corporation.IsActive)
            return Refusal.ConfInsufficientPermissions;
        if (by.Kind == AccountKind.User)
            return Refusal.None;

        // A terminal opens a meeting on the room it holds, at once; it books nothing.
        var isAtOnce = !IsCyclic(request) && (request.Start is null || request.Start <= now);
        return isAtOnce && request.VmrFlag == 1 ? Refusal.None : Refusal.ConfInsufficientPermissions;
    }

    public static Refusal MayUseRoom(BookingRequest request, BookingContext context, DateTimeOffset now)
    {
        if (request.VmrFlag != 1)
            return Refusal.None;
        if (context.Room is not null && context.Room.Id.Value != request.VmrId)
            return Refusal.VmrDataNotFound;
        if (RoomRules.MayOpen(context.Room, context.By, now) is var refusal and not Refusal.None)
            return refusal;

        // Only a number of its own can be open to guests without a password; the room's passwords are the room's.
        return request.IsGuestFreePwd == true && request.VmrIdType != (int)RoomIdKind.Random && !context.Room!.Passwords.GuestsAreFree
            ? Refusal.GuestPwdIllegal
            : Refusal.None;
    }

    public static bool IsCyclic(BookingRequest request) => request.IsRecurring || request.Cycle is not null;
}
