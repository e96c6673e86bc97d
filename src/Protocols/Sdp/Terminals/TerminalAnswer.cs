using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Protocols.Rtp;

namespace Protocols.Sdp.Terminals;

/// <summary>
/// Answers a terminal's offer (RFC 3264): every line in its place, one codec for each that we serve, port 0 for the rest. A pure
/// function but for the keys it draws; the same offer again gets the same answer, with the same version and the same keys.
/// </summary>
public static class TerminalAnswer
{
    /// <summary>Answers the first offer of a call, or with <paramref name="current"/> one that renews it.</summary>
    public static bool TryAnswer(
        string offer,
        TerminalLocal local,
        TerminalPolicy policy,
        TerminalAgreement? current,
        [NotNullWhen(true)] out TerminalAgreement? agreement,
        out TerminalRefusal refusal)
    {
        agreement = null;
        if (!TryParse(offer, out var session, out refusal))
            return false;

        refusal = WhatMoved(session, current);
        if (refusal.Reason != TerminalRefusalReason.None)
            return false;

        var reader = new TerminalLineReader(session, policy);
        var lines = new List<TerminalLine>();
        foreach (var line in session.Media)
            lines.Add(Secured(session, line, reader.Read(line), local, policy, current?.Lines.ElementAtOrDefault(lines.Count)));

        if (!lines.Exists(line => line.IsAccepted))
        {
            refusal = WhyNothing(lines);
            return false;
        }

        agreement = Agree(session, lines, local, policy, current);
        return true;
    }

    /// <summary>Terminals end their text with zeros, blanks or nothing at all.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out SessionDescription? session, out TerminalRefusal refusal)
    {
        refusal = TerminalRefusal.None;
        if (!SessionDescription.TryParse(text.TrimEnd('\0', ' ', '\t', '\r', '\n'), out session, out var error))
            refusal = new(TerminalRefusalReason.BadDescription, error);
        else if (session.Media.Count == 0)
            refusal = new(TerminalRefusalReason.NoMediaLine, "there is no media line");

        return refusal.Reason == TerminalRefusalReason.None;
    }

    internal static TerminalRefusal WhyNothing(List<TerminalLine> lines)
    {
        if (lines.Exists(line => line.Refusal == SectionRefusal.SrtpRequired))
            return new(TerminalRefusalReason.SrtpRequired, "media must be encrypted (SRTP)");

        if (lines.Exists(line => line.Refusal == SectionRefusal.SrtpNotAllowed))
            return new(TerminalRefusalReason.SrtpNotAllowed, "media is not encrypted here");

        var reasons = lines.Select((line, index) => $"line {index + 1} {line.Kind}: {line.Refusal}").Take(8);
        return new(TerminalRefusalReason.NothingInCommon, string.Join("; ", reasons));
    }

    private static TerminalLine Secured(SessionDescription offer, MediaDescription offered, TerminalLine line, TerminalLocal local, TerminalPolicy policy, TerminalLine? current)
    {
        if (!line.IsAccepted)
            return line;

        var insists = TerminalProtocols.IsSecure(offered.Protocol);
        if (policy.Srtp == SrtpRule.Off)
            return insists ? line with { Refusal = SectionRefusal.SrtpNotAllowed } : line;

        if (TerminalProtocols.IsDtls(offered.Protocol))
        {
            // One association for each line: there is none for RTCP alone.
            if (!line.RtcpMux)
                return line with { Refusal = SectionRefusal.NoRtcpMux };

            return DtlsTerms.TryRead(offer, offered, local.Fingerprint, current?.Dtls, local.Random, out var terms) ? line with { Dtls = terms } : line with { Refusal = SectionRefusal.SrtpRequired };
        }

        if (TerminalLineReader.KeysOf(offered).FirstOrDefault() is not { } theirs)
            return insists || policy.Srtp.Insists() ? line with { Refusal = SectionRefusal.SrtpRequired } : line;

        // Whoever keeps his key is answered with ours as it was: a session refresh must not interrupt anything.
        var ours = theirs.Equals(current?.ReceiveKey) && current?.SendKey is { } kept
            ? kept
            : SdesKey.Generate(theirs.Tag, theirs.Profile, theirs.Lifetime.Length == 0 ? "" : "2^31", local.Random);
        return line with { SendKey = ours, ReceiveKey = theirs };
    }

    private static TerminalAgreement Agree(SessionDescription offer, List<TerminalLine> lines, TerminalLocal local, TerminalPolicy policy, TerminalAgreement? current)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].IsAccepted)
                lines[i] = lines[i] with { LocalPort = lines[i].Kind == MediaKind.Audio ? local.AudioPort : local.VideoPort };
        }

        var version = current?.Version ?? 1;
        var answer = TerminalWriter.Session(local, version);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = Line(offer.Media[i], lines[i], policy);
            if (lines[i] is { IsAccepted: true, Dtls: { } dtls })
                dtls.Write(answer, line, offer.Media[i], local);
            answer.Media.Add(line);
        }

        TerminalWriter.WriteTotal(answer, lines);
        if (current is not null && answer.ToString() != current.Local.ToString())
        {
            version++;
            answer.Origin = answer.Origin with { Version = version.ToString(CultureInfo.InvariantCulture) };
        }

        return new() { Lines = lines, Local = answer, Version = version };
    }

    private static MediaDescription Line(MediaDescription offered, TerminalLine line, TerminalPolicy policy)
    {
        var answer = new MediaDescription { Media = offered.Media, Port = line.LocalPort, Protocol = offered.Protocol };
        if (!line.IsAccepted)
        {
            answer.Formats.AddRange(offered.Formats);
            return answer;
        }

        var codec = line.Codec!;
        answer.Bandwidths.Add(new("TIAS", line.SendLimit.BitsPerSecond));
        if (line.Kind == MediaKind.Audio)
        {
            TerminalWriter.WriteCodec(answer, codec, TerminalCodecs.WordAudio(codec));
            foreach (var format in line.Events)
                TerminalWriter.WriteCodec(answer, format, TerminalCodecs.WordAudio(format));

            answer.Attributes.Add("ptime", "20");
        }
        else
        {
            TerminalWriter.WriteCodec(answer, codec, TerminalCodecs.WordVideo(codec.Format, policy.Picture, line.SendLimit));
            foreach (var message in RtcpFeedback.MessagesOf(line.Feedback))
                answer.Attributes.Add("rtcp-fb", $"* {message}");
        }

        if (line.SendKey is { } key)
            answer.Attributes.Add("crypto", key.ToAttribute().ToAttributeValue());
        if (line.RtcpMux)
            answer.Attributes.Add("rtcp-mux");
        if (offered.Contents.Contains("main"))
            answer.Attributes.Add("content", "main");
        if (line.Label is { } label)
            answer.Attributes.Add("label", label);

        answer.Attributes.Add(line.Direction.AttributeName());
        return answer;
    }

    private static TerminalRefusal WhatMoved(SessionDescription offer, TerminalAgreement? current)
    {
        if (current is null)
            return TerminalRefusal.None;

        if (offer.Media.Count < current.Lines.Count)
            return new(TerminalRefusalReason.LinesMoved, $"the offer has {offer.Media.Count} media lines where the call has {current.Lines.Count}");

        for (var i = 0; i < current.Lines.Count; i++)
        {
            if (current.Lines[i].IsAccepted && offer.Media[i].Port != 0 && offer.Media[i].Kind != current.Lines[i].Kind)
                return new(TerminalRefusalReason.LinesMoved, $"line {i + 1} was {current.Lines[i].Kind} and is something else now");
        }

        return TerminalRefusal.None;
    }
}
