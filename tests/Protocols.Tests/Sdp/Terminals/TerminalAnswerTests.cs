using Protocols.Dtls;
using Protocols.Rtp;
using Protocols.Sdp;
using Protocols.Sdp.Terminals;
using Protocols.Srtp;

namespace Protocols.Tests.Sdp.Terminals;

/// <summary>The rules that decide whether a room works, one by one.</summary>
public sealed class TerminalAnswerTests
{
    private const string Key = "inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private const string OtherKey = "inline:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

    private static string Offer(params string[] lines) =>
        $"v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n{string.Join("\r\n", lines)}\r\n";

    private static TerminalLine Answered(params string[] lines) => TerminalSamples.Answered(Offer(lines)).Lines[0];

    [TestCase("RTP/AVP 0 8 9 111", "a=rtpmap:111 opus/48000/2", "opus")]
    [TestCase("RTP/AVP 0 8 9 111", "a=rtpmap:111 opus/48000/1", "G722")]
    [TestCase("RTP/AVP 0 8 9", "a=x", "G722")]
    [TestCase("RTP/AVP 0 8", "a=x", "PCMA")]
    [TestCase("RTP/AVPF 0", "a=x", "PCMU")]
    [TestCase("RTP/AVP 96", "a=rtpmap:96 pcmu/8000", "PCMU")]
    public void The_best_common_sound_is_chosen(string formats, string map, string expected) =>
        Assert.That(Answered($"m=audio 4000 {formats}", map).Codec!.Name.Text(), Is.EqualTo(expected));

    [Test]
    public void Events_are_taken_on_every_number_and_on_the_clock_of_Opus_only_beside_Opus()
    {
        string[] events = ["a=rtpmap:119 telephone-event/8000", "a=rtpmap:120 telephone-event/48000"];
        var withOpus = Answered(["m=audio 4000 RTP/AVP 111 119 120", "a=rtpmap:111 opus/48000/2", .. events]);
        var without = Answered(["m=audio 4000 RTP/AVP 8 119 120", .. events]);

        Assert.That(withOpus.Events.Select(format => format.PayloadType.Value), Is.EqualTo((byte[])[119, 120]));
        Assert.That(without.Events.Select(format => format.PayloadType.Value), Is.EqualTo((byte[])[119]));
        Assert.That(withOpus.IsEvent(new PayloadType(120)) && !withOpus.IsEvent(new PayloadType(111)), Is.True);
    }

    [TestCase("97 98", 98, Description = "mode 1, wherever it stands")]
    [TestCase("97", 97)]
    [TestCase("99 97", 97, Description = "a baseline in mode 0 before High")]
    [TestCase("99", 99)]
    public void Packetization_mode_1_is_preferred_and_the_attribute_that_is_absent_means_0(string formats, int chosen)
    {
        var line = Answered(
            $"m=video 4002 RTP/AVP {formats}",
            "a=rtpmap:97 H264/90000", "a=fmtp:97 profile-level-id=42800d; max-fs=3600; max-mbps=108000",
            "a=rtpmap:98 H264/90000", "a=fmtp:98 profile-level-id=42800d;packetization-mode=1",
            "a=rtpmap:99 H264/90000", "a=fmtp:99 profile-level-id=640028;packetization-mode=1");

        Assert.That(line.Codec!.PayloadType.Value, Is.EqualTo(chosen));
        Assert.That(line.Codec.Format.PacketizationMode, Is.EqualTo(chosen == 97 ? 0 : 1));
    }

    [TestCase("profile-level-id=42800d; max-mbps=108000; max-fs=3600; max-br=1600", "1280x720", 30, 1_920)]
    [TestCase("profile-level-id=42800d", "352x288", 30, 921)]
    [TestCase("profile-level-id=428016;max-fs=8160;max-mbps=490000;max-br=5000;max-fps=6000", "1920x1080", 30, 3_936)]
    [TestCase("profile-level-id=42801F;MAX-FS=3840;max-mbps=115000;max-br=1920", "1280x720", 30, 3_936)]
    [TestCase("profile-level-id=428014;max-fs=3840;max-mbps=58000;max-br=3333", "1024x576", 25, 3_936)]
    [TestCase("", "176x144", 15, 76)]
    public void The_picture_is_sized_by_the_raised_limits_not_by_the_level(string format, string size, int frameRate, int kilobits)
    {
        var line = Answered("m=video 4002 RTP/AVP 97", "a=rtpmap:97 H264/90000", format.Length == 0 ? "a=x" : $"a=fmtp:97 {format}");
        var picture = line.Picture!.Value;

        Assert.That(picture.LargestSize().ToString(), Is.EqualTo(size));
        Assert.That(picture.FrameRateOf(picture.LargestSize()), Is.EqualTo(frameRate));
        Assert.That((int)line.SendLimit.InKilobits, Is.EqualTo(kilobits));
    }

