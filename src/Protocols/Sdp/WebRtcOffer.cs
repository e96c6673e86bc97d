using System.Diagnostics.CodeAnalysis;
using Protocols.Dtls;
using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>
/// Offers that the server makes (RFC 8829 §5.2) and what becomes of them. Sections keep their place for the life of the
/// session; one that was switched off keeps it too, until a new section moves in under a new name.
/// </summary>
public static class WebRtcOffer
{
    private const string RtpProtocol = "UDP/TLS/RTP/SAVPF";

    /// <summary>Describes what is wanted; sections of <paramref name="current"/> that are not among it are switched off.</summary>
    public static SessionDescription Make(
        IReadOnlyList<WantedSection> wanted, WebRtcLocal local, AnswerPolicy policy, NegotiatedSession? current = null)
    {
        var numbers = new OfferNumbers(current);
        var plans = Places(wanted, current).ConvertAll(place => place.Wanted is { } section
            ? Plan(section, policy, numbers, current?.Find(section.Mid))
            : SectionPlan.Refused(place.Was!.Local, SectionRefusal.Stopped));

        // A description that changes a session says who opens DTLS as if it were new; the roles stay (RFC 8842 §5.5).
        var bundle = plans.Where(plan => plan.IsAccepted).Select(plan => plan.Mid!.Value).ToList();
        return SectionWriter.Write(plans, bundle, local, SetupRole.ActPass, allowMixedExtensions: true);
    }

    /// <summary>Reads the answer to an offer of ours.</summary>
    public static bool TryApplyAnswer(
        SessionDescription offer, SessionDescription answer, [NotNullWhen(true)] out NegotiatedSession? session, out string error)
    {
        session = null;
        error = "";
        if (answer.Media.Count != offer.Media.Count)
            return Fail($"the offer has {offer.Media.Count} media sections and the answer {answer.Media.Count}", out error);

        var refusals = new List<SectionRefusal>();
        for (var i = 0; i < offer.Media.Count; i++)
        {
            refusals.Add(WhyNot(offer.Media[i], answer.Media[i]));
            error = WhatIsWrongWith(offer.Media[i], answer.Media[i], refusals[i]);
            if (error.Length > 0)
                return Fail($"section {i}: {error}", out error);
        }

        var bundle = offer.Media.Where((_, index) => refusals[index] == SectionRefusal.None).Select(media => media.Mid!.Value).ToList();
        var bundled = answer.BundledMids;
        if (bundle.Count > 1 && bundle.Find(mid => !bundled.Contains(mid.Value)) is { Value.Length: > 0 } left)
            return Fail($"a=mid:{left} was taken out of the bundle, and there is one transport only", out error);

        RemoteTransport? remote = null;
        if (bundle.Count > 0)
        {
            var tagged = answer.Media[refusals.IndexOf(SectionRefusal.None)];
            if (!RemoteTransport.TryRead(answer, tagged, out remote, out error))
                return false;

            if (remote.Setup == SetupRole.ActPass)
                return Fail("an answer decides a=setup: active or passive", out error);
        }

        var role = remote?.Setup == SetupRole.Passive ? DtlsRole.Client : DtlsRole.Server;
        session = new NegotiationReader(offer, answer, weAnswered: false).ReadSession(refusals, bundle, remote, role);
        return true;
    }

    // RFC 8829 §5.2.2: old sections first, in place; a place that both sides know to be off is taken by the next newcomer.
    private static List<(WantedSection? Wanted, NegotiatedMedia? Was)> Places(IReadOnlyList<WantedSection> wanted, NegotiatedSession? current)
    {
        var was = current?.Media ?? [];
        var newcomers = new Queue<WantedSection>(wanted.Where(section => current?.Find(section.Mid) is null));
        var places = new List<(WantedSection?, NegotiatedMedia?)>();
        foreach (var media in was)
        {
            if (media.IsAccepted)
                places.Add((wanted.FirstOrDefault(section => section.Mid == media.Mid), media));
            else
                places.Add((newcomers.TryDequeue(out var newcomer) ? newcomer : null, media));
        }

        places.AddRange(newcomers.Select(newcomer => ((WantedSection?)newcomer, (NegotiatedMedia?)null)));
        return places;
    }

