using Protocols.Sip.Calls;

namespace Protocols.Sip.Trunks;

/// <summary>One way to a telephone: over which trunk, to which of its servers, with which number in its spelling.</summary>
public sealed class TrunkTry
{
    private readonly string _number;
    private readonly CallerIdentity _caller;
    private readonly TrunkOptions _options;

    internal TrunkTry(TrunkServer server, string number, CallerIdentity caller, TrunkOptions options) =>
        (Server, _number, _caller, _options) = (server, number, caller, options);

    public TrunkServer Server { get; }

    public SipTrunk Trunk => Server.Trunk;

    /// <summary>How it is dialled, with an offer such as this trunk is to be made.</summary>
    public SipDialling With(string sdp)
    {
        var (number, name) = Caller();
        var domain = TrunkAddress.Bracketed(TrunkAddress.DomainOf(Server));
        var host = TrunkAddress.Bracketed(Server.Host.Name);
        var port = Server.Host.Port;
        var hasUser = number.Length > 0;
        return new()
        {
            Target = $"sip:{SipText.Escaped(_number)}@{host}:{port};user=phone",
            Flow = Server.Flow,
            FromUser = Trunk.HidesCaller || !hasUser ? "anonymous" : SipText.Escaped(number),
            FromHost = Trunk.HidesCaller ? "anonymous.invalid" : domain,
            FromDisplay = Trunk.HidesCaller ? "Anonymous" : name,
            AssertedIdentity = Trunk.AssertsIdentity && hasUser ? $"sip:{SipText.Escaped(number)}@{domain}" : null,
            HidesCaller = Trunk.HidesCaller,
            Sdp = sdp,
            SilenceLimit = _options.SilenceLimit,
            User = Trunk.User.Length == 0 ? null : Trunk.AuthUser.Length > 0 ? Trunk.AuthUser : Trunk.User,
            Password = Trunk.Password,
        };
    }

    // The names of meetings and people go with their numbers or not at all; what is no number is nobody's.
    private (string Number, string Name) Caller()
    {
        var own = Trunk.Number.Length > 0 ? Trunk.Number : Trunk.User;
        var (wanted, name) = Trunk.Caller switch
        {
            CallerNumber.Meeting => (_caller.MeetingNumber, _caller.MeetingName),
            CallerNumber.Participant => (_caller.ParticipantNumber, _caller.ParticipantName),
            _ => ("", ""),
        };
        if (!DialledNumber.TryParse(wanted, out var given) || !Trunk.NumbersOut.TryRewrite(given.Number, out var written))
            return (own, Trunk.DisplayName);

        return (written, name.Length > 0 ? name : Trunk.DisplayName);
    }
}
