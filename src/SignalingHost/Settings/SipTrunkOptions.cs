using System.ComponentModel;
using System.Net;
using Protocols;
using Protocols.Sdp;
using Protocols.Sdp.Terminals;
using Protocols.Sip.Trunks;

namespace SignalingHost.Settings;

/// <summary>One way into the telephone network. <c>docs/operate/sip-trunks.md</c> says what to type for usual operators.</summary>
internal sealed record SipTrunkOptions
{
    [Description("The trunk's name in logs and metrics: letters, digits, '-', '_' and '.'")]
    public string Name { get; init; } = "";

    [Description("Its servers, comma separated, such as sip1.example.net:5060;transport=tcp;priority=1;weight=2; transport is udp, tcp or tls")]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    [Description("Domain in its addresses; empty: the host's name")]
    public string Domain { get; init; } = "";

    [Description("Our account there; empty: it knows us by our address")]
    public string User { get; init; } = "";

    [Description("Name by which the account proves itself, where that is another")]
    public string AuthUser { get; init; } = "";

    [Description("Password of the account")]
    public Redacted<string> Password { get; init; } = new("");

    [Description("Whether the trunk has to be told where we are (REGISTER)")]
    public bool Register { get; init; }

    [Description("For how long we register at a time")]
    public TimeSpan RegisterFor { get; init; } = TimeSpan.FromMinutes(5);

    [Description("How often its servers are asked whether they are there (OPTIONS); 0: never")]
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(30);

    [Description("Trunks with the lowest number are used first")]
    public int Priority { get; init; }

    [Description("Share of the calls among trunks of one priority; 0: only when the others fail")]
    public int Weight { get; init; } = 1;

    [Description("Most calls at a time, in both directions together; 0: any number")]
    public int MostCalls { get; init; }

    [Description("Addresses and networks that its calls come from besides its hosts, comma separated")]
    public IReadOnlyList<string> Sources { get; init; } = [];

    [Description("Account by which an exchange proves itself to us where its address changes; empty: addresses are all that counts")]
    public string IncomingUser { get; init; } = "";

    [Description("Password of that account")]
    public Redacted<string> IncomingPassword { get; init; } = new("");

    [Description("Whose number is shown: Fixed (Number below), Meeting (its access number), Participant (who has the call made)")]
    public CallerNumber Caller { get; init; }

    [Description("Number that is shown, and that is ours with the operator")]
    public string Number { get; init; } = "";

    [Description("Name that is shown with it; empty: none")]
    public string DisplayName { get; init; } = "";

    [Description("Whether we vouch for the number (P-Asserted-Identity)")]
    public bool AssertIdentity { get; init; } = true;

    [Description("Whether our number is to be withheld (Privacy)")]
    public bool HideCaller { get; init; }

    [Description("How dialled numbers are written there, comma separated, the first that fits: +86... -> 0...; x is any digit; no forbids; what none fits is not dialled")]
    public IReadOnlyList<string> NumbersOut { get; init; } = [];

    [Description("How numbers dialled there are written here, likewise")]
    public IReadOnlyList<string> NumbersIn { get; init; } = [];

    [Description("How callers' numbers from there are written here, likewise")]
    public IReadOnlyList<string> CallersIn { get; init; } = [];

    [Description("Whether a TLS server's certificate must be valid for the host's name")]
    public bool VerifyCertificate { get; init; } = true;

    [Description("Codecs of its sound, the best first, comma separated: G722, PCMA, PCMU, opus; empty: all of them, in that order")]
    public IReadOnlyList<string> Codecs { get; init; } = [];

    [Description("How keys are pressed over it: Events (RFC 4733, with INFO and tones where the other end knows none), Info (SIP INFO), InBand (tones)")]
    public KeyWay Dtmf { get; init; }

    [Description("Whether its media is encrypted (SRTP): Usual (as Sip:Srtp says), Off, BestEffort, Forced, Dtls")]
    public TrunkSrtp Srtp { get; init; }

    /// <summary>What the options say, once <see cref="SipTrunkRules"/> has found nothing wrong with them.</summary>
    public SipTrunk ToTrunk(IEnumerable<string> numbers) => new()
    {
        Name = Name,
        Hosts = [.. Hosts.Select(text => TrunkHost.TryParse(text, out var host) ? host! : throw new FormatException(text))],
        Domain = Domain,
        User = User,
        AuthUser = AuthUser,
        Password = Password,
        Registers = Register,
        RegisterFor = RegisterFor,
        ProbeEvery = ProbeEvery,
        Priority = Priority,
        Weight = Weight,
        MostCalls = MostCalls,
        Numbers = [.. numbers],
        Sources = [.. Sources.Select(text => TrustedProxies.TryParse(text, out var source) ? source : throw new FormatException(text))],
        IncomingUser = IncomingUser,
        IncomingPassword = IncomingPassword,
        Caller = Caller,
        Number = Number,
        DisplayName = DisplayName,
        AssertsIdentity = AssertIdentity,
        HidesCaller = HideCaller,
        NumbersOut = Rules(NumbersOut),
        NumbersIn = Rules(NumbersIn),
        CallersIn = Rules(CallersIn),
        VerifiesCertificate = VerifyCertificate,
        Media = new TrunkMedia
        {
            Codecs = Codecs.Count == 0 ? null : [.. Codecs.Select(CodecNames.Of).Distinct()],
            Keys = Dtmf,
            Srtp = Srtp switch
            {
                TrunkSrtp.Off => SrtpRule.Off,
                TrunkSrtp.BestEffort => SrtpRule.BestEffort,
                TrunkSrtp.Forced => SrtpRule.Forced,
                TrunkSrtp.Dtls => SrtpRule.Dtls,
                _ => null,
            },
        },
    };

    /// <summary>A codec of sound that is spoken over trunks.</summary>
    public static bool IsCodec(string name) => CodecNames.Of(name) is CodecName.G722 or CodecName.Pcma or CodecName.Pcmu or CodecName.Opus;

    private static NumberRules Rules(IReadOnlyList<string> lines) =>
        new([.. lines.Select(line => NumberRule.TryParse(line, out var rule) ? rule! : throw new FormatException(line))]);
}
