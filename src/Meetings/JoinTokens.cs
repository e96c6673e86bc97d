namespace Meetings;

/// <summary>The 48 hex digits that end a join link and stand for role and password, one link for each role.</summary>
public sealed record JoinTokens(string Chair, string Guest)
{
    public const int Digits = 48;

    public static JoinTokens Draw(IIdentitySource identities) => new(identities.Hex(Digits), identities.Hex(Digits));
}
