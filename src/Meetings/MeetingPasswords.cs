using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Meetings;

/// <summary>
/// The chair's and the guests' password of one meeting or room. They are shown to those entitled, so they are kept as they are;
/// checking takes as long for a wrong one as for a right one.
/// </summary>
public sealed record MeetingPasswords(string Chair, string Guest)
{
    public const int Shortest = 4;
    public const int Longest = 16;

    /// <summary>How long those are that we draw.</summary>
    public const int Drawn = 6;

    /// <summary>Guests come in without one.</summary>
    [JsonIgnore]
    public bool GuestsAreFree => Guest.Length == 0;

    public static bool IsWellFormed(string password) =>
        password.Length is >= Shortest and <= Longest && password.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    public bool IsChair(string entered) => Chair.Length > 0 && AreEqual(Chair, entered);

    /// <summary>Also true for anything entered where guests need none.</summary>
    public bool IsGuest(string entered) => GuestsAreFree || AreEqual(Guest, entered);

    /// <summary>Why these cannot be the passwords of a meeting with that number.</summary>
    public Refusal Check(ConferenceId number)
    {
        if (!IsWellFormed(Chair) || (!GuestsAreFree && !IsWellFormed(Guest)))
            return Refusal.GuestPwdIllegal;
        if (Guest == Chair)
            return Refusal.GuestPwdConflictWithChairPwd;
        return Guest == number.Value || Chair == number.Value ? Refusal.GuestPwdConflictWithConfId : Refusal.None;
    }

    private static bool AreEqual(string expected, string entered) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(entered));
}
