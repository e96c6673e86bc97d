using System.Buffers;
using System.Collections.Frozen;

namespace Meetings.Booking;

/// <summary>What may be said of someone invited, at booking and into a running meeting alike.</summary>
public static class InviteeRules
{
    public const int LongestNumber = 127;
    public const int LongestName = 96;
    public const int LongestEmail = 255;
    public const int LongestSms = 32;
    public const int LongestDepartment = 128;

    private static readonly SearchValues<char> NotInMail = SearchValues.Create(" <>,;\"\\");

    private static readonly FrozenDictionary<string, InviteeKind> Kinds =
        Enum.GetValues<InviteeKind>().ToFrozenDictionary(kind => kind.Wire, StringComparer.OrdinalIgnoreCase);

    extension(InviteeKind kind)
    {
        public string Wire => kind.ToString().ToLowerInvariant();
    }

    public static bool TryParse(string wire, out InviteeKind kind) => Kinds.TryGetValue(wire, out kind);

    /// <summary>
    /// What is wrong with it. Mail and SMS have a code for a booking and another for an invitation into a running meeting; the rest is the same.
    /// </summary>
    public static Refusal Check(InviteeRequest one, InvitationStage stage)
    {
        if (IsNothing(one))
            return Refusal.InviteNumberIsEmpty;
        if (CheckNumber(one.Phone) is var phone and not Refusal.None)
            return phone;
        if (CheckNumber(one.Phone2) is var second and not Refusal.None)
            return second;
        if (CheckNumber(one.Phone3) is var third and not Refusal.None)
            return third;
        if (one.Name?.Length > LongestName)
            return Refusal.InviteNameTooLong;
        if (one.Role is not (null or 0 or 1))
            return Refusal.InviteRoleNotInRange;
        if (!string.IsNullOrEmpty(one.Email) && !IsEmail(one.Email))
            return stage == InvitationStage.Booking ? Refusal.ConfEmailIllegal : Refusal.InviteEmailIllegal;
        if (!string.IsNullOrEmpty(one.Sms) && !IsTelephone(one.Sms))
            return stage == InvitationStage.Booking ? Refusal.ConfSmsIllegal : Refusal.InviteSmsIllegal;
        if (one.IsMute is not (null or 0 or 1))
            return Refusal.InviteMuteNotInRange;
        if (one.IsAutoInvite is not (null or 0 or 1))
            return Refusal.InviteAutoInviteNotInRange;
        if (one.DepartmentName?.Length > LongestDepartment)
            return Refusal.ConfDeptnameTooLong;

        return string.IsNullOrEmpty(one.Type) || Kinds.ContainsKey(one.Type) ? Refusal.None : Refusal.ParameterVerifiedFail;
    }

    public static Refusal CheckAll(IReadOnlyList<InviteeRequest>? invitees, int most)
    {
        if (invitees is null)
            return Refusal.None;
        if (invitees.Count > most)
            return Refusal.ConfAttendeesNumberExceedLimit;

        foreach (var one in invitees)
        {
            if (Check(one, InvitationStage.Booking) is var refusal and not Refusal.None)
                return refusal;
        }

        return Refusal.None;
    }

    /// <summary>A number people or machines can be reached under: digits, a saved layout's number#Desktop, or a SIP address.</summary>
    public static Refusal CheckNumber(string? number)
    {
        if (string.IsNullOrEmpty(number))
            return Refusal.None;
        if (number.Length > LongestNumber)
            return Refusal.InviteNumberTooLong;

        return IsReachable(number) ? Refusal.None : Refusal.InviteNumberUriIllegal;
    }

