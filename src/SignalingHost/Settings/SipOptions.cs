using System.ComponentModel;
using System.Text;
using Protocols.Sdp.Terminals;
using Protocols.Sip.Digest;

namespace SignalingHost.Settings;

/// <summary>Where SIP listens and what its accounts prove themselves for. Port 0 is whichever the system finds free.</summary>
internal sealed record SipOptions
{
    [Description("UDP and TCP port of SIP")]
    public int Port { get; init; } = 5060;

    [Description("TCP port of SIP over TLS")]
    public int TlsPort { get; init; } = 5061;

    // In every password's SIP digest: a change makes terminals unable to register until their passwords are set anew.
    [Description("Realm of SIP logins and domain of SIP addresses; after a change every account needs its password set anew to register")]
    public string Realm { get; init; } = "meeting.local";

    // Old terminals know MD5 only; some cannot choose and are found out (docs/mechanisms/sip.md).
    [Description("Hashes by which terminals may prove their password, the best first: SHA-256, MD5")]
    public IReadOnlyList<string> Digests { get; init; } = ["SHA-256", "MD5"];

    [Description("Whether somebody may call meetings who has no account and comes by no trunk; passwords are asked of everybody")]
    public bool Guests { get; init; } = true;

    [Description("Requests of SIP that are remembered at one time, for half a minute and 0.8 kB each; further ones are told when to come again (503)")]
    public int MaxTransactions { get; init; } = 100_000;

    public IReadOnlyList<SipTrunkOptions> Trunks { get; init; } = [];

    public IReadOnlyList<AccessNumberOptions> AccessNumbers { get; init; } = [];

    // A terminal in two meetings would carry the sound of one into the other.
    [Description("Whether an account's terminals may be in one meeting at a time only")]
    public bool OneMeetingPerAccount { get; init; } = true;

    [Description("Whether media of terminals is encrypted (SRTP): Off, BestEffort (where the terminal can), Forced, Dtls (forced, and what is offered has keys by DTLS)")]
    public SrtpRule Srtp { get; init; } = SrtpRule.BestEffort;

    /// <summary>The one that meetings tell; empty if there is none.</summary>
    public string AccessNumber => AccessNumbers.Count > 0 ? AccessNumbers[0].Number : "";

    public IReadOnlyList<DigestAlgorithm> Algorithms() => [.. Digests.Select(name => Is(name, DigestAlgorithm.Sha256) ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5).Distinct()];

    public static bool IsDigest(string name) => Is(name, DigestAlgorithm.Sha256) || Is(name, DigestAlgorithm.Md5);

    private static bool Is(string name, DigestAlgorithm algorithm) => name.Equals(Encoding.ASCII.GetString(algorithm.Name()), StringComparison.OrdinalIgnoreCase);
}