    [TestCase("b=AS:1024", "b=TIAS:2000000", 960)]
    [TestCase("b=CT:1920", "b=TIAS:512000", 512)]
    [TestCase("b=AS:0", "b=AS:700", 700)]
    [TestCase("b=X-YZ:1", "b=RR:1", 1_920)]
    [TestCase("b=AS:10", "b=AS:10", 64)]
    public void The_lowest_figure_counts_and_the_session_pays_for_the_sound_too(string session, string line, int kilobits)
    {
        var offer = Offer("m=video 4002 RTP/AVP 97", line, "a=rtpmap:97 H264/90000", "a=fmtp:97 profile-level-id=42800d;max-br=1600")
            .Replace("t=0 0", $"{session}\r\nt=0 0");

        Assert.That((int)TerminalSamples.Answered(offer).Lines[0].SendLimit.InKilobits, Is.EqualTo(kilobits));
    }

    [Test]
    public void A_ceiling_of_the_meeting_limits_both_ways_and_is_written()
    {
        var answer = TerminalSamples.Answered(
            TerminalSamples.Description("cisco-ce-invite.sip"), TerminalSamples.Policy with { MaxBitrate = Bitrate.Kilobits(1_024), Picture = PictureLimit.Hd });

        Assert.That(answer.Video!.SendLimit.InKilobits, Is.EqualTo(960));
        Assert.That(answer.Local.ToString(), Does.Contain("b=AS:1024\r\n").And.Contain("b=TIAS:960000\r\n").And.Contain("max-mbps=108000;max-fs=3600;max-br=800"));
    }

    [TestCase("ccm fir tmmbr", RtcpFeedbackKinds.CcmFir | RtcpFeedbackKinds.CcmTmmbr)]
    [TestCase("nack pli", RtcpFeedbackKinds.NackPli)]
    [TestCase("ccm tmmbr smaxpr=120", RtcpFeedbackKinds.CcmTmmbr)]
    [TestCase("ccm pan", RtcpFeedbackKinds.None)]
    public void Feedback_is_what_both_know_also_when_it_stands_on_one_line(string feedback, RtcpFeedbackKinds expected)
    {
        var line = Answered("m=video 4002 RTP/AVP 97", "a=rtpmap:97 H264/90000", $"a=rtcp-fb:* {feedback}");

        Assert.That(line.Feedback, Is.EqualTo(expected));
        Assert.That(line.NeedsInfoForKeyFrames, Is.EqualTo((expected & (RtcpFeedbackKinds.NackPli | RtcpFeedbackKinds.CcmFir)) == 0));
    }

    [TestCase("a=sendonly", "a=recvonly")]
    [TestCase("a=recvonly", "a=sendonly")]
    [TestCase("a=inactive", "a=inactive")]
    [TestCase("a=sendrecv", "a=sendrecv")]
    [TestCase("c=IN IP4 0.0.0.0\r\na=sendrecv", "a=recvonly")]
    [TestCase("c=IN IP4 0.0.0.0\r\na=sendonly", "a=recvonly")]
    [TestCase("c=IN IP6 ::\r\na=recvonly", "a=inactive")]
    public void Hold_is_answered_with_its_mirror(string offered, string answered) =>
        Assert.That(TerminalSamples.Answered(Offer("m=audio 4000 RTP/AVP 8", offered)).Local.ToString(), Does.EndWith($"{answered}\r\n"));

    [Test]
    public void Hold_and_resume_count_the_version_up_and_a_refresh_does_not()
    {
        var talking = Offer("m=audio 4000 RTP/AVP 8", "a=sendrecv");
        var first = TerminalSamples.Answered(talking);
        var refreshed = TerminalSamples.Answered(talking, current: first);
        var held = TerminalSamples.Answered(talking.Replace("sendrecv", "sendonly"), current: refreshed);
        var resumed = TerminalSamples.Answered(talking, current: held);

        Assert.That(
            new[] { first, refreshed, held, resumed }.Select(agreement => (agreement.Version, agreement.Local.Origin.Version, agreement.Audio!.Direction.Sends())),
            Is.EqualTo(new[] { (1L, "1", true), (1L, "1", true), (2L, "2", false), (3L, "3", true) }));
    }

