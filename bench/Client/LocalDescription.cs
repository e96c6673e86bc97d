using System.Globalization;
using System.Text;
using Protocols;
using Protocols.Dtls;
using Protocols.Ice;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Client;

/// <summary>Writes a client's descriptions as browsers word them: one bundle, one candidate at most, and no trickling.</summary>
internal sealed class LocalDescription(ClientOptions options, IceCredentials ice, Fingerprint fingerprint, ulong sessionId, string cname)
{
    // The numbers that Chromium gives them, so that captures read alike.
    private static readonly (RtpExtensionKind Kind, byte Id)[] OfferedIds =
    [
        (RtpExtensionKind.AudioLevel, 1),
        (RtpExtensionKind.AbsSendTime, 2),
        (RtpExtensionKind.TransportSequence, 3),
        (RtpExtensionKind.Mid, 4),
        (RtpExtensionKind.Rid, 10),
        (RtpExtensionKind.RepairedRid, 11),
        (RtpExtensionKind.AbsCaptureTime, 7),
        (RtpExtensionKind.VideoOrientation, 8),
        (RtpExtensionKind.PlayoutDelay, 5),
        (RtpExtensionKind.DependencyDescriptor, 12),
    ];

    /// <param name="ssrcsOf">The sources of a section that sends without simulcast: the stream, and what repairs it.</param>
    public string Offer(Func<int, IReadOnlyList<Ssrc>> ssrcsOf)
    {
        var text = Start(Enumerable.Range(0, options.Sections.Count).Select(index => index.ToString(CultureInfo.InvariantCulture)));
        for (var i = 0; i < options.Sections.Count; i++)
        {
            var section = options.Sections[i];
            var mid = i.ToString(CultureInfo.InvariantCulture);
            WriteSection(text, section.Kind, mid, section.Direction, options.OfferedSetup, [.. section.Codecs.Select(Describe)]);
            foreach (var (kind, id) in OfferedIds)
            {
                if (options.Extensions.Contains(kind) && IsFor(kind, section))
                    Line(text, $"a=extmap:{id} {RtpExtensionUris.UriOf(kind)}");
            }

            if (section.Direction.Sends())
                WriteSources(text, section, ssrcsOf(i));
        }

        return text.ToString();
    }

    /// <summary>The answer to an offer: the same sections, those without an agreement refused.</summary>
    public string Answer(RemoteDescription offer, SetupRole setup, Func<Mid, IReadOnlyList<Ssrc>> ssrcsOf)
    {
        var text = Start(offer.Sections.Select(section => section.Mid.Value));
        foreach (var media in offer.Media)
        {
            if (offer.Sections.FirstOrDefault(agreed => agreed.Mid == media.Mid) is not { } section)
            {
                Line(text, $"m={media.Media} 0 {media.Protocol} {string.Join(' ', media.Formats)}");
                Line(text, "c=IN IP4 0.0.0.0");
                if (media.Mid is { } refused)
                    Line(text, $"a=mid:{refused}");

                continue;
            }

            WriteSection(text, section.Kind, section.Mid.Value, section.Direction, setup, [section.Codecs[0]]);
            foreach (var map in media.ExtMaps.Where(map => options.Extensions.Contains(map.Kind)))
                Line(text, $"a=extmap:{map.Id} {map.Uri}");

            if (section.Direction.Sends())
                WriteSources(text, null, ssrcsOf(section.Mid));
        }

        return text.ToString();
    }

    private static bool IsFor(RtpExtensionKind extension, ClientSection section) => extension switch
    {
        RtpExtensionKind.AudioLevel => section.Kind == MediaKind.Audio,
        RtpExtensionKind.Rid or RtpExtensionKind.RepairedRid => section.Rids.Count > 0,
        RtpExtensionKind.VideoOrientation or RtpExtensionKind.PlayoutDelay or RtpExtensionKind.DependencyDescriptor => section.Kind == MediaKind.Video,
        _ => true,
    };

    private static CodecDescription Describe(CodecChoice choice) => new()
    {
        PayloadType = choice.PreferredPayloadType,
        RtxPayloadType = choice.PreferredRtxPayloadType,
        Name = choice.Name,
        EncodingName = choice.Name.Text(),
        ClockRate = choice.ClockRate,
        Channels = choice.Channels,
        Format = choice.Format,
        Feedback = choice.Kind == MediaKind.Video
            ? RtcpFeedbackKinds.TransportCc | RtcpFeedbackKinds.CcmFir | RtcpFeedbackKinds.Nack | RtcpFeedbackKinds.NackPli
            : RtcpFeedbackKinds.TransportCc,
    };

