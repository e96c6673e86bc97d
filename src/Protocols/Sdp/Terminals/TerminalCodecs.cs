using System.Globalization;
using Protocols.Codecs;

namespace Protocols.Sdp.Terminals;

/// <summary>
/// Which of a terminal's codecs is spoken, and what we say about it. One codec for each line: terminals that are left a choice change
/// their mind in mid-sentence.
/// </summary>
internal static class TerminalCodecs
{
    public const int EventClock = 8_000;

    private const int OpusClock = 48_000;

    /// <summary>What is spoken of what a terminal offers, the best first.</summary>
    public static readonly IReadOnlyList<CodecName> Audio = [CodecName.Opus, CodecName.G722, CodecName.Pcma, CodecName.Pcmu];

    public static CodecDescription? ChooseAudio(IReadOnlyList<CodecDescription> offered, IReadOnlyList<CodecName>? allowed)
    {
        foreach (var name in allowed ?? Audio)
        {
            if (offered.FirstOrDefault(codec => codec.Name == name && IsWellFormed(codec)) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>Events on the usual clock go with every codec, those on the clock of Opus only with it.</summary>
    public static IReadOnlyList<CodecDescription> ChooseEvents(IReadOnlyList<CodecDescription> offered, CodecDescription? audio) =>
        [.. offered.Where(codec => codec.Name == CodecName.TelephoneEvent
            && (codec.ClockRate == EventClock || (codec.ClockRate == OpusClock && audio?.Name == CodecName.Opus)))];

    /// <summary>
    /// Packetization mode 1 before 0, and within each what every browser decodes before what only some do; of equals the offer's first.
    /// </summary>
    public static CodecDescription? ChooseVideo(IReadOnlyList<CodecDescription> offered)
    {
        CodecDescription? best = null;
        foreach (var codec in offered)
        {
            if (Rank(codec) > (best is null ? 0 : Rank(best)))
                best = codec;
        }

        return best;
    }

    public static FormatParameters WordAudio(CodecDescription codec) => codec.Name switch
    {
        CodecName.Opus => FormatParameters.Of(("useinbandfec", "1")),
        CodecName.TelephoneEvent => FormatParameters.Of("0-15"),
        _ => FormatParameters.Empty,
    };

    /// <summary>
    /// Profile and mode are theirs (RFC 6184 §8.2.2), the level the lower of both unless they may differ. <c>max-fs</c> is always said:
    /// a Polycom DMA refuses a description without it.
    /// </summary>
    public static FormatParameters WordVideo(FormatParameters theirs, PictureLimit ours, Bitrate limit)
    {
        var profile = theirs.ProfileLevelId ?? default;
        var level = H264Level.Within(ours.Macroblocks, ours.MacroblocksPerSecond).Number;
        if (theirs.LevelAsymmetryAllowed || level < profile.Level)
            profile = profile.WithLevelOf(new(profile.Idc, 0, level));

        var format = FormatParameters.Of(("profile-level-id", profile.ToString()));
        if (theirs["packetization-mode"] is not null)
            format = format.With("packetization-mode", Text(theirs.PacketizationMode));
        if (theirs.LevelAsymmetryAllowed)
            format = format.With("level-asymmetry-allowed", "1");

        return Sized(format, ours, limit);
    }

    public static FormatParameters Sized(FormatParameters format, PictureLimit ours, Bitrate limit) => format
        .With("max-mbps", Text(ours.MacroblocksPerSecond))
        .With("max-fs", Text(ours.Macroblocks))
        .With("max-br", Text(limit.BitsPerSecond / 1_200));

    private static bool IsWellFormed(CodecDescription codec) => codec.Name switch
    {
        CodecName.Opus => codec is { ClockRate: OpusClock, Channels: 2 },
        _ => codec.ClockRate == 8_000 && codec.Channels == 1,
    };

    private static int Rank(CodecDescription codec)
    {
        if (codec.Name != CodecName.H264 || codec.ClockRate != 90_000 || codec.Format.ProfileLevelId is not { } profile)
            return 0;

        var tools = profile.Name switch
        {
            H264ProfileName.ConstrainedBaseline => 5,
            H264ProfileName.Baseline => 4,
            H264ProfileName.ConstrainedHigh => 3,
            H264ProfileName.High => 2,
            H264ProfileName.Main => 1,
            _ => 0,
        };
        return (tools, codec.Format.PacketizationMode) switch
        {
            (0, _) => 0,
            ( >= 4, 1) => 30 + tools,
            ( >= 4, 0) => 20 + tools,
            (_, 1) => 10 + tools,
            (_, 0) => tools,
            _ => 0,
        };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