    [Test]
    public void Lines_may_be_added_and_switched_off_but_not_taken_away_or_changed()
    {
        const string audio = "m=audio 4000 RTP/AVP 8";
        const string video = "m=video 4002 RTP/AVP 97\r\na=rtpmap:97 H264/90000";
        var both = TerminalSamples.Answered(Offer(audio, video));

        Assert.That(TerminalSamples.Refused(Offer(audio), current: both).Reason, Is.EqualTo(TerminalRefusalReason.LinesMoved));
        Assert.That(TerminalSamples.Refused(Offer(video, audio), current: both).Reason, Is.EqualTo(TerminalRefusalReason.LinesMoved));
        Assert.That(TerminalSamples.Answered(Offer(audio, "m=video 0 RTP/AVP 97"), current: both).Video, Is.Null);
        Assert.That(TerminalSamples.Answered(Offer(audio, video, "m=application 5000 UDP/BFCP *"), current: both).Lines, Has.Count.EqualTo(3));
    }

    [Test]
    public void Of_several_keys_the_first_plain_one_is_taken_and_tag_0_is_a_tag()
    {
        var line = TerminalSamples.Answered(TerminalSamples.Description("cisco-te4-sdes-offer.sdp")).Lines[0];

        Assert.That((line.ReceiveKey!.Tag, line.ReceiveKey.Profile), Is.EqualTo((0, SrtpProfile.AesCm128HmacSha1_80)));
        Assert.That((line.SendKey!.Tag, line.SendKey.Profile), Is.EqualTo((0, SrtpProfile.AesCm128HmacSha1_80)));
        Assert.That(line.ToString(), Does.Not.Contain("AAAA"));
    }

    [TestCase("1 AES_CM_128_HMAC_SHA1_32 " + Key, 1)]
    [TestCase("1 AES_CM_128_HMAC_SHA1_80 " + Key + "|2^20|1:4", 1)]
    [TestCase("1 AES_CM_128_HMAC_SHA1_80 " + Key + "|1:1", 1)]
    [TestCase("1 AES_CM_128_HMAC_SHA1_80 " + Key + "|1:5", null)]
    [TestCase("1 AES_CM_128_HMAC_SHA1_80 " + Key + " UNENCRYPTED_SRTP", null)]
    [TestCase("1 AES_CM_128_HMAC_SHA1_80 " + Key + " UNAUTHENTICATED_SRTP WSH=64", null)]
    [TestCase("1 AES_CM_128_HMAC_SHA1_80 " + Key + " WSH=64 -X", 1)]
    [TestCase("1 AES_CM_128_HMAC_SHA1_80 inline:AAAA", null)]
    [TestCase("1 AES_CM_128_HMAC_SHA1_80 inline:not base64", null)]
    [TestCase("1 AES_CM_128_HMAC_SHA1_80 " + Key + "|2^20|1:4;" + OtherKey + "|2^20|2:4", null)]
    [TestCase("1 F8_128_HMAC_SHA1_80 " + Key, null)]
    [TestCase("9 AEAD_AES_128_GCM inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", 9)]
    public void Keys_that_ask_for_what_we_do_not_do_are_passed_over(string crypto, int? tag)
    {
        var line = Answered("m=audio 4000 RTP/AVP 8", $"a=crypto:{crypto}");

        Assert.That(line.SendKey?.Tag, Is.EqualTo(tag));
    }

    [Test]
    public void A_new_key_in_a_renewed_offer_is_answered_with_a_new_one_and_the_old_with_the_old()
    {
        var offer = Offer("m=audio 4000 RTP/SAVP 8", $"a=crypto:1 AES_CM_128_HMAC_SHA1_80 {Key}|2^31");
        var first = TerminalSamples.Answered(offer);
        var same = TerminalSamples.Answered(offer, current: first, seed: 2);
        var rekeyed = TerminalSamples.Answered(offer.Replace(Key, OtherKey), current: same, seed: 3);

        Assert.That(same.Audio!.SendKey, Is.EqualTo(first.Audio!.SendKey));
        Assert.That(rekeyed.Audio!.SendKey, Is.Not.EqualTo(first.Audio.SendKey));
        Assert.That(rekeyed.Version, Is.EqualTo(2));
        Assert.That(first.Local.ToString(), Does.Contain("|2^31\r\n"));
    }

