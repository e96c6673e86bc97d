using Protocols.Dtls;
using Protocols.Rtp;
using Protocols.Sdp;

namespace Protocols.Tests.Sdp;

public sealed class WebRtcAnswerTests
{
    [Test]
    public void A_publisher_is_received_and_told_where_to_begin()
    {
        var (answer, session) = Samples.Answered(Samples.Offer("chromium-156-simulcast-vp8"), Samples.ServerWithStreams);

        Assert.That(session.Media.Select(media => media.Direction), Is.All.EqualTo(MediaDirection.Receive));
        Assert.That(session.Video().Simulcast.Select(rid => rid.Rid.Value), Is.EqualTo(["q", "h", "f"]));
        Assert.That(session.Video().Codecs.Single().RtxPayloadType, Is.EqualTo(new PayloadType(97)));
        Assert.That(answer.Media[1].Attributes.All("fmtp"), Has.Some.EqualTo("96 x-google-start-bitrate=1000"));
        Assert.That(session.Video().ReceiveExtensions.Has(RtpExtensionKind.RepairedRid), Is.True);
        Assert.That(session.ReceiveExtensions.IdOf(RtpExtensionKind.Mid), Is.EqualTo(4));
        Assert.That(session.Video().Codec(CodecName.Vp8)!.Feedback, Is.EqualTo(new AnswerPolicy().VideoFeedback));
    }

    [Test]
    public void A_listener_gets_our_streams()
    {
        var (answer, session) = Samples.Answered(Samples.Offer("chromium-156-whep-recvonly"), Samples.ServerWithStreams);

        Assert.That(session.Media.Select(media => media.Direction), Is.All.EqualTo(MediaDirection.Send));
        Assert.That(answer.Media[1].Attributes.First("ssrc-group"), Is.EqualTo("FID 2001 2002"));
        Assert.That(answer.Media[1].Attributes.First("msid"), Is.EqualTo("alice-camera alice-video"));
        Assert.That(answer.ToString(), Does.Not.Contain("x-google"));
    }

    [Test]
    public void A_listener_for_whom_we_have_nothing_yet_is_answered_inactive()
    {
        var (_, session) = Samples.Answered(Samples.Offer("chromium-156-whep-recvonly"));
        Assert.That(session.Media.Select(media => (media.IsAccepted, media.Direction)), Is.All.EqualTo((true, MediaDirection.Inactive)));
    }

    [Test]
    public void Streams_go_where_they_are_sent_to_and_stay_when_the_offer_changes()
    {
        var offer = Samples.Offer("chromium-156-sendrecv");
        var (_, first) = Samples.Answered(offer, Samples.ServerWithStreams);
        var newcomer = Samples.Camera with { Ssrc = new(9) };
        var (_, second) = Samples.Answered(offer, Samples.Server with { Streams = [newcomer, Samples.Camera, Samples.Microphone] }, current: first);
        Assert.That(second.Video().LocalStream!.Ssrc, Is.EqualTo(Samples.Camera.Ssrc));

        var (_, third) = Samples.Answered(offer, Samples.Server with { Streams = [Samples.Camera, newcomer with { Mid = new("1") }] }, current: null);
        Assert.That(third.Video().LocalStream!.Ssrc, Is.EqualTo(newcomer.Ssrc));
    }

    [Test]
    public void New_credentials_in_an_offer_are_seen_as_a_restart()
    {
        var (_, first) = Samples.Answered(Samples.Offer("chromium-156-av1"));
        var text = Samples.Text("chromium-156-av1").Replace("a=ice-ufrag:", "a=ice-ufrag:new", StringComparison.Ordinal);
        var (_, second) = Samples.Answered(Samples.Parsed(text), current: first);
        Assert.That(second.Remote!.IsIceRestartFrom(first.Remote!), Is.True);
        Assert.That(first.Remote!.IsIceRestartFrom(first.Remote), Is.False);
    }

    [Test]
    public void A_section_with_port_0_is_alive_only_if_it_says_bundle_only()
    {
        var text = Samples.Text("firefox-153-av-sendonly");
        Assert.That(Samples.Answered(Samples.Parsed(text)).Session.Video().IsAccepted, Is.True);

        var off = Samples.Parsed(text.Replace("a=bundle-only\r\n", "", StringComparison.Ordinal));
        var (answer, session) = Samples.Answered(off);
        Assert.That(session.Video().Refusal, Is.EqualTo(SectionRefusal.OfferedOff));
        Assert.That(answer.Media[1].Port, Is.Zero);
        Assert.That(answer.BundledMids, Is.EqualTo(["0"]));
    }