    /// <summary>Makes an invitee of a request that <see cref="Check"/> found nothing wrong with.</summary>
    public static Invitee Make(InviteeRequest one) => new()
    {
        Account = string.IsNullOrEmpty(one.UserUuid) ? null : new AccountId(one.UserUuid),
        Login = one.AccountId ?? "",
        AppId = one.AppId ?? "",
        Name = FirstSaid(one.Name, one.AccountId, one.Phone, one.Email, one.Sms),
        Role = (InviteeRole)(one.Role ?? 0),
        Number = one.Phone ?? "",
        Number2 = one.Phone2 ?? "",
        Number3 = one.Phone3 ?? "",
        Email = one.Email ?? "",
        Sms = one.Sms ?? "",
        IsMuted = one.IsMute == 1,
        IsCalledAtStart = one.IsAutoInvite == 1,
        Kind = string.IsNullOrEmpty(one.Type) ? InviteeKind.Normal : Kinds[one.Type],
        Address = one.Address ?? "",
        DepartmentId = one.DepartmentId ?? "",
        DepartmentName = one.DepartmentName ?? "",
    };

    /// <summary>Everyone once: who is named twice is invited as he was named first.</summary>
    public static IReadOnlyList<Invitee> MakeAll(IReadOnlyList<InviteeRequest>? invitees) =>
        [.. (invitees ?? []).Select(Make).DistinctBy(KeyOf)];

    /// <summary>The other way round, for a booking that is changed in part or taken as a template.</summary>
    public static InviteeRequest RequestOf(Invitee one) => new()
    {
        UserUuid = one.Account?.Value,
        AccountId = one.Login,
        AppId = one.AppId,
        Name = one.Name,
        Role = (int)one.Role,
        Phone = one.Number,
        Phone2 = one.Number2,
        Phone3 = one.Number3,
        Email = one.Email,
        Sms = one.Sms,
        IsMute = one.IsMuted ? 1 : 0,
        IsAutoInvite = one.IsCalledAtStart ? 1 : 0,
        Type = one.Kind.Wire,
        Address = one.Address,
        DepartmentId = one.DepartmentId,
        DepartmentName = one.DepartmentName,
    };

    /// <summary>What makes two entries the same one.</summary>
    internal static string KeyOf(Invitee one) =>
        one.Account is { } account ? $"account {account}"
        : one.Login.Length > 0 ? $"login {one.AppId} {one.Login}"
        : one.Number.Length > 0 ? $"number {one.Number}"
        : $"address {one.Email} {one.Sms} {one.Name}";

    private static bool IsNothing(InviteeRequest one) =>
        FirstSaid(one.UserUuid, one.AccountId, one.Phone, one.Email, one.Sms).Length == 0;

    private static bool IsReachable(string number)
    {
        var rest = number.AsSpan();
        foreach (var scheme in (ReadOnlySpan<string>)["sips:", "sip:", "tel:"])
        {
            if (!rest.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                continue;
            rest = rest[scheme.Length..];
            break;
        }

        var at = rest.IndexOf('@');
        var user = at < 0 ? rest : rest[..at];

        // Behind a comma stands an extension, to be keyed in when a telephone is answered.
        var comma = at < 0 ? user.IndexOf(',') : -1;
        if (comma >= 0 && !AreAll(user[comma..], "*#,"))
            return false;

        user = comma < 0 ? user : user[..comma];
        if (user.IsEmpty || !AreAll(user, "+*#-_.%"))
            return false;

        return at < 0 || (rest.Length > at + 1 && AreAll(rest[(at + 1)..], "-.:[]"));
    }

    private static bool IsEmail(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return email.Length <= LongestEmail
            && at > 0
            && at == email.LastIndexOf('@')
            && at < email.Length - 1
            && !email.AsSpan().ContainsAny(NotInMail)
            && !email.Any(char.IsControl);
    }

    private static bool IsTelephone(string sms) =>
        sms.Length <= LongestSms && sms.Any(char.IsAsciiDigit) && sms.All(letter => char.IsAsciiDigit(letter) || letter is '+' or '-' or ' ' or '(' or ')');

    private static bool AreAll(ReadOnlySpan<char> text, string beside)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && !beside.Contains(letter, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static string FirstSaid(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrEmpty(text))
                return text;
        }

        return "";
    }
}

/// <summary>When someone is invited.</summary>
public enum InvitationStage
{
    Booking,
    Running,
}
