using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Protocols.Dtls;
using Protocols.Rtp;
using Protocols.Srtp;

namespace Protocols.Sdp.Terminals;

/// <summary>
/// What we offer a terminal when we dial out, or when it calls without a description. Kept until the answer comes, which is read by it.
/// </summary>
public sealed record TerminalOffer
{
    private static readonly CodecDescription[] Audio =
    [
        Format(9, CodecName.G722, 8_000),
        Format(8, CodecName.Pcma, 8_000),
        Format(0, CodecName.Pcmu, 8_000),
        Format(111, CodecName.Opus, 48_000, 2),
        Format(101, CodecName.TelephoneEvent, 8_000),
    ];

    public required SessionDescription Description { get; init; }

    public required OfferBreadth Breadth { get; init; }

    private List<SdesKey[]> Keys { get; init; } = [];

    /// <summary>Who we say that we are in DTLS.</summary>
    private Fingerprint? Own { get; init; }

    /// <summary>What was agreed of each line's DTLS before; empty in a first offer.</summary>
    private IReadOnlyList<DtlsTerms?> Before { get; init; } = [];

    private long Version { get; init; } = 1;

    public static TerminalOffer Write(TerminalLocal local, TerminalPolicy policy, OfferBreadth breadth)
    {
        var session = TerminalWriter.Session(local, 1);
        var protocol = breadth.IsByDtls() ? TerminalProtocols.OfferedDtls : policy.Srtp.Insists() ? "RTP/SAVP" : "RTP/AVP";
        var keys = new List<SdesKey[]>();
        session.Media.Add(AudioLine(local, policy, breadth, protocol));
        if (breadth.HasPicture())
        {
            session.Media.Add(VideoLine(local, policy, protocol));
            session.Bandwidths.Add(new("AS", policy.MaxBitrate.BitsPerSecond / 1_000));
        }

        foreach (var line in session.Media)
        {
            if (breadth.IsByDtls())
                DtlsTerms.WriteOffer(line, local);

            var offered = KeysFor(local, policy, breadth);
            foreach (var key in offered)
                line.Attributes.Add("crypto", key.ToAttribute().ToAttributeValue());

            line.Attributes.Add(MediaDirection.Both.AttributeName());
            keys.Add(offered);
        }

        return new() { Description = session, Breadth = breadth, Keys = keys, Own = local.Fingerprint };
    }

    /// <summary>What was agreed, once more and word for word: a session refresh, or a renewed INVITE that asks us to offer.</summary>
    public static TerminalOffer Repeat(TerminalAgreement agreement) => new()
    {
        Description = agreement.Local,
        Breadth = agreement.Video is null ? OfferBreadth.SoundOnly : OfferBreadth.SoundAndPicture,
        Keys = [.. agreement.Lines.Select(line => line.SendKey is { } key ? new[] { key } : [])],
        Own = agreement.Lines.FirstOrDefault(line => line.Dtls is not null)?.Dtls!.Local,
        Before = [.. agreement.Lines.Select(line => line.Dtls)],
        Version = agreement.Version,
    };

    /// <summary>Lines that the answer leaves out are taken as refused, and what it adds is passed over.</summary>
    public bool TryAccept(string answer, TerminalPolicy policy, [NotNullWhen(true)] out TerminalAgreement? agreement, out TerminalRefusal refusal)
    {
        agreement = null;
        if (!TerminalAnswer.TryParse(answer, out var session, out refusal))
            return false;

        var reader = new TerminalLineReader(session, policy);
        var lines = new List<TerminalLine>();
        for (var i = 0; i < Description.Media.Count; i++)
            lines.Add(Agreed(i, session, reader, policy));

        if (!lines.Exists(line => line.IsAccepted))
        {
            refusal = TerminalAnswer.WhyNothing(lines);
            return false;
        }

        agreement = new() { Lines = lines, Local = Description, Version = Version };
        return true;
    }

    private TerminalLine Agreed(int index, SessionDescription answer, TerminalLineReader reader, TerminalPolicy policy)
    {
        var ours = Description.Media[index];
        if (index >= answer.Media.Count || answer.Media[index].Kind != ours.Kind || answer.Media[index].Port == 0 || ours.Port == 0)
        {
            var refusal = ours.Port == 0 ? SectionRefusal.OfferedOff : SectionRefusal.RefusedByThem;
            return new() { Kind = ours.Kind, Refusal = refusal };
        }

        var theirs = answer.Media[index];
        var line = reader.Read(theirs);
        if (!line.IsAccepted)
            return line;

        if (CounterpartOf(line.Codec!, ours.ReadCodecs()) is not { } offered)
            return line with { Refusal = SectionRefusal.NoCommonCodec };

        var secured = TerminalProtocols.IsDtls(ours.Protocol)
            ? SecuredByDtls(line, answer, theirs, Before.ElementAtOrDefault(index))
            : Secured(line, theirs, Keys[index], policy);
        return secured with
        {
            LocalPort = ours.Port,
            Direction = line.Direction & Description.DirectionOf(ours),
            ReceivePayloadTypes = offered.PayloadType == line.Codec!.PayloadType ? [offered.PayloadType] : [offered.PayloadType, line.Codec.PayloadType],
            RtcpMux = line.RtcpMux && ours.RtcpMux,
        };
    }