    private StringBuilder Start(IEnumerable<string> mids)
    {
        var text = new StringBuilder();
        Line(text, "v=0");
        Line(text, $"o=- {sessionId} 2 IN IP4 127.0.0.1");
        Line(text, "s=-");
        Line(text, "t=0 0");
        Line(text, $"a=group:BUNDLE {string.Join(' ', mids)}");
        Line(text, "a=extmap-allow-mixed");
        Line(text, "a=msid-semantic: WMS *");
        return text;
    }

    private void WriteSection(
        StringBuilder text, MediaKind kind, string mid, MediaDirection direction, SetupRole setup, IReadOnlyList<CodecDescription> codecs)
    {
        var formats = codecs.SelectMany(codec => codec.RtxPayloadType is { } rtx ? [codec.PayloadType, rtx] : new[] { codec.PayloadType });
        Line(text, $"m={(kind == MediaKind.Audio ? "audio" : "video")} 9 UDP/TLS/RTP/SAVPF {string.Join(' ', formats)}");
        Line(text, "c=IN IP4 0.0.0.0");
        Line(text, "a=rtcp:9 IN IP4 0.0.0.0");
        if (options.LocalAddress is { } local)
        {
            Line(text, $"a={IceCandidate.Write(IceCandidate.HostUdp(TransportAddress.From(local.Address, local.Port)))}");
            Line(text, "a=end-of-candidates");
        }

        Line(text, $"a=ice-ufrag:{ice.UsernameFragment}");
        Line(text, $"a=ice-pwd:{ice.Password}");
        Line(text, $"a=fingerprint:{fingerprint}");
        Line(text, $"a=setup:{setup.Text()}");
        Line(text, $"a=mid:{mid}");
        Line(text, $"a={direction.AttributeName()}");
        Line(text, "a=rtcp-mux");
        Line(text, "a=rtcp-rsize");
        foreach (var codec in codecs)
            WriteCodec(text, codec);
    }

    private static void WriteCodec(StringBuilder text, CodecDescription codec)
    {
        var type = codec.PayloadType;
        Line(text, $"a=rtpmap:{type} {codec.EncodingName}/{codec.ClockRate}{(codec.Channels > 1 ? $"/{codec.Channels}" : "")}");
        if (codec.Feedback.HasFlag(RtcpFeedbackKinds.TransportCc))
            Line(text, $"a=rtcp-fb:{type} transport-cc");
        if (codec.Feedback.HasFlag(RtcpFeedbackKinds.CcmFir))
            Line(text, $"a=rtcp-fb:{type} ccm fir");
        if (codec.Feedback.HasFlag(RtcpFeedbackKinds.Nack))
            Line(text, $"a=rtcp-fb:{type} nack");
        if (codec.Feedback.HasFlag(RtcpFeedbackKinds.NackPli))
            Line(text, $"a=rtcp-fb:{type} nack pli");
        if (!codec.Format.IsEmpty)
            Line(text, $"a=fmtp:{type} {codec.Format}");
        if (codec.RtxPayloadType is not { } rtx)
            return;

        Line(text, $"a=rtpmap:{rtx} rtx/{codec.ClockRate}");
        Line(text, $"a=fmtp:{rtx} apt={type}");
    }

    private void WriteSources(StringBuilder text, ClientSection? section, IReadOnlyList<Ssrc> ssrcs)
    {
        Line(text, $"a=msid:{cname} {cname}-{(section is null ? ssrcs[0].Value : options.Sections.ToList().IndexOf(section))}");
        if (section is { Rids.Count: > 0 })
        {
            foreach (var rid in section.Rids)
                Line(text, $"a=rid:{rid} send");

            Line(text, $"a=simulcast:send {string.Join(';', section.Rids)}");
            return;
        }

        if (ssrcs.Count > 1)
            Line(text, $"a=ssrc-group:FID {string.Join(' ', ssrcs.Select(ssrc => ssrc.Value))}");

        foreach (var ssrc in ssrcs)
            Line(text, $"a=ssrc:{ssrc.Value} cname:{cname}");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append("\r\n");
}
