using System.Globalization;
using Protocols.Ice;
using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>Writes a session and its sections as browsers like to read them: one ICE-lite transport, everything in one bundle.</summary>
internal static class SectionWriter
{
    /// <summary>"Discard": the port of a section whose address only ICE will tell (RFC 8840 §4.1.1).</summary>
    private const int NoPort = 9;

    public static SessionDescription Write(
        IReadOnlyList<SectionPlan> plans, IReadOnlyList<Mid> bundle, WebRtcLocal local, SetupRole setup, bool allowMixedExtensions)
    {
        var session = new SessionDescription
        {
            Origin = new()
            {
                SessionId = local.SessionId.ToString(CultureInfo.InvariantCulture),
                Version = local.SessionVersion.ToString(CultureInfo.InvariantCulture),
            },
        };

        session.Attributes.Add("ice-lite");
        if (bundle.Count > 0)
            session.Attributes.Add("group", $"BUNDLE {string.Join(' ', bundle)}");
        if (allowMixedExtensions)
            session.Attributes.Add("extmap-allow-mixed");
        session.Attributes.Add("msid-semantic", "WMS *");

        foreach (var plan in plans)
            session.Media.Add(plan.IsAccepted ? Section(plan, bundle, local, setup) : Refused(plan));

        return session;
    }

    /// <summary>What follows <c>a=candidate:</c>.</summary>
    public static string CandidateValue(Candidate candidate)
    {
        var line = IceCandidate.Write(candidate);
        return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    private static MediaDescription Refused(SectionPlan plan)
    {
        var media = new MediaDescription { Media = plan.Media, Port = 0, Protocol = plan.Protocol, Connection = SdpConnection.None };
        media.Formats.AddRange(plan.RefusedFormats);
        if (plan.Mid is { } mid)
            media.Attributes.Add("mid", mid.Value);
        media.Attributes.Add(MediaDirection.Inactive.AttributeName());
        return media;
    }

    private static MediaDescription Section(SectionPlan plan, IReadOnlyList<Mid> bundle, WebRtcLocal local, SetupRole setup)
    {
        // RFC 9143 §7.3.2: the bundle has one address, and every section in it names that.
        var address = local.Candidates.FirstOrDefault(candidate => candidate.Transport == IceTransport.Udp);
        var media = new MediaDescription
        {
            Media = plan.Media,
            Port = address?.Port ?? NoPort,
            Protocol = plan.Protocol,
            Connection = address is null ? SdpConnection.None : SdpConnection.Of(address.Host),
        };

        if (plan.ReceiveLimit is { } limit)
        {
            media.Bandwidths.Add(new("AS", limit.BitsPerSecond / 1_000));
            media.Bandwidths.Add(new("TIAS", limit.BitsPerSecond));
        }

        var attributes = media.Attributes;
        WriteTransport(attributes, local, setup, withCandidates: bundle.Count == 0 || plan.Mid == bundle[0]);
        attributes.Add("mid", plan.Mid!.Value.Value);
        foreach (var extension in plan.Extensions)
            attributes.Add("extmap", extension.ToString());

        attributes.Add(plan.Direction.AttributeName());
        if (plan.Stream is { } stream)
            attributes.Add("msid", stream.Msid.ToString());

        attributes.Add("rtcp-mux");
        if (plan.ReducedSizeRtcp)
            attributes.Add("rtcp-rsize");
        if (plan.ReceiverRoundTrip)
            attributes.Add("rtcp-xr", "rcvr-rtt=all");

        foreach (var codec in plan.Codecs)
            WriteCodec(media, codec);

        foreach (var rid in plan.Rids)
            attributes.Add("rid", rid.ToString());
        if (plan.Simulcast.Count > 0)
            attributes.Add("simulcast", new SimulcastDescription([], [.. plan.Simulcast.Select(rid => new[] { rid })]).ToString());

        if (plan.Stream is not null)
            WriteSources(attributes, plan.Stream, plan.Codecs.Any(codec => codec.RtxPayloadType is not null));

        return media;
    }

    private static void WriteTransport(AttributeList attributes, WebRtcLocal local, SetupRole setup, bool withCandidates)
    {
        if (withCandidates && local.Candidates.Count > 0)
        {
            foreach (var candidate in local.Candidates)
                attributes.Add("candidate", CandidateValue(candidate));

            attributes.Add("end-of-candidates");
        }

        attributes.Add("ice-ufrag", local.Ice.UsernameFragment);
        attributes.Add("ice-pwd", local.Ice.Password);
        attributes.Add("ice-options", "trickle");
        foreach (var fingerprint in local.Fingerprints)
            attributes.Add("fingerprint", fingerprint.ToString());
        attributes.Add("setup", setup.Text());
    }

    private static void WriteCodec(MediaDescription media, CodecDescription codec)
    {
        var attributes = media.Attributes;
        media.Formats.Add(codec.PayloadType.ToString());
        attributes.Add("rtpmap", new RtpMap(codec.PayloadType, codec.EncodingName, codec.ClockRate, codec.Channels).ToString());
        foreach (var message in RtcpFeedback.MessagesOf(codec.Feedback))
            attributes.Add("rtcp-fb", $"{codec.PayloadType} {message}");
        if (!codec.Format.IsEmpty)
            attributes.Add("fmtp", $"{codec.PayloadType} {codec.Format}");

        if (codec.RtxPayloadType is not { } rtx)
            return;

        media.Formats.Add(rtx.ToString());
        attributes.Add("rtpmap", new RtpMap(rtx, CodecName.Rtx.Text(), codec.ClockRate, 1).ToString());
        attributes.Add("fmtp", $"{rtx} apt={codec.PayloadType}");
    }

    private static void WriteSources(AttributeList attributes, LocalStream stream, bool retransmission)
    {
        if (retransmission && stream.RtxSsrc is { } repair)
        {
            attributes.Add("ssrc-group", new SsrcGroup("FID", [stream.Ssrc, repair]).ToString());
            WriteSource(attributes, stream, stream.Ssrc);
            WriteSource(attributes, stream, repair);
        }
        else
        {
            WriteSource(attributes, stream, stream.Ssrc);
        }
    }

    private static void WriteSource(AttributeList attributes, LocalStream stream, Ssrc ssrc)
    {
        attributes.Add("ssrc", new SsrcAttribute(ssrc, "cname", stream.Cname).ToString());
        attributes.Add("ssrc", new SsrcAttribute(ssrc, "msid", stream.Msid.ToString()).ToString());
    }
}
