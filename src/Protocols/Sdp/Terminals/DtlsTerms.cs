using System.Diagnostics.CodeAnalysis;
using System.Net;
using Protocols.Dtls;
using Protocols.Ice;

namespace Protocols.Sdp.Terminals;

/// <summary>
/// What both sides said of DTLS on one line (RFC 5763), and of ICE where the peer speaks it; we are lite then (RFC 8445 §2.5), so it finds the way.
/// A terminal's lines are never bundled: each has an association of its own.
/// </summary>
public sealed record DtlsTerms
{
    public required Fingerprint Remote { get; init; }

    public required Fingerprint Local { get; init; }

    /// <summary>Ours.</summary>
    public required DtlsRole Role { get; init; }

    public IceCredentials? RemoteIce { get; init; }

    public IceCredentials? LocalIce { get; init; }

    /// <summary>False if the line does not say who its owner is; <paramref name="before"/> is what it said last.</summary>
    public static bool TryRead(SessionDescription offer, MediaDescription line, TerminalLocal local, DtlsTerms? before, [NotNullWhen(true)] out DtlsTerms? terms)
    {
        terms = null;
        if (local.Fingerprint is not { } ours || !Fingerprint.TryParse(Said(offer, line, "fingerprint"), out var theirs))
            return false;

        var isKnown = SetupRoles.TryParse(Said(offer, line, "setup") ?? "actpass", out var setup);
        if (!isKnown || setup == SetupRole.HoldConn)
            return false;

        // Who renews without wanting another association may say actpass again: the one that stands keeps its roles.
        var goesOn = before is not null && before.Remote == theirs;
        var role = goesOn ? before!.Role : setup == SetupRole.Passive ? DtlsRole.Client : DtlsRole.Server;
        IceCredentials? ice = Said(offer, line, "ice-ufrag") is { } fragment ? new(fragment, Said(offer, line, "ice-pwd") ?? "") : null;
        if (ice is { IsValid: false })
            return false;

        terms = new() { Remote = theirs, Local = ours, Role = role, RemoteIce = ice, LocalIce = ice is null ? null : before?.LocalIce ?? IceCredentials.Create(local.Random) };
        return true;
    }

    /// <summary>Whether what was agreed on by <paramref name="other"/> still holds: certificates, not addresses, make an association.</summary>
    public bool GoesOnAs(DtlsTerms? other) => other is not null && Remote == other.Remote && Role == other.Role && LocalIce == other.LocalIce;

    internal void Write(SessionDescription answer, MediaDescription line, MediaDescription offered, TerminalLocal local)
    {
        line.Attributes.Add("fingerprint", $"{Local.Algorithm} {Local.Value}");
        line.Attributes.Add("setup", (Role == DtlsRole.Client ? SetupRole.Active : SetupRole.Passive).Text());
        if (offered.Attributes.First("mid") is { } mid && SdpLimits.IsToken(mid))
            line.Attributes.Add("mid", mid);
        if (LocalIce is not { } ice)
            return;

        if (!answer.Attributes.Has("ice-lite"))
            answer.Attributes.Add("ice-lite");
        line.Attributes.Add("ice-ufrag", ice.UsernameFragment);
        line.Attributes.Add("ice-pwd", ice.Password);
        line.Attributes.Add("candidate", SectionWriter.CandidateValue(IceCandidate.HostUdp(TransportAddress.From(IPAddress.Parse(local.Host), line.Port))));
        line.Attributes.Add("end-of-candidates");
    }

    private static string? Said(SessionDescription session, MediaDescription line, string attribute) =>
        line.Attributes.First(attribute) ?? session.Attributes.First(attribute);
}
