using Meetings.Corporations;

namespace Meetings.Booking;

/// <summary>
/// Templates belong to whoever made them. What is in one has the form of a booking; what a corporation may have is asked when it is booked.
/// </summary>
public static class TemplateRules
{
    public const int LongestName = 128;
    public const int TemplatesPerAccount = 100;

    private const int IdDigits = 32;

    /// <summary><paramref name="owned"/> is how many templates the account has already.</summary>
    public static Refusal TryCreate(
        string? name, BookingRequest content, Account by, int owned, BookingLimits limits, IIdentitySource identities, DateTimeOffset now,
        out MeetingTemplate? template)
    {
        template = null;
        if (by.Kind != AccountKind.User || !by.IsActive)
            return Refusal.ConfInsufficientPermissions;
        if (owned >= TemplatesPerAccount)
            return Refusal.ParameterVerifiedFail;
        if (Check(name, content, limits) is var form and not Refusal.None)
            return form;

        template = new MeetingTemplate
        {
            Id = identities.Hex(IdDigits),
            Corporation = by.Corporation,
            Owner = by.Id,
            Name = name!,
            Content = Timeless(content),
            ChangedAt = now,
        };
        return Refusal.None;
    }

    /// <summary>Saves a meeting that was held (or is booked) as a template. Passwords are not kept: each booking gets its own.</summary>
    public static Refusal TrySave(
        string? name, BookedMeeting meeting, Account by, int owned, BookingLimits limits, IIdentitySource identities, DateTimeOffset now,
        out MeetingTemplate? template)
    {
        template = null;
        if (BookingAccess.MayChange(meeting, by) is var access and not Refusal.None)
            return access;

        var content = BookingRequests.Of(meeting) with
        {
            GuestPwd = null,
            IsRecurring = false,
            Cycle = null,
            IsGuestFreePwd = meeting.RoomNumber is null && meeting.Passwords.GuestsAreFree,
        };
        return TryCreate(string.IsNullOrEmpty(name) ? meeting.Subject : name, content, by, owned, limits, identities, now, out template);
    }

    /// <summary>A null name stays; null content stays as a whole.</summary>
    public static Refusal TryChange(
        MeetingTemplate template, string? name, BookingRequest? content, Account by, BookingLimits limits, DateTimeOffset now, out MeetingTemplate changed)
    {
        changed = template;
        if (MayUse(template, by) is var access and not Refusal.None)
            return access;

        var wanted = template with { Name = name ?? template.Name, Content = content is null ? template.Content : Timeless(content), ChangedAt = now };
        if (Check(wanted.Name, wanted.Content, limits) is var form and not Refusal.None)
            return form;

        changed = wanted;
        return Refusal.None;
    }

    /// <summary>Whether the account may read, change, delete and book it: its owner, and no one learns of another's.</summary>
    public static Refusal MayUse(MeetingTemplate template, Account by) =>
        template.Corporation == by.Corporation && template.Owner == by.Id ? Refusal.None : Refusal.ConfDataNotFound;

    /// <summary>The request that books it: what the call says, over what the template holds.</summary>
    public static BookingRequest RequestFrom(MeetingTemplate template, BookingRequest call) => BookingRequests.Over(call, template.Content);

    private static Refusal Check(string? name, BookingRequest content, BookingLimits limits) =>
        string.IsNullOrWhiteSpace(name) || name.Length > LongestName ? Refusal.ParameterVerifiedFail : RequestForm.Check(content, limits);

    private static BookingRequest Timeless(BookingRequest content) => content with { Start = null };
}
