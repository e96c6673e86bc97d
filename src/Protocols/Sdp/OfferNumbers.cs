using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>
/// Gives payload types and header extensions their numbers in an offer of ours. A number that the session already uses for
/// something is never given to anything else, and a codec or extension that has one keeps it (RFC 3264 §8.3.2, RFC 9143 §10).
/// </summary>
internal sealed class OfferNumbers
{
    private readonly List<CodecDescription> _codecs = [];
    private readonly HashSet<byte> _payloadTypes = [];
    private readonly Dictionary<RtpExtensionKind, byte> _extensions = [];
    private readonly HashSet<byte> _extensionIds = [];

    public OfferNumbers(NegotiatedSession? current)
    {
        if (current is null)
            return;

        foreach (var media in current.Media)
        {
            // Their side and ours: a number that only one of them wrote is not free either.
            Reserve(media.Local);
            Reserve(media.Remote);
            if (media.IsAccepted)
                _codecs.AddRange(media.Codecs);
        }
    }

    /// <summary>
    /// The codec under its number, with the number of its retransmissions. <paramref name="was"/> is the section as it stands:
    /// sections that browsers made may number a codec differently from the rest. False when no number is left.
    /// </summary>
    public bool TryNumber(CodecChoice choice, bool retransmission, NegotiatedMedia? was, out CodecDescription codec)
    {
        codec = choice.As(choice.PreferredPayloadType);
        var inSection = was?.Codecs.FirstOrDefault(choice.Means);
        var known = _codecs.FindIndex(other => choice.Means(other) && (inSection is null || other.PayloadType == inSection.PayloadType));
        if (known >= 0)
        {
            codec = codec with { PayloadType = _codecs[known].PayloadType, RtxPayloadType = _codecs[known].RtxPayloadType };
        }
        else
        {
            if (!TryTake(choice.PreferredPayloadType, out var payloadType))
                return false;

            codec = codec with { PayloadType = payloadType };
            _codecs.Add(codec);
            known = _codecs.Count - 1;
        }

        if (!retransmission)
            codec = codec with { RtxPayloadType = null };
        else if (codec.RtxPayloadType is null && choice.PreferredRtxPayloadType is { } preferred && TryTake(preferred, out var rtx))
            codec = codec with { RtxPayloadType = rtx };

        if (codec.RtxPayloadType is not null)
            _codecs[known] = codec;

        return true;
    }

    public bool TryNumber(RtpExtensionKind kind, out byte id)
    {
        if (_extensions.TryGetValue(kind, out id))
            return true;

        for (id = 1; id <= 14; id++)
        {
            if (_extensionIds.Add(id))
            {
                _extensions.Add(kind, id);
                return true;
            }
        }

        return false;
    }

    private void Reserve(MediaDescription media)
    {
        foreach (var map in media.RtpMaps)
            _payloadTypes.Add(map.PayloadType.Value);

        foreach (var map in media.ExtMaps)
        {
            _extensionIds.Add(map.Id);
            if (map.Kind != RtpExtensionKind.Unknown)
                _extensions.TryAdd(map.Kind, map.Id);
        }
    }

    // 96–127 are for everybody; 35–63 were never assigned and browsers overflow into them. 64–95 would look like RTCP (RFC 5761 §4).
    private bool TryTake(PayloadType preferred, out PayloadType taken)
    {
        if (_payloadTypes.Add(preferred.Value))
        {
            taken = preferred;
            return true;
        }

        foreach (var (first, last) in ((byte, byte)[])[(96, 127), (35, 63)])
        {
            for (var number = first; number <= last; number++)
            {
                if (_payloadTypes.Add(number))
                {
                    taken = new(number);
                    return true;
                }
            }
        }

        taken = preferred;
        return false;
    }
}
