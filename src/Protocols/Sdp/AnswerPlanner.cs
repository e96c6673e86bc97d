using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>
/// Decides, section by section and in the offer's order, what an answer takes and what it refuses. Remembers across
/// sections how many were taken, which streams have a place, and what each header extension's number means.
/// </summary>
internal sealed class AnswerPlanner(
    SessionDescription offer, AnswerPolicy policy, IReadOnlyList<LocalStream> streams, NegotiatedSession? current)
{
    private static readonly string[] Profiles =
        ["UDP/TLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "TCP/DTLS/RTP/SAVP", "RTP/SAVPF"];

    private readonly HashSet<string> _bundle = [.. offer.BundledMids];
    private readonly List<LocalStream> _unplaced = [.. streams.Select(stream => Housed(stream, offer, current))];
    private readonly Dictionary<byte, string> _extensionUris = [];
    private int _audioSections;
    private int _videoSections;

    public SectionPlan Plan(MediaDescription offered)
    {
        var refusal = WhyNot(offered);
        if (refusal != SectionRefusal.None)
            return SectionPlan.Refused(offered, refusal);

        var direction = offer.DirectionOf(offered).Reversed() & policy.AllowedDirection;
        var codecs = CodecSelection.Select(offered.ReadCodecs(), offered.Kind, policy, direction.Receives());
        if (codecs.Count == 0)
            return SectionPlan.Refused(offered, SectionRefusal.NoCommonCodec);

        if (offered.Kind == MediaKind.Audio)
            _audioSections++;
        else
            _videoSections++;

        var stream = direction.Sends() ? Place(offered.Mid!.Value, offered.Kind) : null;
        if (stream is null)
            direction &= MediaDirection.Receive;

        var extensions = Extensions(offered);
        var (rids, simulcast) = direction.Receives() ? Simulcast(offered, codecs, extensions) : ([], []);
        return new()
        {
            Media = offered.Media,
            Protocol = offered.Protocol,
            Mid = offered.Mid,
            Direction = direction,
            Codecs = codecs,
            Extensions = extensions,
            ReducedSizeRtcp = offered.RtcpReducedSize,
            ReceiverRoundTrip = policy.ReceiverRoundTrip && offered.AsksForReceiverRoundTrips,
            Rids = rids,
            Simulcast = simulcast,
            Stream = stream,
            ReceiveLimit = offered.Kind == MediaKind.Video && direction.Receives() ? policy.MaxVideoBitrate : null,
        };
    }

    private SectionRefusal WhyNot(MediaDescription offered)
    {
        if (offered.Port == 0 && !offered.IsBundleOnly)
            return SectionRefusal.OfferedOff;

        if (offered.Kind is not (MediaKind.Audio or MediaKind.Video))
            return SectionRefusal.NotMedia;

        // RFC 8829 §5.1.2: whatever transport the profile names, RTP/SAVPF keyed by DTLS is meant.
        if (!Profiles.Contains(offered.Protocol))
            return SectionRefusal.UnknownProtocol;

        if (offered.Mid is not { } mid)
            return SectionRefusal.NoMid;

        if (!_bundle.Contains(mid.Value) && (_bundle.Count > 0 || offer.Media.Count > 1))
            return SectionRefusal.NotBundled;

        if (!offered.RtcpMux)
            return SectionRefusal.NoRtcpMux;

        var (count, limit) = offered.Kind == MediaKind.Audio
            ? (_audioSections, policy.MaxAudioSections)
            : (_videoSections, policy.MaxVideoSections);
        return count >= limit ? SectionRefusal.TooManySections : SectionRefusal.None;
    }

    // A stream without a section of its own stays in the one where it is now: a receiver knows it by its source number.
    private static LocalStream Housed(LocalStream stream, SessionDescription offer, NegotiatedSession? current)
    {
        var home = stream.Mid is null ? current?.Media.FirstOrDefault(media => media.LocalStream?.Ssrc == stream.Ssrc) : null;
        return home is not null && offer.Media.Exists(media => media.Mid == home.Mid && (media.Port != 0 || media.IsBundleOnly))
            ? stream with { Mid = home.Mid }
            : stream;
    }

    private LocalStream? Place(Mid mid, MediaKind kind)
    {
        var stream = _unplaced.Find(candidate => candidate.Mid == mid && candidate.Kind == kind)
            ?? _unplaced.Find(candidate => candidate.Mid is null && candidate.Kind == kind);
        if (stream is not null)
            _unplaced.Remove(stream);

        return stream;
    }

    // RFC 8285 §5: the offer's numbers, its directions turned round. A number means the same in the whole bundle (RFC 9143 §10).
    private List<ExtMap> Extensions(MediaDescription offered)
    {
        var allowsMixed = offer.AllowsMixedExtensions(offered);
        var accepted = new List<ExtMap>();
        foreach (var extension in offered.ExtMaps)
        {
            var kind = extension.Kind;
            if (!policy.Extensions.Contains(kind) || extension.Direction == MediaDirection.Inactive)
                continue;

            // Numbers above 14 exist in the two-byte form only (§4.2), which needs the offerer's consent to be mixed in.
            if (extension.Id > 14 && !allowsMixed)
                continue;

            if (accepted.Exists(other => other.Kind == kind || other.Id == extension.Id))
                continue;

            if (!_extensionUris.TryAdd(extension.Id, extension.Uri) && _extensionUris[extension.Id] != extension.Uri)
                continue;

            accepted.Add(new(extension.Id, extension.Direction.Reversed(), extension.Uri));
        }

        return accepted;
    }

    // RFC 8853 §5.3.2. Without the header extension nobody could tell the encodings apart, so there is no simulcast then.
    private (List<RidDescription> Rids, List<SimulcastRid> Simulcast) Simulcast(
        MediaDescription offered, List<CodecDescription> codecs, List<ExtMap> extensions)
    {
        var rids = new List<RidDescription>();
        var places = new List<SimulcastRid>();
        var canTell = extensions.Exists(extension => extension.Kind == RtpExtensionKind.Rid);
        if (!canTell || offered.Simulcast is not { Send.Count: > 0 } simulcast)
            return (rids, places);

        var described = new Dictionary<Rid, RidDescription>();
        foreach (var rid in offered.Rids)
        {
            if (rid.Direction == MediaDirection.Send)
                described.TryAdd(rid.Rid, rid);
        }

        foreach (var alternatives in simulcast.Send)
        {
            if (rids.Count == policy.MaxSimulcastLayers)
                break;

            foreach (var alternative in alternatives)
            {
                if (!described.TryGetValue(alternative.Rid, out var rid) || rids.Exists(taken => taken.Rid == alternative.Rid))
                    continue;

                var payloadTypes = rid.PayloadTypes.Where(number => codecs.Exists(codec => codec.PayloadType == number)).ToList();
                if (rid.PayloadTypes.Count > 0 && payloadTypes.Count == 0)
                    continue;

                rids.Add(rid with { Direction = MediaDirection.Receive, PayloadTypes = payloadTypes });
                places.Add(alternative);
                break;
            }
        }

        return (rids, places);
    }
}