    [Test]
    public void When_the_first_section_is_refused_the_next_one_stands_for_the_bundle()
    {
        // The credentials of the two sections differ, as they do in offers that would also work without bundling.
        var text = Samples.Text("chromium-156-av1");
        var video = text.IndexOf("m=video", StringComparison.Ordinal);
        var offer = Samples.Parsed(text[..video] + text[video..].Replace("a=ice-ufrag:", "a=ice-ufrag:Vid", StringComparison.Ordinal));

        var (answer, session) = Samples.Answered(offer, policy: new() { MaxAudioSections = 0 });

        Assert.That(session.Audio().Refusal, Is.EqualTo(SectionRefusal.TooManySections));
        Assert.That(session.Remote!.Ice.UsernameFragment, Does.StartWith("Vid"));
        Assert.That(answer.Media[1].Candidates, Is.Not.Empty);
        Assert.That(answer.BundledMids, Is.EqualTo(["1"]));
    }

    [TestCase("a=rtcp-mux\r\n", "", SectionRefusal.NoRtcpMux)]
    [TestCase("UDP/TLS/RTP/SAVPF", "RTP/AVP", SectionRefusal.UnknownProtocol)]
    [TestCase("VP8/90000", "VP7/90000", SectionRefusal.NoCommonCodec)]
    [TestCase("BUNDLE 0 1", "BUNDLE 0", SectionRefusal.NotBundled)]
    [TestCase("a=mid:1\r\n", "", SectionRefusal.NoMid)]
    public void A_section_that_cannot_be_served_is_refused_by_name(string from, string to, SectionRefusal why)
    {
        var offer = Samples.Parsed(Samples.Text("chromium-156-simulcast-vp8").Replace(from, to, StringComparison.Ordinal));
        var (answer, session) = Samples.Answered(offer);
        Assert.That(session.Video().Refusal, Is.EqualTo(why));
        Assert.That(answer.Media[1].Port, Is.Zero);
        Assert.That(answer.Media[1].Formats, Is.EqualTo(offer.Media[1].Formats));
    }

    [Test]
    public void An_offer_of_data_alone_is_answered_and_connects_nothing()
    {
        var text = Samples.Text("firefox-153-two-videos-datachannel");
        var offer = Samples.Parsed("v=0\r\na=group:BUNDLE 3\r\n" + text[text.IndexOf("m=application", StringComparison.Ordinal)..]);
        var (answer, session) = Samples.Answered(offer);
        Assert.That(session.Remote, Is.Null);
        Assert.That(answer.Media.Single().Port, Is.Zero);
        Assert.That(offer.Media.Single().SctpPort, Is.EqualTo(5000));
        Assert.That(offer.Media.Single().MaxMessageSize, Is.EqualTo(1_073_741_823));
    }

    [Test]
    public void A_data_section_may_come_first()
    {
        var text = Samples.Text("chromium-156-two-videos-datachannel");
        var data = text[text.IndexOf("m=application", StringComparison.Ordinal)..];
        var offer = Samples.Parsed(text.Replace(data, "", StringComparison.Ordinal).Replace("m=audio", data + "m=audio", StringComparison.Ordinal));
        var (answer, session) = Samples.Answered(offer);
        Assert.That(session.Media.Select(media => media.IsAccepted), Is.EqualTo([false, true, true, true]));
        Assert.That(answer.Media[1].Candidates, Is.Not.Empty);
    }

