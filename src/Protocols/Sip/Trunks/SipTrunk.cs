using System.Net;

namespace Protocols.Sip.Trunks;

/// <summary>One way into the telephone network: an operator's servers, or an exchange of one's own, and what has been agreed with it.</summary>
public sealed record SipTrunk
{
    public required string Name { get; init; }

    public required IReadOnlyList<TrunkHost> Hosts { get; init; }

    /// <summary>The domain in From, To and the registrar's address; empty: the host's name.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Our account there; empty: our address is proof enough of who we are.</summary>
    public string User { get; init; } = "";

    /// <summary>The name with which we prove it, where operators have given it another; empty: the account's.</summary>
    public string AuthUser { get; init; } = "";

    public Redacted<string> Password { get; init; } = new("");

    /// <summary>We tell the trunk where we are, because it does not know our address.</summary>
    public bool Registers { get; init; }

    public TimeSpan RegisterFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a server is asked whether it is there; zero: never, its failures alone are noted.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Trunks with the lowest number first; equal ones share calls by weight.</summary>
    public int Priority { get; init; }

    public int Weight { get; init; } = 1;

    /// <summary>In both directions together, as operators sell them; zero: any number.</summary>
    public int MostCalls { get; init; }

    /// <summary>Numbers of ours that are called over this trunk alone.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Where its calls come from, besides its hosts.</summary>
    public IReadOnlyList<IPNetwork> Sources { get; init; } = [];

    /// <summary>The name with which an exchange whose address changes proves itself to us; empty: addresses are all that counts.</summary>
    public string IncomingUser { get; init; } = "";

    public Redacted<string> IncomingPassword { get; init; } = new("");

    public CallerNumber Caller { get; init; }

    /// <summary>Our number where <see cref="Caller"/> is fixed, and where there is no other.</summary>
    public string Number { get; init; } = "";

    /// <summary>The name that goes with it; empty: none goes.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Vouches for the number in P-Asserted-Identity (RFC 3325).</summary>
    public bool AssertsIdentity { get; init; } = true;

    /// <summary>Asks the trunk to show nobody our number.</summary>
    public bool HidesCaller { get; init; }

    /// <summary>How numbers that we dial are written there; what they forbid is not dialled over it.</summary>
    public NumberRules NumbersOut { get; init; } = NumberRules.None;

    /// <summary>How numbers that are dialled there are written here.</summary>
    public NumberRules NumbersIn { get; init; } = NumberRules.None;

    /// <summary>How callers' numbers from there are written here.</summary>
    public NumberRules CallersIn { get; init; } = NumberRules.None;

    /// <summary>Whether the certificates of its TLS servers must be valid for their names.</summary>
    public bool VerifiesCertificate { get; init; } = true;

    public TrunkMedia Media { get; init; } = TrunkMedia.Usual;

    // A record prints its members; what was agreed with an operator is his customer's business.
    public override string ToString() => Name;
}
