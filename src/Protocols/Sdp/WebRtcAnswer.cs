using System.Diagnostics.CodeAnalysis;
using Protocols.Dtls;
using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>
/// Answers a browser's offer (RFC 8829 §5.3, RFC 9143, RFC 9725) as the server always is: ICE-lite, waiting for DTLS, one
/// transport for everything. Every offered section is answered in its place; what we cannot serve gets port 0.
/// </summary>
public static class WebRtcAnswer
{
    /// <summary>Answers the first offer of a session.</summary>
    public static bool TryAnswer(
        SessionDescription offer,
        WebRtcLocal local,
        AnswerPolicy policy,
        [NotNullWhen(true)] out SessionDescription? answer,
        [NotNullWhen(true)] out NegotiatedSession? session,
        out string error) =>
        TryAnswer(offer, local, policy, current: null, out answer, out session, out error);

    /// <summary>Answers an offer that changes <paramref name="current"/>: sections keep their places and names, DTLS its roles.</summary>
    public static bool TryAnswer(
        SessionDescription offer,
        WebRtcLocal local,
        AnswerPolicy policy,
        NegotiatedSession? current,
        [NotNullWhen(true)] out SessionDescription? answer,
        [NotNullWhen(true)] out NegotiatedSession? session,
        out string error)
    {
        answer = null;
        session = null;
        error = WhatIsWrongWith(offer, current);
        if (error.Length > 0)
            return false;

        var planner = new AnswerPlanner(offer, policy, local.Streams, current);
        var plans = offer.Media.ConvertAll(planner.Plan);

        RemoteTransport? remote = null;
        var role = DtlsRole.Server;
        var bundle = Bundle(offer, plans);
        if (bundle.Count > 0)
        {
            var tagged = offer.Media[plans.FindIndex(plan => plan.IsAccepted && plan.Mid == bundle[0])];
            if (!RemoteTransport.TryRead(offer, tagged, out remote, out error))
                return false;

            role = OurRole(remote, current);
        }

        var isGrouped = offer.BundledMids.Count > 0;
        var allowMixed = plans.Exists(plan => plan.IsAccepted) && offer.Media.Exists(offer.AllowsMixedExtensions);
        var setup = role == DtlsRole.Server ? SetupRole.Passive : SetupRole.Active;
        answer = SectionWriter.Write(plans, isGrouped ? bundle : [], local, setup, allowMixed);

        session = new NegotiationReader(answer, offer, weAnswered: true)
            .ReadSession(plans.ConvertAll(plan => plan.Refusal), bundle, remote, role);
        return true;
    }

    // The accepted sections in the order of the offer's group: its first becomes the one that stands for all (RFC 9143 §7.3.1).
    private static List<Mid> Bundle(SessionDescription offer, List<SectionPlan> plans)
    {
        var accepted = plans.Where(plan => plan.IsAccepted).Select(plan => plan.Mid!.Value).ToList();
        var places = new Dictionary<string, int>();
        foreach (var mid in offer.BundledMids)
            places.TryAdd(mid, places.Count);

        return [.. accepted.OrderBy(mid => places.GetValueOrDefault(mid.Value))];
    }

    // RFC 8842 §5.3. A renewed offer says actpass again; the association that stands keeps its roles (§5.5).
    private static DtlsRole OurRole(RemoteTransport remote, NegotiatedSession? current) => remote.Setup switch
    {
        SetupRole.Passive => DtlsRole.Client,
        SetupRole.ActPass when current?.Remote?.Fingerprints.SequenceEqual(remote.Fingerprints) == true => current.DtlsRole,
        _ => DtlsRole.Server,
    };

    private static string WhatIsWrongWith(SessionDescription offer, NegotiatedSession? current)
    {
        if (offer.Media.Count == 0)
            return "the offer has no media section";

        var mids = new HashSet<string>();
        for (var i = 0; i < offer.Media.Count; i++)
        {
            if (offer.Media[i].Mid is not { } mid)
                continue;

            if (mid.Value.Length > SdpLimits.MaxMidLength || !SdpLimits.IsToken(mid.Value))
                return $"section {i}: a=mid is not a token of at most {SdpLimits.MaxMidLength} characters";

            if (!mids.Add(mid.Value))
                return $"section {i}: a=mid:{mid} is used twice";
        }

        return current is null ? "" : WhatMoved(offer, current);
    }

    // RFC 3264 §8: sections are never removed nor reordered; only one that was switched off may become another.
    private static string WhatMoved(SessionDescription offer, NegotiatedSession current)
    {
        if (offer.Media.Count < current.Media.Count)
            return $"the offer has {offer.Media.Count} media sections where the session has {current.Media.Count}";

        for (var i = 0; i < current.Media.Count; i++)
        {
            var was = current.Media[i];
            var media = offer.Media[i];
            if (was.IsAccepted && media.Mid != was.Mid && (media.Port != 0 || media.IsBundleOnly))
                return $"section {i}: was a=mid:{was.Mid} and is something else now";

            if (was.IsAccepted && media.Kind != was.Kind)
                return $"section {i}: was {was.Local.Media} and is {SdpLimits.Shortened(media.Media)} now";
        }

        return "";
    }
}