    [TestCase("a=ice-ufrag", "a=ice-xfrag", "there is no a=ice-ufrag")]
    [TestCase("a=fingerprint", "a=fingerpaint", "there is no a=fingerprint of sha-256 or better")]
    [TestCase("a=setup:actpass", "a=setup:holdconn", "a=setup:holdconn asks for no connection")]
    [TestCase("a=setup:actpass", "a=setup:maybe", "there is no a=setup of actpass, active or passive")]
    [TestCase("a=group", "a=ice-lite\r\na=group", "the other side is ICE-lite as we are: nobody would check")]
    [TestCase("a=mid:1", "a=mid:0", "section 1: a=mid:0 is used twice")]
    [TestCase("a=mid:1", "a=mid:one two", "section 1: a=mid is not a token of at most 32 characters")]
    public void An_offer_that_cannot_be_answered_is_refused_with_a_sentence(string from, string to, string expected)
    {
        var offer = Samples.Parsed(Samples.Text("chromium-156-av1").Replace(from, to, StringComparison.Ordinal));
        Assert.That(WebRtcAnswer.TryAnswer(offer, Samples.Server, new(), out _, out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo(expected));
    }

    [Test]
    public void Sections_may_not_vanish_nor_change_places()
    {
        var (_, session) = Samples.Answered(Samples.Offer("chromium-156-av1"));
        Assert.That(Error("chromium-156-audio-only"), Is.EqualTo("the offer has 1 media sections where the session has 2"));

        var swapped = Samples.Offer("chromium-156-av1");
        swapped.Media.Reverse();
        Assert.That(WebRtcAnswer.TryAnswer(swapped, Samples.Server, new(), session, out _, out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo("section 0: was a=mid:0 and is something else now"));

        string Error(string sample)
        {
            Assert.That(WebRtcAnswer.TryAnswer(Samples.Offer(sample), Samples.Server, new(), session, out _, out _, out var text), Is.False);
            return text;
        }
    }

    [Test]
    public void Whoever_insists_on_waiting_for_dtls_is_called()
    {
        var offer = Samples.Parsed(Samples.Text("chromium-156-av1").Replace("setup:actpass", "setup:passive", StringComparison.Ordinal));
        var (answer, session) = Samples.Answered(offer);
        Assert.That(session.DtlsRole, Is.EqualTo(DtlsRole.Client));
        Assert.That(answer.Media[0].Attributes.First("setup"), Is.EqualTo("active"));

        // The next offer says actpass; the association that stands keeps its roles.
        Assert.That(Samples.Answered(Samples.Offer("chromium-156-av1"), current: session).Session.DtlsRole, Is.EqualTo(DtlsRole.Client));
    }

    [Test]
    public void The_order_of_codecs_is_ours_unless_the_policy_says_theirs()
    {
        var offer = Samples.Offer("chromium-156-av-sendonly");
        var ours = Samples.Answered(offer).Session.Video();
        Assert.That(ours.Codecs.Select(codec => codec.PayloadType.Value), Is.EqualTo((byte[])[96, 108, 102, 114, 104, 98, 45]));

        var theirs = Samples.Answered(offer, policy: new() { CodecOrder = CodecOrder.Offered }).Session.Video();
        Assert.That(theirs.Codecs.Select(codec => codec.PayloadType.Value), Is.EqualTo((byte[])[96, 102, 104, 108, 114, 45, 98]));
    }

    // RFC 6184 §8.2.2: profile and mode must match; the level is ours with asymmetry, and the lower one without.
    [TestCase("level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e034", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f")]
    [TestCase("level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e00d", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f")]
    [TestCase("packetization-mode=1;profile-level-id=42e034", "packetization-mode=1;profile-level-id=42e01f")]
    [TestCase("packetization-mode=1;profile-level-id=42c00d", "packetization-mode=1;profile-level-id=42c00d")]
    [TestCase("profile-level-id=42801f;sprop-parameter-sets=Z0IAH5", "packetization-mode=0;profile-level-id=42801f")]
    [TestCase("packetization-mode=1;profile-level-id=64001f", null)]
    [TestCase("packetization-mode=2;profile-level-id=42e01f", null)]
    [TestCase("packetization-mode=1;profile-level-id=zz", null)]
    public void H264_is_answered_with_the_same_profile_and_mode(string offered, string? answered)
    {
        var text = Samples.Text("chromium-156-simulcast-vp8")
            .Replace("a=rtpmap:96 VP8/90000", $"a=rtpmap:96 H264/90000\r\na=fmtp:96 {offered}", StringComparison.Ordinal);
        var (answer, session) = Samples.Answered(Samples.Parsed(text), policy: new() { StartBitrate = null });
        Assert.That(session.Video().IsAccepted, Is.EqualTo(answered is not null));
        if (answered is not null)
            Assert.That(answer.Media[1].Attributes.First("fmtp"), Is.EqualTo($"96 {answered}"));
    }

    [Test]
    public void Red_is_taken_only_around_a_codec_that_is_taken()
    {
        var text = Samples.Text("chromium-156-audio-red-first").Replace("a=fmtp:63 111/111", "a=fmtp:63 111/0", StringComparison.Ordinal);
        Assert.That(Samples.Answered(Samples.Offer("chromium-156-audio-red-first")).Session.Audio().Codec(CodecName.Red), Is.Not.Null);
        Assert.That(Samples.Answered(Samples.Parsed(text)).Session.Audio().Codec(CodecName.Red), Is.Null);
    }

    [TestCase("send q;h;f", "recv q;h;f")]
    [TestCase("send q;~h;f", "recv q;~h;f")]
    [TestCase("send x,h;q", "recv h;q")]
    [TestCase("send q;q;q", "recv q")]
    [TestCase("send x;y", null)]
    [TestCase("recv q;h;f", null)]
    [TestCase("nonsense", null)]
    public void Simulcast_is_taken_as_far_as_it_is_described(string offered, string? answered)
    {
        var text = Samples.Text("chromium-156-simulcast-vp8").Replace("a=simulcast:send q;h;f", $"a=simulcast:{offered}", StringComparison.Ordinal);
        Assert.That(Samples.Answered(Samples.Parsed(text)).Answer.Media[1].Attributes.First("simulcast"), Is.EqualTo(answered));
    }

    [Test]
    public void Simulcast_is_bounded_by_the_policy_and_needs_its_header_extension()
    {
        var offer = Samples.Offer("chromium-156-simulcast-vp8");
        Assert.That(Samples.Answered(offer, policy: new() { MaxSimulcastLayers = 2 }).Session.Video().Simulcast, Has.Count.EqualTo(2));
        Assert.That(Samples.Answered(offer, policy: new() { MaxSimulcastLayers = 0 }).Session.Video().Simulcast, Is.Empty);
        Assert.That(Samples.Answered(offer, policy: new() { Extensions = [RtpExtensionKind.Mid] }).Session.Video().Simulcast, Is.Empty);
    }

    [Test]
    public void Restrictions_of_an_encoding_are_kept_but_for_codecs_not_taken()
    {
        var text = Samples.Text("chromium-156-simulcast-vp8").Replace("a=rid:h send", "a=rid:h send pt=96,118;max-width=640", StringComparison.Ordinal)
            .Replace("a=rid:f send", "a=rid:f send pt=118", StringComparison.Ordinal);
        var (answer, _) = Samples.Answered(Samples.Parsed(text));
        Assert.That(answer.Media[1].Attributes.All("rid"), Is.EqualTo(["q recv", "h recv pt=96;max-width=640"]));
    }

    [Test]
    public void Header_extensions_agreed_one_way_are_known_one_way()
    {
        var video = Samples.Answered(Samples.Offer("firefox-153-sendrecv"), Samples.ServerWithStreams).Session.Video();
        Assert.That(video.ReceiveExtensions.Has(RtpExtensionKind.PlayoutDelay), Is.False);
        Assert.That(video.SendExtensions.Has(RtpExtensionKind.PlayoutDelay), Is.True);
        Assert.That(video.ReceiveExtensions.Has(RtpExtensionKind.Mid) && video.SendExtensions.Has(RtpExtensionKind.Mid), Is.True);
    }

    [Test]
    public void Numbers_above_14_need_the_offerers_consent_to_mixed_forms()
    {
        var text = Samples.Text("chromium-156-simulcast-vp8").Replace("a=extmap:10 ", "a=extmap:16 ", StringComparison.Ordinal);
        Assert.That(Samples.Answered(Samples.Parsed(text)).Session.Video().Simulcast, Has.Count.EqualTo(3));

        text = text.Replace("a=extmap-allow-mixed\r\n", "", StringComparison.Ordinal);
        Assert.That(Samples.Answered(Samples.Parsed(text)).Session.Video().Simulcast, Is.Empty);
    }

    [Test]
    public void Limits_are_written_for_what_we_receive_and_read_for_what_we_send()
    {
        var (answer, _) = Samples.Answered(Samples.Offer("chromium-156-av1"), policy: new() { MaxVideoBitrate = Bitrate.Megabits(2.5) });
        Assert.That(answer.Media[1].Bandwidths.Select(bandwidth => bandwidth.ToString()), Is.EqualTo(["b=AS:2500", "b=TIAS:2500000"]));
        Assert.That(answer.Media[0].Bandwidths, Is.Empty);

        var text = Samples.Text("chromium-156-whep-recvonly").Replace("a=mid:1\r\n", "b=AS:900\r\na=mid:1\r\n", StringComparison.Ordinal);
        var (_, session) = Samples.Answered(Samples.Parsed(text), Samples.ServerWithStreams);
        Assert.That(session.Video().SendLimit, Is.EqualTo(Bitrate.Kilobits(900)));
    }

    [Test]
    public void A_publishing_endpoint_sends_nothing_back()
    {
        var (_, session) = Samples.Answered(
            Samples.Offer("chromium-156-sendrecv"), Samples.ServerWithStreams, new() { AllowedDirection = MediaDirection.Receive });
        Assert.That(session.Media.Select(media => media.Direction), Is.All.EqualTo(MediaDirection.Receive));
    }

    [Test]
    public void Sources_announced_without_rids_are_known_with_their_repairs_and_layers()
    {
        var text = Samples.Text("chromium-156-av1")
            + "a=ssrc-group:SIM 1 2\r\na=ssrc-group:FID 1 11\r\na=ssrc:1 cname:c\r\na=ssrc:11 cname:c\r\na=ssrc:2 cname:c\r\n";
        var video = Samples.Answered(Samples.Parsed(text)).Session.Video();
        Assert.That(video.SimulcastSsrcs, Is.EqualTo([new Ssrc(1), new Ssrc(2)]));
        Assert.That(video.RemoteStreams, Does.Contain(new RemoteStream(new(1), new(11), "c")).And.Contain(new RemoteStream(new(2), null, "c")));
    }
}
