namespace Meetings.Corporations;

/// <summary>Whose wrong passwords are counted together.</summary>
public readonly record struct TryKey(TryScope Scope, string Value)
{
    public static TryKey Meeting(ConferenceId id) => new(TryScope.Meeting, id.Value);

    /// <summary>By the name that was typed: it counts whether or not there is such an account.</summary>
    public static TryKey Account(string login) => new(TryScope.Account, login);

    /// <summary>By address; a caller gives an IPv6 prefix, since one guest has many addresses in it.</summary>
    public static TryKey Source(string address) => new(TryScope.Source, address);

    /// <summary>What one source tries of it.</summary>
    public TryKey From(TryKey source) => this with { Value = $"{source.Value} {Value}" };
}

/// <summary>What a <see cref="TryKey"/> names.</summary>
public enum TryScope
{
    Meeting,
    Account,
    Source,
}