    // One association for each line: there is none for RTCP alone. We offer no ICE, so theirs is passed over unless it was theirs before.
    private TerminalLine SecuredByDtls(TerminalLine line, SessionDescription answer, MediaDescription theirs, DtlsTerms? before)
    {
        if (!line.RtcpMux)
            return line with { Refusal = SectionRefusal.NoRtcpMux };

        return TerminalProtocols.IsDtls(theirs.Protocol) && DtlsTerms.TryRead(answer, theirs, Own, before, random: null, out var terms)
            ? line with { Dtls = terms }
            : line with { Refusal = SectionRefusal.SrtpRequired };
    }

    private static SdesKey[] KeysFor(TerminalLocal local, TerminalPolicy policy, OfferBreadth breadth)
    {
        if (policy.Srtp == SrtpRule.Off || breadth.IsByDtls() || (policy.Srtp == SrtpRule.BestEffort && breadth == OfferBreadth.PlainSound))
            return [];

        return [SdesKey.Generate(1, SrtpProfile.AesCm128HmacSha1_80, "", local.Random), SdesKey.Generate(2, SrtpProfile.AesCm128HmacSha1_32, "", local.Random)];
    }

    private static TerminalLine Secured(TerminalLine line, MediaDescription theirs, SdesKey[] offered, TerminalPolicy policy)
    {
        foreach (var key in TerminalLineReader.KeysOf(theirs))
        {
            foreach (var ours in offered)
            {
                if (ours.Tag == key.Tag && ours.Profile == key.Profile)
                    return line with { SendKey = ours, ReceiveKey = key };
            }
        }

        return policy.Srtp.Insists() || TerminalProtocols.IsSecure(theirs.Protocol)
            ? line with { Refusal = SectionRefusal.SrtpRequired }
            : line;
    }

    /// <summary>The same number if it means the same, else the same codec: some answer with numbers of their own.</summary>
    private static CodecDescription? CounterpartOf(CodecDescription codec, List<CodecDescription> ours) =>
        ours.Find(candidate => candidate.PayloadType == codec.PayloadType && candidate.Name == codec.Name)
        ?? ours.Find(candidate => candidate.Name == codec.Name && candidate.Format.PacketizationMode == codec.Format.PacketizationMode)
        ?? ours.Find(candidate => candidate.Name == codec.Name);

    private static MediaDescription AudioLine(TerminalLocal local, TerminalPolicy policy, OfferBreadth breadth, string protocol)
    {
        var line = new MediaDescription { Media = "audio", Port = local.AudioPort, Protocol = protocol };
        line.Bandwidths.Add(new("TIAS", TerminalBandwidth.Sound.BitsPerSecond));
        foreach (var codec in Sound(policy, breadth))
            TerminalWriter.WriteCodec(line, codec, TerminalCodecs.WordAudio(codec));

        line.Attributes.Add("ptime", "20");
        return line;
    }

    private static IEnumerable<CodecDescription> Sound(TerminalPolicy policy, OfferBreadth breadth)
    {
        var offered = policy.Sound is { } allowed ? allowed.Select(name => Audio.First(codec => codec.Name == name)) : Audio.Where(codec => codec.Name != CodecName.TelephoneEvent);
        var plain = offered.Where(codec => codec.Name is CodecName.Pcma or CodecName.Pcmu).ToArray();
        var spoken = breadth == OfferBreadth.PlainSound && plain.Length > 0 ? plain : offered;
        return policy.TakesKeyEvents ? spoken.Append(Audio[^1]) : spoken;
    }

    private static MediaDescription VideoLine(TerminalLocal local, TerminalPolicy policy, string protocol)
    {
        var line = new MediaDescription { Media = "video", Port = local.VideoPort, Protocol = protocol };
        var limit = policy.MaxBitrate - TerminalBandwidth.Sound;
        line.Bandwidths.Add(new("TIAS", limit.BitsPerSecond));
        foreach (var (number, profile, mode) in new (byte, string, int)[] { (97, "42801f", 1), (96, "42801f", 0), (98, "640028", 1) })
        {
            var format = FormatParameters.Of(("profile-level-id", profile));
            if (mode == 1)
                format = format.With("packetization-mode", mode.ToString(CultureInfo.InvariantCulture));

            TerminalWriter.WriteCodec(line, Format(number, CodecName.H264, 90_000), TerminalCodecs.Sized(format, policy.Picture, limit));
        }

        foreach (var message in new[] { "ccm fir", "nack pli", "ccm tmmbr" })
            line.Attributes.Add("rtcp-fb", $"* {message}");

        line.Attributes.Add("content", "main");
        line.Attributes.Add("label", "11");
        return line;
    }

    private static CodecDescription Format(byte number, CodecName name, int clockRate, int channels = 1) => new()
    {
        PayloadType = new PayloadType(number),
        Name = name,
        EncodingName = name.Text(),
        ClockRate = clockRate,
        Channels = channels,
    };
}
