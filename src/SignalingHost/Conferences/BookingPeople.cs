using Meetings.Booking;
using Meetings.Corporations;

namespace SignalingHost.Conferences;

/// <summary>Under which words a meeting is found by those it is for: its owner, and everyone invited as he was named.</summary>
internal static class BookingPeople
{
    public static string[] Of(BookedMeeting meeting)
    {
        var words = new HashSet<string>(StringComparer.Ordinal) { OfAccount(meeting.Owner.Value) };
        foreach (var one in meeting.Invitees)
        {
            if (one.Account is { } account)
                words.Add(OfAccount(account.Value));
            else if (one.Login.Length > 0)
                words.Add(one.AppId.Length > 0 ? OfThird(one.Login) : OfLogin(one.Login));
            else if (one.Number.Length > 0)
                words.Add(OfNumber(one.Number));
        }

        return [.. words];
    }

    /// <summary>What an account may have been named by; the same that <see cref="BookingAccess.InvitationOf"/> looks at.</summary>
    public static string[] Of(Account account)
    {
        var words = new List<string> { OfAccount(account.Id.Value) };
        if (account.Login.Length > 0)
            words.Add(OfLogin(account.Login));
        if (account.ThirdAccount.Length > 0)
            words.Add(OfThird(account.ThirdAccount));
        if (account.Number.Length > 0)
            words.Add(OfNumber(account.Number));
        return [.. words];
    }

    public static string OfAccount(string id) => "a" + id;

    private static string OfLogin(string login) => "l" + login;

    private static string OfThird(string login) => "t" + login;

    private static string OfNumber(string number) => "n" + number;
}
