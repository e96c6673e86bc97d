namespace Meetings;

/// <summary>Draws passwords that keep the rules among themselves and with the meeting's number.</summary>
public static class PasswordDraw
{
    public static MeetingPasswords For(ConferenceId number, IIdentitySource identities)
    {
        MeetingPasswords drawn;
        do
            drawn = new(identities.Digits(MeetingPasswords.Drawn), identities.Digits(MeetingPasswords.Drawn));
        while (drawn.Check(number) != Refusal.None);

        return drawn;
    }

    /// <summary>A chair password beside the guest password that was asked for.</summary>
    public static MeetingPasswords Beside(string guest, ConferenceId number, IIdentitySource identities)
    {
        string chair;
        do
            chair = identities.Digits(MeetingPasswords.Drawn);
        while (chair == guest || chair == number.Value);

        return new(chair, guest);
    }

    /// <summary>A link stands for role and password: it dies with the password it stood for.</summary>
    public static JoinTokens Follow(JoinTokens tokens, MeetingPasswords before, MeetingPasswords after, IIdentitySource identities) => new(
        after.Chair == before.Chair ? tokens.Chair : identities.Hex(JoinTokens.Digits),
        after.Guest == before.Guest ? tokens.Guest : identities.Hex(JoinTokens.Digits));
}
