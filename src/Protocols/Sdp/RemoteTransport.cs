using System.Diagnostics.CodeAnalysis;
using Protocols.Dtls;
using Protocols.Ice;

namespace Protocols.Sdp;

/// <summary>The other side of the one transport that all sections share: what it proves itself with.</summary>
public sealed record RemoteTransport
{
    internal const string BadCredentials = "a=ice-ufrag needs 4 to 256 ICE characters and a=ice-pwd 22 to 256";

    private const int MaxCandidates = 64;
    private const int MaxFingerprints = 8;

    public required IceCredentials Ice { get; init; }

    public required IReadOnlyList<Fingerprint> Fingerprints { get; init; }

    public required SetupRole Setup { get; init; }

    /// <summary>As they were written, for the log of a call that did not connect; a lite agent learns addresses from checks.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    public bool EndOfCandidates { get; init; }

    /// <summary>New credentials mean that ICE starts over (RFC 8839 §4.4.1.1.1).</summary>
    public bool IsIceRestartFrom(RemoteTransport earlier) =>
        Ice.UsernameFragment != earlier.Ice.UsernameFragment || Ice.Password != earlier.Ice.Password;

    /// <summary>
    /// Reads the transport of a bundle from <paramref name="tagged"/>, the section that stands for all of it (RFC 9143 §7.2).
    /// What that does not say, the session or the offer's first section does: Firefox writes fingerprints once for all,
    /// and bundle-only sections need say nothing.
    /// </summary>
    public static bool TryRead(
        SessionDescription session, MediaDescription tagged, [NotNullWhen(true)] out RemoteTransport? transport, out string error)
    {
        transport = null;
        var lists = new List<AttributeList> { tagged.Attributes, session.Attributes };
        if (tagged.IsBundleOnly)
            lists.AddRange(session.Media.Select(media => media.Attributes));

        var identity = lists.Find(list => list.Has("ice-ufrag"));
        if (identity is null)
            return Fail("there is no a=ice-ufrag", out error);

        var ice = new IceCredentials(identity.First("ice-ufrag") ?? "", identity.First("ice-pwd") ?? "");
        if (!ice.IsValid)
            return Fail(BadCredentials, out error);

        if (session.IsIceLite)
            return Fail("the other side is ICE-lite as we are: nobody would check", out error);

        var certificate = lists.Find(list => list.Has("fingerprint"));
        var fingerprints = certificate?.All<Fingerprint>("fingerprint", TryReadFingerprint).Take(MaxFingerprints).ToList() ?? [];
        if (fingerprints.Count == 0)
            return Fail("there is no a=fingerprint of sha-256 or better", out error);

        var setupText = lists.Find(list => list.Has("setup"))?.First("setup");
        if (!SetupRoles.TryParse(setupText, out var setup))
            return Fail("there is no a=setup of actpass, active or passive", out error);

        if (setup == SetupRole.HoldConn)
            return Fail("a=setup:holdconn asks for no connection", out error);

        transport = new()
        {
            Ice = ice,
            Fingerprints = fingerprints,
            Setup = setup,
            Candidates = [.. session.Media.SelectMany(media => media.Candidates).Take(MaxCandidates)],
            EndOfCandidates = tagged.EndOfCandidates || session.Attributes.Has("end-of-candidates"),
        };
        error = "";
        return true;
    }

    private static bool TryReadFingerprint(string value, out Fingerprint fingerprint) => Fingerprint.TryParse(value, out fingerprint);

    private static bool Fail(string what, out string error)
    {
        error = what;
        return false;
    }
}
