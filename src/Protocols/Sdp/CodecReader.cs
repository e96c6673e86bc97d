using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>Reads the codecs of an RTP media section, in the order of preference that the <c>m=</c> line gives.</summary>
public static class CodecReader
{
    /// <summary>The numbers that mean something without a map (RFC 3551 §6). G.722 samples at 16 kHz and says 8 kHz, for ever.</summary>
    private static readonly RtpMap[] StaticPayloadTypes =
    [
        new(new(0), "PCMU", 8_000, 1),
        new(new(3), "GSM", 8_000, 1),
        new(new(8), "PCMA", 8_000, 1),
        new(new(9), "G722", 8_000, 1),
        new(new(13), "CN", 8_000, 1),
        new(new(18), "G729", 8_000, 1),
        new(new(31), "H261", 90_000, 1),
        new(new(34), "H263", 90_000, 1),
    ];

    /// <summary>Formats that are no payload type, or that nothing maps, are passed over; of doubled numbers the first counts.</summary>
    public static List<CodecDescription> ReadCodecs(this MediaDescription media)
    {
        var maps = new Dictionary<PayloadType, RtpMap>();
        foreach (var map in media.RtpMaps.Concat(StaticPayloadTypes))
            maps.TryAdd(map.PayloadType, map);

        var formats = media.ReadFormatParameters();
        var (feedback, feedbackForAll) = ReadFeedback(media);
        var repairs = ReadRepairs(maps, formats);

        var codecs = new List<CodecDescription>(media.Formats.Count);
        var seen = new HashSet<PayloadType>();
        foreach (var text in media.Formats)
        {
            if (!RtpMap.TryParsePayloadType(text, out var payloadType) || !maps.TryGetValue(payloadType, out var map))
                continue;

            if (!seen.Add(payloadType))
                continue;

            codecs.Add(new()
            {
                PayloadType = payloadType,
                Name = CodecNames.Of(map.EncodingName),
                EncodingName = map.EncodingName,
                ClockRate = map.ClockRate,
                Channels = map.Channels,
                Format = formats.GetValueOrDefault(payloadType, FormatParameters.Empty),
                Feedback = feedback.GetValueOrDefault(payloadType) | feedbackForAll,
                RtxPayloadType = repairs.TryGetValue(payloadType, out var rtx) && media.Formats.Contains(rtx.ToString()) ? rtx : null,
            });
        }

        return codecs;
    }

    private static (Dictionary<PayloadType, RtcpFeedbackKinds> PerPayloadType, RtcpFeedbackKinds ForAll) ReadFeedback(
        MediaDescription media)
    {
        var perPayloadType = new Dictionary<PayloadType, RtcpFeedbackKinds>();
        var forAll = RtcpFeedbackKinds.None;
        foreach (var line in media.RtcpFeedbacks)
        {
            if (line.PayloadType is { } payloadType)
                perPayloadType[payloadType] = perPayloadType.GetValueOrDefault(payloadType) | line.Kind;
            else
                forAll |= line.Kind;
        }

        return (perPayloadType, forAll);
    }

    private static Dictionary<PayloadType, PayloadType> ReadRepairs(
        Dictionary<PayloadType, RtpMap> maps, Dictionary<PayloadType, FormatParameters> formats)
    {
        var repairs = new Dictionary<PayloadType, PayloadType>();
        foreach (var (payloadType, parameters) in formats)
        {
            if (parameters.AssociatedPayloadType is >= 0 and < 128 and var repaired
                && maps.TryGetValue(payloadType, out var map) && CodecNames.Of(map.EncodingName) == CodecName.Rtx)
            {
                repairs.TryAdd(new((byte)repaired), payloadType);
            }
        }

        return repairs;
    }
}
