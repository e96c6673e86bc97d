using Protocols.Dtls;
using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>
/// Reads what two descriptions of the same section come to. Both an answer we made and one we were given go through here,
/// so that what we believe is what is written.
/// </summary>
internal sealed class NegotiationReader(SessionDescription local, SessionDescription remote, bool weAnswered)
{
    private const int MaxStreamsPerSection = 64;

    public NegotiatedSession ReadSession(
        IReadOnlyList<SectionRefusal> refusals, IReadOnlyList<Mid> bundle, RemoteTransport? transport, DtlsRole dtlsRole)
    {
        var media = refusals.Select((refusal, index) => ReadMedia(index, refusal)).ToList();
        var entries = new List<RtpExtensionEntry>();
        foreach (var accepted in media.Where(section => section.IsAccepted))
        {
            foreach (var kind in Enum.GetValues<RtpExtensionKind>())
            {
                if (accepted.ReceiveExtensions.IdOf(kind) is not 0 and var id)
                    entries.Add(new(id, kind));
            }
        }

        return new()
        {
            Media = media,
            Bundle = bundle,
            Remote = transport,
            DtlsRole = dtlsRole,
            ReceiveExtensions = new(entries.ToArray()),
        };
    }

    private NegotiatedMedia ReadMedia(int index, SectionRefusal refusal)
    {
        var ours = local.Media[index];
        var theirs = remote.Media[index];
        if (refusal != SectionRefusal.None)
            return new() { Mid = ours.Mid ?? theirs.Mid ?? new(""), Kind = ours.Kind, Refusal = refusal, Local = ours, Remote = theirs };

        var direction = local.DirectionOf(ours) & remote.DirectionOf(theirs).Reversed();
        var (streams, layers) = ReadStreams(theirs);
        return new()
        {
            Mid = ours.Mid!.Value,
            Kind = ours.Kind,
            Refusal = refusal,
            Direction = direction,
            Codecs = ReadCodecs(ours, theirs),
            ReceiveExtensions = ReadExtensions(ours, theirs, MediaDirection.Receive),
            SendExtensions = ReadExtensions(ours, theirs, MediaDirection.Send),
            Simulcast = direction.Receives() ? ReadSimulcast(ours, theirs) : [],
            RemoteStreams = direction.Receives() ? streams : [],
            SimulcastSsrcs = direction.Receives() ? layers : [],
            RemoteMsid = theirs.Msid,
            LocalStream = direction.Sends() ? ReadLocalStream(ours) : null,
            SendLimit = theirs.BandwidthOf("TIAS") ?? theirs.BandwidthOf("AS"),
            ReducedSizeRtcp = ours.RtcpReducedSize && theirs.RtcpReducedSize,
            ReceiverRoundTrip = ours.AsksForReceiverRoundTrips && theirs.AsksForReceiverRoundTrips,
            Local = ours,
            Remote = theirs,
        };
    }

    /// <summary>The answer's order, the other side's parameters, and only what both wrote under the same number.</summary>
    private List<CodecDescription> ReadCodecs(MediaDescription ours, MediaDescription theirs)
    {
        var ourCodecs = ours.ReadCodecs();
        var theirCodecs = theirs.ReadCodecs();
        var (ordered, others) = weAnswered ? (ourCodecs, theirCodecs) : (theirCodecs, ourCodecs);
        var othersByNumber = others.ToDictionary(codec => codec.PayloadType);
        var agreed = new List<CodecDescription>();
        foreach (var codec in ordered)
        {
            if (codec.IsRetransmission || !othersByNumber.TryGetValue(codec.PayloadType, out var other) || !codec.IsCompatibleWith(other))
                continue;

            var (our, their) = weAnswered ? (codec, other) : (other, codec);
            agreed.Add(their with
            {
                Feedback = our.Feedback & their.Feedback,
                RtxPayloadType = our.RtxPayloadType == their.RtxPayloadType ? our.RtxPayloadType : null,
            });
        }

        return agreed;
    }

    private static RtpExtensionMap ReadExtensions(MediaDescription ours, MediaDescription theirs, MediaDirection direction)
    {
        var allowed = ours.ExtMaps.Where(map => map.Direction.HasFlag(direction)).Select(EntryOf).ToHashSet();
        var agreed = theirs.ExtMaps
            .Where(map => map.Direction.Reversed().HasFlag(direction))
            .Select(EntryOf)
            .Where(allowed.Contains)
            .ToArray();
        return agreed.Length == 0 ? RtpExtensionMap.Empty : new(agreed);
    }

    private static RtpExtensionEntry EntryOf(ExtMap map) => new(map.Id, map.Kind);

    private List<SimulcastRid> ReadSimulcast(MediaDescription ours, MediaDescription theirs)
    {
        var asked = ours.Simulcast?.Receive ?? [];
        var sent = theirs.Simulcast?.Send ?? [];
        var (answered, offered) = weAnswered ? (asked, sent) : (sent, asked);
        var known = offered.SelectMany(alternatives => alternatives).Select(rid => rid.Rid).ToHashSet();
        var agreed = new List<SimulcastRid>();
        foreach (var alternatives in answered)
        {
            foreach (var rid in alternatives)
            {
                if (known.Remove(rid.Rid))
                {
                    agreed.Add(rid);
                    break;
                }
            }
        }

        return agreed;
    }

    private static (List<RemoteStream> Streams, IReadOnlyList<Ssrc> Layers) ReadStreams(MediaDescription media)
    {
        var repairs = new Dictionary<Ssrc, Ssrc>();
        IReadOnlyList<Ssrc> layers = [];
        foreach (var group in media.SsrcGroups.Take(MaxStreamsPerSection))
        {
            if (group is { Semantics: "FID", Ssrcs.Count: 2 })
                repairs.TryAdd(group.Ssrcs[0], group.Ssrcs[1]);
            else if (group is { Semantics: "SIM", Ssrcs.Count: <= MaxStreamsPerSection } && layers.Count == 0)
                layers = group.Ssrcs;
        }

        var order = new List<Ssrc>();
        var names = new Dictionary<Ssrc, string?>();
        foreach (var line in media.Ssrcs)
        {
            if (!names.ContainsKey(line.Ssrc))
            {
                if (order.Count == MaxStreamsPerSection)
                    continue;

                order.Add(line.Ssrc);
                names[line.Ssrc] = null;
            }

            if (line.Name == "cname")
                names[line.Ssrc] ??= line.Value;
        }

        var repairers = repairs.Values.ToHashSet();
        var streams = order
            .Where(ssrc => !repairers.Contains(ssrc))
            .Select(ssrc => new RemoteStream(ssrc, repairs.TryGetValue(ssrc, out var rtx) ? rtx : null, names[ssrc]))
            .ToList();
        return (streams, layers);
    }

    private static LocalStream? ReadLocalStream(MediaDescription ours)
    {
        var stream = ReadStreams(ours).Streams.FirstOrDefault();
        return stream is null || ours.Msid is not { } msid ? null : new()
        {
            Kind = ours.Kind,
            Mid = ours.Mid,
            Ssrc = stream.Ssrc,
            RtxSsrc = stream.RtxSsrc,
            Cname = stream.Cname ?? "",
            Msid = msid,
        };
    }
}
