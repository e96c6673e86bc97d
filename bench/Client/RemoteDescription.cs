using System.Diagnostics.CodeAnalysis;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Client;

/// <summary>What a client needs of the other side's description, be it an offer or an answer, of a lite agent or a full one.</summary>
internal sealed record RemoteDescription
{
    public required IceCredentials Ice { get; init; }

    public required bool IsIceLite { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    public required SetupRole Setup { get; init; }

    public required IReadOnlyList<Candidate> Candidates { get; init; }

    public required IReadOnlyList<MediaDescription> Media { get; init; }

    public required IReadOnlyList<AgreedSection> Sections { get; init; }

    /// <param name="text">The description.</param>
    /// <param name="wanted">What we can do with the sections, in their order; the last one of its kind serves all that follow.</param>
    public static bool TryRead(string text, IReadOnlyList<ClientSection> wanted, [NotNullWhen(true)] out RemoteDescription? remote, out string error)
    {
        remote = null;
        if (!SessionDescription.TryParse(text, out var session, out error))
            return false;

        string? Find(string name) =>
            session.Media.Select(media => media.Attributes.First(name)).FirstOrDefault(value => value is not null) ?? session.Attributes.First(name);

        if (Find("ice-ufrag") is not { } fragment || Find("ice-pwd") is not { } password)
            return Fail("there are no ICE credentials", out error);

        if (!Fingerprint.TryParse(Find("fingerprint"), out var fingerprint))
            return Fail("there is no fingerprint", out error);

        if (!SetupRoles.TryParse(Find("setup"), out var setup))
            return Fail("there is no a=setup", out error);

        remote = new()
        {
            Ice = new(fragment, password),
            IsIceLite = session.IsIceLite,
            Fingerprint = fingerprint,
            Setup = setup,
            Candidates = [.. session.Media.SelectMany(media => media.Candidates).Select(Parse).OfType<Candidate>().DistinctBy(IceCandidate.Write)],
            Media = session.Media,
            Sections = [.. session.Media.Select((media, index) => ReadSection(session, media, WantedOf(media, index, wanted))).OfType<AgreedSection>()],
        };
        return true;
    }

    private static Candidate? Parse(string line) => IceCandidate.TryParse(line, out var candidate) ? candidate : null;

    private static ClientSection? WantedOf(MediaDescription media, int index, IReadOnlyList<ClientSection> wanted) =>
        index < wanted.Count && wanted[index].Kind == media.Kind ? wanted[index] : wanted.LastOrDefault(section => section.Kind == media.Kind);

    private static AgreedSection? ReadSection(SessionDescription session, MediaDescription media, ClientSection? wanted)
    {
        if (media.Port == 0 || wanted is null || media.Mid is not { } mid)
            return null;

        var codecs = media.ReadCodecs().Where(codec => wanted.Codecs.Any(choice => IsSame(choice, codec))).ToList();
        if (codecs.Count == 0)
            return null;

        var repairs = media.SsrcGroups
            .Where(group => group is { Semantics: "FID", Ssrcs.Count: 2 })
            .ToDictionary(group => group.Ssrcs[0], group => group.Ssrcs[1]);
        var layers = media.Simulcast?.Receive.SelectMany(alternatives => alternatives).Select(rid => rid.Rid.Value) ?? [];
        return new()
        {
            Mid = mid,
            Kind = media.Kind,
            Direction = wanted.Direction & session.DirectionOf(media).Reversed(),
            Codecs = codecs,
            Extensions = new([.. media.ExtMaps.Select(map => new RtpExtensionEntry(map.Id, map.Kind))]),
            Rids = [.. wanted.Rids.Where(layers.Contains)],
            RemoteStreams =
            [
                .. media.Ssrcs.Select(line => line.Ssrc).Distinct().Where(ssrc => !repairs.ContainsValue(ssrc))
                    .Select(ssrc => (ssrc, repairs.TryGetValue(ssrc, out var rtx) ? rtx : (Ssrc?)null)),
            ],
        };
    }

    // Profiles of H.264 and the like are compared by the mode only: what is in the stream is for the decoder, and there is none.
    private static bool IsSame(CodecChoice choice, CodecDescription codec) =>
        choice.Name == codec.Name && (choice.Name != CodecName.H264 || choice.Format.PacketizationMode == codec.Format.PacketizationMode);

    private static bool Fail(string what, out string error)
    {
        error = what;
        return false;
    }
}