    private static SectionPlan Plan(
        WantedSection wanted, AnswerPolicy policy, OfferNumbers numbers, NegotiatedMedia? was)
    {
        var extensions = new List<ExtMap>();
        foreach (var kind in policy.Extensions)
        {
            if (IsFor(kind, wanted.Kind) && numbers.TryNumber(kind, out var id))
                extensions.Add(new(id, MediaDirection.Both, RtpExtensionUris.UriOf(kind)));
        }

        var receivesSimulcast = wanted.Rids.Count > 1 && wanted.Direction.Receives();
        return new()
        {
            Media = wanted.Kind == MediaKind.Audio ? "audio" : "video",
            Protocol = RtpProtocol,
            Mid = wanted.Mid,
            Direction = wanted.Stream is null ? wanted.Direction & MediaDirection.Receive : wanted.Direction,
            Codecs = Codecs(wanted, policy, numbers, was),
            Extensions = extensions,
            ReducedSizeRtcp = true,
            ReceiverRoundTrip = policy.ReceiverRoundTrip,
            Rids = receivesSimulcast ? [.. wanted.Rids.Select(rid => new RidDescription(rid, MediaDirection.Receive, [], []))] : [],
            Simulcast = receivesSimulcast ? [.. wanted.Rids.Select(rid => new SimulcastRid(rid, IsPaused: false))] : [],
            Stream = wanted.Direction.Sends() ? wanted.Stream : null,
            ReceiveLimit = wanted.Kind == MediaKind.Video && wanted.Direction.Receives() ? policy.MaxVideoBitrate : null,
        };
    }

    private static List<CodecDescription> Codecs(
        WantedSection wanted, AnswerPolicy policy, OfferNumbers numbers, NegotiatedMedia? was)
    {
        var codecs = new List<CodecDescription>();
        foreach (var choice in wanted.Codecs ?? policy.CodecsOf(wanted.Kind))
        {
            if (!numbers.TryNumber(choice, policy.Retransmission && wanted.Kind == MediaKind.Video, was, out var codec))
                continue;

            if (codec.Name == CodecName.Red)
            {
                // RED names what it wraps, so it follows Opus or is not offered (RFC 2198 §5).
                if (codecs.Find(other => other.Name == CodecName.Opus) is not { } opus)
                    continue;

                codec = codec with { Format = FormatParameters.Of($"{opus.PayloadType}/{opus.PayloadType}") };
            }

            var format = codec.Format;
            if (wanted.Kind == MediaKind.Video && wanted.Direction.Receives() && policy.StartBitrate is { } start)
                format = format.With("x-google-start-bitrate", $"{(long)start.InKilobits}");

            var feedback = codec.Name == CodecName.TelephoneEvent ? RtcpFeedbackKinds.None : policy.FeedbackOf(wanted.Kind);
            codecs.Add(codec with { Format = format, Feedback = feedback });
        }

        return codecs;
    }

    private static bool IsFor(RtpExtensionKind extension, MediaKind kind) => extension switch
    {
        RtpExtensionKind.AudioLevel => kind == MediaKind.Audio,
        RtpExtensionKind.Mid or RtpExtensionKind.AbsSendTime => true,
        RtpExtensionKind.TransportSequence or RtpExtensionKind.AbsCaptureTime => true,
        _ => kind == MediaKind.Video,
    };

    private static SectionRefusal WhyNot(MediaDescription offered, MediaDescription answered) =>
        offered.Port == 0 ? SectionRefusal.Stopped
        : answered.Port == 0 ? SectionRefusal.RefusedByThem
        : SectionRefusal.None;

    private static string WhatIsWrongWith(MediaDescription offered, MediaDescription answered, SectionRefusal refusal)
    {
        if (answered.Media != offered.Media)
            return $"m={offered.Media} was answered with m={SdpLimits.Shortened(answered.Media)}";

        if (offered.Port == 0 && answered.Port != 0)
            return "was switched off in the offer and is on in the answer";

        if (refusal != SectionRefusal.None)
            return "";

        if (answered.Mid != offered.Mid)
            return $"a=mid:{offered.Mid} was answered with a=mid:{SdpLimits.Shortened(answered.Mid?.Value ?? "")}";

        return answered.RtcpMux ? "" : "the answer has no a=rtcp-mux, and there is one port only";
    }

    private static bool Fail(string what, out string error)
    {
        error = what;
        return false;
    }
}
