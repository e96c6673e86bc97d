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

    /// <summary>False if an offer's or answer's line does not say who its owner is; <paramref name="before"/> is what it said last.</summary>
    /// <param name="random">Makes credentials of ICE; null: none is begun.</param>
    internal static bool TryRead(
        SessionDescription said, MediaDescription line, Fingerprint? own, DtlsTerms? before, IRandomBytes? random, [NotNullWhen(true)] out DtlsTerms? terms)
    {
        terms = null;
        if (own is not { } ours || !Fingerprint.TryParse(Said(said, line, "fingerprint"), out var theirs))
            return false;

        var isKnown = SetupRoles.TryParse(Said(said, line, "setup") ?? "actpass", out var setup);
        if (!isKnown || setup == SetupRole.HoldConn)
            return false;

        // Who renews without wanting another association may say actpass again: the one that stands keeps its roles.
        var goesOn = before is not null && before.Remote == theirs;
        var role = goesOn ? before!.Role : setup == SetupRole.Passive ? DtlsRole.Client : DtlsRole.Server;
        var mayHaveIce = before?.LocalIce is not null || random is not null;
        IceCredentials? ice = mayHaveIce && Said(said, line, "ice-ufrag") is { } fragment ? new(fragment, Said(said, line, "ice-pwd") ?? "") : null;
        if (ice is { IsValid: false })
            return false;

        terms = new() { Remote = theirs, Local = ours, Role = role, RemoteIce = ice, LocalIce = ice is null ? null : before?.LocalIce ?? IceCredentials.Create(random!) };
        return true;
    }

    /// <summary>Whether what was agreed on by <paramref name="other"/> still holds: certificates, not addresses, make an association.</summary>
    public bool GoesOnAs(DtlsTerms? other) => other is not null && Remote == other.Remote && Role == other.Role && LocalIce == other.LocalIce;

    /// <summary>The peer may choose who begins. RTCP goes the same way, or it would need an association of its own.</summary>
    internal static void WriteOffer(MediaDescription line, TerminalLocal local)
    {
        Write(line, local.Fingerprint ?? throw new ArgumentException("Who offers DTLS has a certificate.", nameof(local)), SetupRole.ActPass);
        line.Attributes.Add("rtcp-mux");
    }

    internal void Write(SessionDescription answer, MediaDescription line, MediaDescription offered, TerminalLocal local)
    {
        Write(line, Local, Role == DtlsRole.Client ? SetupRole.Active : SetupRole.Passive);
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

    private static void Write(MediaDescription line, Fingerprint ours, SetupRole setup)
    {
        line.Attributes.Add("fingerprint", $"{ours.Algorithm} {ours.Value}");
        line.Attributes.Add("setup", setup.Text());
    }

    private static string? Said(SessionDescription session, MediaDescription line, string attribute) =>
        line.Attributes.First(attribute) ?? session.Attributes.First(attribute);
}