    [TestCase("RTP/AVP", false, SrtpRule.Forced, TerminalRefusalReason.SrtpRequired)]
    [TestCase("RTP/SAVP", false, SrtpRule.BestEffort, TerminalRefusalReason.SrtpRequired)]
    [TestCase("RTP/SAVP", true, SrtpRule.Off, TerminalRefusalReason.SrtpNotAllowed)]
    [TestCase("RTP/AVP", true, SrtpRule.Forced, TerminalRefusalReason.None)]
    [TestCase("RTP/AVP", true, SrtpRule.BestEffort, TerminalRefusalReason.None)]
    [TestCase("RTP/AVP", true, SrtpRule.Off, TerminalRefusalReason.None)]
    [TestCase("RTP/SAVP", true, SrtpRule.Forced, TerminalRefusalReason.None)]
    public void The_rule_of_encryption_decides(string protocol, bool hasKey, SrtpRule rule, TerminalRefusalReason expected)
    {
        var offer = Offer($"m=audio 4000 {protocol} 8", hasKey ? $"a=crypto:1 AES_CM_128_HMAC_SHA1_80 {Key}" : "a=x");
        var answered = TerminalAnswer.TryAnswer(offer, TerminalSamples.Local(), new() { Srtp = rule }, null, out var agreement, out var refusal);

        Assert.That(refusal.Reason, Is.EqualTo(expected));
        Assert.That(answered, Is.EqualTo(expected == TerminalRefusalReason.None));
        if (answered)
            Assert.That(agreement!.Audio!.IsEncrypted, Is.EqualTo(rule != SrtpRule.Off));
        else
            Assert.That(refusal.StatusCode, Is.EqualTo(488));
    }

    [Test]
    public void Each_line_has_keys_of_its_own_so_one_without_goes_in_clear_beside_one_with()
    {
        var agreement = TerminalSamples.Answered(Offer(
            "m=audio 4000 RTP/AVP 8", $"a=crypto:1 AES_CM_128_HMAC_SHA1_80 {Key}", "m=video 4002 RTP/AVP 97", "a=rtpmap:97 H264/90000"));

        Assert.That(agreement.Lines.Select(line => line.IsEncrypted), Is.EqualTo((bool[])[true, false]));
    }

    [Test]
    public void Slides_and_floor_control_are_understood_though_not_served()
    {
        var lines = TerminalSamples.Answered(TerminalSamples.Description("aver-evc130-invite.sip")).Lines;

        Assert.That(lines.Select(line => line.Refusal), Is.EqualTo(new[]
        {
            SectionRefusal.None, SectionRefusal.None, SectionRefusal.NotMedia, SectionRefusal.FloorControlNotServed, SectionRefusal.ContentNotServed,
        }));
        var floor = lines[3].FloorControl!;
        Assert.That((floor.Protocol, floor.FloorControl, floor.Setup, floor.ConferenceId, floor.UserId), Is.EqualTo(("UDP/BFCP", "c-s", "passive", 155u, 2u)));
        Assert.That(floor.Floors, Is.EqualTo(new[] { new BfcpFloor(1, "3") }));
        Assert.That((lines[4].IsContent, lines[4].Label, lines[4].Codec!.PayloadType.Value), Is.EqualTo((true, "3", (byte)107)));
    }

    [TestCase("192.0.2.9", "192.0.2.9:4000", "192.0.2.9:4001")]
    [TestCase("192.0.2.9/127", "192.0.2.9:4000", "192.0.2.9:4001")]
    [TestCase("phone.example.org", null, null)]
    [TestCase("239.1.1.1", null, null)]
    [TestCase("255.255.255.255", null, null)]
    public void Media_goes_to_the_address_that_was_named(string host, string? rtp, string? rtcp)
    {
        var line = Answered("m=audio 4000 RTP/AVP 8", $"c=IN IP4 {host}");

        Assert.That(line.Remote?.ToString(), Is.EqualTo(rtp));
        Assert.That(line.RemoteRtcp?.ToString(), Is.EqualTo(rtcp));
    }

