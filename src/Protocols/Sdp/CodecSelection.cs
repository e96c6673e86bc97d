using System.Globalization;
using Protocols.Rtp;

namespace Protocols.Sdp;

/// <summary>
/// Chooses, from the codecs a section offers, those that the policy knows, and words our side of each. The numbers are
/// always the offer's; what we say about a codec is what we can receive.
/// </summary>
internal static class CodecSelection
{
    public static List<CodecDescription> Select(
        IReadOnlyList<CodecDescription> offered, MediaKind kind, AnswerPolicy policy, bool weReceive)
    {
        var picked = Pick(offered, policy.CodecsOf(kind));
        picked.RemoveAll(codec => codec.Name == CodecName.Red && !WrapsOnly(codec, picked));

        // Events, comfort noise and redundancy carry nothing alone.
        if (!picked.Exists(codec => codec.Name is not (CodecName.TelephoneEvent or CodecName.ComfortNoise or CodecName.Red)))
            return [];

        if (policy.CodecOrder == CodecOrder.Offered)
        {
            picked = [.. offered.Where(picked.Contains)];
        }

        return picked.ConvertAll(codec => Word(codec, kind, policy, weReceive));
    }

    private static List<CodecDescription> Pick(IReadOnlyList<CodecDescription> offered, IReadOnlyList<CodecChoice> choices)
    {
        var picked = new List<CodecDescription>();
        foreach (var choice in choices)
        {
            var match = offered.FirstOrDefault(choice.Means);
            if (match is not null && !picked.Contains(match))
                picked.Add(match);
        }

        return picked;
    }

    // RFC 2198 §5: the parameters list the payload types inside; one that we did not accept would be a hole in every packet.
    private static bool WrapsOnly(CodecDescription red, List<CodecDescription> accepted)
    {
        var inside = red.Format.Plain.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return inside.Length > 0 && Array.TrueForAll(inside, number =>
            accepted.Exists(codec => codec.Name == CodecName.Opus && codec.PayloadType.ToString() == number));
    }

    private static CodecDescription Word(CodecDescription offered, MediaKind kind, AnswerPolicy policy, bool weReceive)
    {
        var feedback = offered.Feedback & policy.FeedbackOf(kind);
        var format = Format(offered, policy);
        if (kind == MediaKind.Video && weReceive && policy.StartBitrate is { } start)
            format = format.With("x-google-start-bitrate", ((long)start.InKilobits).ToString(CultureInfo.InvariantCulture));

        var mayRepair = policy.Retransmission && kind == MediaKind.Video && feedback.HasFlag(RtcpFeedbackKinds.Nack);
        return offered with
        {
            Format = format,
            Feedback = feedback,
            RtxPayloadType = mayRepair ? offered.RtxPayloadType : null,
        };
    }

    private static FormatParameters Format(CodecDescription offered, AnswerPolicy policy) => offered.Name switch
    {
        CodecName.Opus => Opus(offered.Format, policy),
        CodecName.Red => offered.Format,
        CodecName.TelephoneEvent => offered.Format.IsEmpty ? FormatParameters.Empty : FormatParameters.Of("0-15"),
        CodecName.H264 => H264(offered.Format, policy),
        CodecName.Vp9 => Kept(offered.Format, "profile-id"),
        CodecName.Av1 => Kept(offered.Format, "level-idx", "profile", "tier"),
        _ => FormatParameters.Empty,
    };

    private static FormatParameters Opus(FormatParameters offered, AnswerPolicy policy)
    {
        var format = Kept(offered, "minptime").With("useinbandfec", "1");
        if (offered.Stereo)
            format = format.With("stereo", "1");
        if (policy.OpusDtx)
            format = format.With("usedtx", "1");
        if (policy.MaxAudioBitrate is { } limit)
            format = format.With("maxaveragebitrate", limit.BitsPerSecond.ToString(CultureInfo.InvariantCulture));

        return format;
    }

    // RFC 6184 §8.2.2: profile and mode must be equal; the level is ours if both allow asymmetry, else the lower of the two.
    private static FormatParameters H264(FormatParameters offered, AnswerPolicy policy)
    {
        var theirs = offered.ProfileLevelId ?? policy.H264Level;
        var ours = theirs.WithLevelOf(policy.H264Level);
        var profile = offered.LevelAsymmetryAllowed || ours.IsLowerLevelThan(theirs) ? ours : theirs;
        var format = FormatParameters.Of(
            ("packetization-mode", $"{offered.PacketizationMode}"), ("profile-level-id", profile.ToString()));
        return offered.LevelAsymmetryAllowed
            ? FormatParameters.Of([("level-asymmetry-allowed", "1"), .. format.Pairs])
            : format;
    }

    private static FormatParameters Kept(FormatParameters offered, params ReadOnlySpan<string> names)
    {
        var kept = FormatParameters.Empty;
        foreach (var name in names)
        {
            if (offered[name] is { } value)
                kept = kept.With(name, value);
        }

        return kept;
    }
}
