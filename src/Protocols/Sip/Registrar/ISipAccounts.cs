using Protocols.Sip.Transactions;

namespace Protocols.Sip.Registrar;

/// <summary>Who has an account, and who has guessed too often.</summary>
public interface ISipAccounts
{
    /// <summary>By number or login.</summary>
    SipLookup Find(string user, out SipAccount? account);

    /// <summary>How long the name may not be tried from there; zero if it may.</summary>
    TimeSpan LockedFor(string user, SipFlow flow);

    void Wrong(string user, SipFlow flow);

    void Right(string user, SipFlow flow);
}

/// <summary>What is known of a name.</summary>
public enum SipLookup
{
    Unknown,
    Known,

    /// <summary>It is being looked up; the request is to be shown again when that is done, and is not answered now.</summary>
    Later,
}