    [Test]
    public void Reports_share_the_port_only_when_that_was_offered_and_may_be_sent_elsewhere()
    {
        var shared = Answered("m=audio 4000 RTP/AVP 8", "a=rtcp-mux");
        var elsewhere = Answered("m=audio 4000 RTP/AVP 8", "a=rtcp:5005 IN IP4 192.0.2.9");

        Assert.That((shared.RtcpMux, shared.RemoteRtcp), Is.EqualTo((true, shared.Remote)));
        Assert.That((elsewhere.RtcpMux, elsewhere.RemoteRtcp!.Value.Port), Is.EqualTo((false, (ushort)5_005)));
    }

    [Test]
    public void A_second_line_of_a_kind_is_refused_and_keeps_its_place() =>
        Assert.That(
            TerminalSamples.Answered(Offer("m=audio 4000 RTP/AVP 8", "m=audio 4004 RTP/AVP 0")).Lines.Select(line => line.Refusal),
            Is.EqualTo(new[] { SectionRefusal.None, SectionRefusal.TooManySections }));

    [TestCase("", TerminalRefusalReason.BadDescription, 400)]
    [TestCase("v=0\r\nm=audio\r\n", TerminalRefusalReason.BadDescription, 400)]
    [TestCase("v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\ns=-\r\n", TerminalRefusalReason.NoMediaLine, 488)]
    [TestCase("v=0\r\nm=audio 4000 RTP/AVP 18\r\n", TerminalRefusalReason.NothingInCommon, 488)]
    [TestCase("v=0\r\nm=audio 0 RTP/AVP 8\r\n", TerminalRefusalReason.NothingInCommon, 488)]
    public void What_cannot_be_answered_is_refused_with_a_name_and_a_sentence(string offer, TerminalRefusalReason reason, int status)
    {
        var refusal = TerminalSamples.Refused(offer);

        Assert.That((refusal.Reason, refusal.StatusCode), Is.EqualTo((reason, status)));
        Assert.That(refusal.Sentence, Is.Not.Empty);
    }

    [TestCase("\0")]
    [TestCase(" ")]
    [TestCase("\r\n\r\n \0\0")]
    public void What_stands_behind_the_last_line_does_no_harm(string tail) =>
        Assert.That(TerminalSamples.Answered(Offer("m=audio 4000 RTP/AVP 8") + tail).Audio, Is.Not.Null);

    [Test]
    public void A_browsers_offer_is_answered_with_ICE_lite_and_DTLS_on_its_own_line()
    {
        var local = TerminalSamples.Local() with { Fingerprint = TerminalSamples.Certificate };
        var offer = Samples.Offer("chromium-156-audio-only").ToString();
        Assert.That(TerminalAnswer.TryAnswer(offer, local, new(), null, out var agreement, out var refusal), Is.True, refusal.ToString());
        Assert.That((agreement!.Audio!.Codec!.Name, agreement.Audio.Dtls!.Role, agreement.Audio.IsEncrypted), Is.EqualTo((CodecName.Opus, DtlsRole.Server, true)));
        var answer = agreement.Local.ToString();
        Assert.That(answer, Does.Contain("UDP/TLS/RTP/SAVPF").And.Contain("a=ice-lite").And.Contain("a=setup:passive").And.Contain("a=rtcp-mux").And.Contain("a=mid:0").And.Match(@"a=candidate:\S+ 1 udp").And.Not.Contain("a=group"));

        Assert.That(TerminalAnswer.TryAnswer(offer, local, new(), agreement, out var again, out _), Is.True);
        Assert.That(again!.Local.ToString(), Is.EqualTo(answer), "a refresh changes nothing");
        Assert.That(TerminalAnswer.TryAnswer(offer, local, new() { Srtp = SrtpRule.Off }, null, out _, out refusal), Is.False);
        Assert.That(refusal.Reason, Is.EqualTo(TerminalRefusalReason.SrtpNotAllowed));
    }

    [TestCase("TANDBERG/529 (ce-anonymised)", TerminalClass.RoomSystem)]
    [TestCase("Cisco-SIPGateway/IOS-12.x", TerminalClass.Telephone)]
    [TestCase("Huawei-MC850/V100R001C02B120", TerminalClass.Unknown)]
    [TestCase("Huawei ViewPoint9000", TerminalClass.RoomSystem)]
    [TestCase("Yealink VC400 30.10.0.27", TerminalClass.RoomSystem)]
    [TestCase("", TerminalClass.Unknown)]
    public void The_name_of_a_terminal_tells_its_kind(string userAgent, TerminalClass expected) =>
        Assert.That(TerminalClasses.Of(userAgent), Is.EqualTo(expected));
}
