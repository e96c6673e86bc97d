using Protocols.Sdp;

namespace Protocols.Tests.Sdp;

public sealed class SessionDescriptionTests
{
    // What a room system says: plain and SDES-protected RTP, a camera and a second picture for slides, limits both ways.
    private const string RoomSystem = """
        v=0
        o=room 2890844526 2890844527 IN IP4 192.0.2.10
        s=call
        c=IN IP4 192.0.2.10
        b=CT:4000
        t=0 0
        m=audio 20000 RTP/SAVP 9 8 0 101
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-15
        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4
        a=ptime:20
        m=video 20002 RTP/AVP 97 34
        b=TIAS:1920000
        a=rtpmap:97 H264/90000
        a=fmtp:97 profile-level-id=428014;max-mbps=108000;max-fs=3600
        a=rtcp-fb:* nack pli
        a=rtcp-fb:* ccm fir
        a=content:main
        a=label:11
        a=sendrecv
        m=video 20004/2 RTP/AVP 97
        a=rtpmap:97 H264/90000
        a=content:slides
        a=recvonly
        m=application 20006 UDP/BFCP *
        a=floorctrl:c-s
        a=confid:1
        """;

    [Test]
    public void A_room_systems_description_is_understood()
    {
        var session = Samples.Parsed(RoomSystem);

        Assert.That(session.Origin.UserName, Is.EqualTo("room"));
        Assert.That(session.Media, Has.Count.EqualTo(4));
        Assert.That(session.ConnectionOf(session.Media[0])!.Value.Address, Is.EqualTo("192.0.2.10"));

        var audio = session.Media[0];
        Assert.That(audio.ReadCodecs().Select(codec => codec.Name), Is.EqualTo([CodecName.G722, CodecName.Pcma, CodecName.Pcmu, CodecName.TelephoneEvent]));
        Assert.That(audio.Cryptos.Single().Suite, Is.EqualTo("AES_CM_128_HMAC_SHA1_80"));
        Assert.That(audio.PacketTime, Is.EqualTo(20));

        var camera = session.Media[1];
        Assert.That(camera.BandwidthOf("TIAS"), Is.EqualTo(new Bitrate(1_920_000)));
        Assert.That(camera.Contents, Is.EqualTo(["main"]));
        Assert.That(camera.ReadCodecs()[0].Feedback, Is.EqualTo(RtcpFeedbackKinds.NackPli | RtcpFeedbackKinds.CcmFir));
        Assert.That(camera.ReadCodecs()[0].Format.Number("max-fs"), Is.EqualTo(3600));
        Assert.That(camera.ReadCodecs()[1].EncodingName, Is.EqualTo("H263"));

        var slides = session.Media[2];
        Assert.That(session.DirectionOf(slides), Is.EqualTo(MediaDirection.Receive));
        Assert.That(slides.PortCount, Is.EqualTo(2));
        Assert.That(session.Media[3].Formats, Is.EqualTo(["*"]));
    }

    [Test]
    public void A_key_in_the_description_does_not_reach_a_log()
    {
        var crypto = Samples.Parsed(RoomSystem).Media[0].Cryptos.Single();
        Assert.That(crypto.ToString(), Does.Not.Contain("WVNf"));
        Assert.That(crypto.ToAttributeValue(), Does.EndWith("|2^20|1:4"));
    }

    [Test]
    public void Writing_puts_the_lines_in_the_order_of_the_rfc()
    {
        var session = Samples.Parsed("a=x\nt=0 0\ns=-\nb=AS:1\no=- 1 1 IN IP4 192.0.2.1\nk=prompt\ni=about\nv=0\nm=audio 9 RTP/AVP 0\na=y:\nk=clear:1\nb=AS:2\nc=IN IP4 192.0.2.1\ni=voice\n");
        Assert.That(session.ToString(), Is.EqualTo(
            "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\ni=about\r\nb=AS:1\r\nt=0 0\r\nk=prompt\r\na=x\r\n"
            + "m=audio 9 RTP/AVP 0\r\ni=voice\r\nc=IN IP4 192.0.2.1\r\nb=AS:2\r\nk=clear:1\r\na=y:\r\n"));
    }

    [TestCase("v=0\r\ns=-\r\n")]
    [TestCase("v=0\ns=-\n")]
    [TestCase("v=0\n\ns=-")]
    [TestCase("v=0  \ns= \n\n\n")]
    public void Line_ends_and_empty_lines_do_not_matter(string text) =>
        Assert.That(Samples.Parsed(text).ToString(), Is.EqualTo("v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"));

    [TestCase("", "there is no v=0 line")]
    [TestCase("hello", "line 1: is not of the form x=value")]
    [TestCase("v=1\n", "line 1: the version of SDP is 0")]
    [TestCase("v=0\n\nA=x\n", "line 3: is not of the form x=value")]
    [TestCase("v=0\na=x\u0000y\n", "line 2: holds a control character")]
    [TestCase("v=0\na=x\ra=y\n", "line 2: holds a control character")]
    [TestCase("v=0\no=- 1 1\n", "line 2: o= has six fields")]
    [TestCase("v=0\nm=audio 9 RTP/AVP\n", "line 2: m= has a medium, a port, a protocol and at least one format")]
    [TestCase("v=0\nm=audio 65536 RTP/AVP 0\n", "line 2: '65536' is not a port")]
    [TestCase("v=0\nm=audio -1 RTP/AVP 0\n", "line 2: '-1' is not a port")]
    [TestCase("v=0\nm=audio 9/x RTP/AVP 0\n", "line 2: '9/x' is not a port")]
    [TestCase("v=0\nm=audio 9 RTP/AVP 0\nt=0 0\n", "line 3: t= belongs before the first media section")]
    [TestCase("v=0\nc=IN IP4\n", "line 2: c= has a network, an address type and an address")]
    [TestCase("v=0\na=:x\n", "line 2: a= has a name without spaces")]
    public void An_error_names_the_line_and_what_is_wrong(string text, string expected)
    {
        Assert.That(SessionDescription.TryParse(text, out var description, out var error), Is.False);
        Assert.That(error, Is.EqualTo(expected));
        Assert.That(description, Is.Null);
    }

    [Test]
    public void Size_is_bounded()
    {
        Assert.That(Error("v=0\n" + new string('a', 300_000)), Does.Contain("longer than 262144"));
        Assert.That(Error("v=0\n" + string.Concat(Enumerable.Repeat("a=x\n", 20_000))), Does.Contain("more than 12000 lines"));
        Assert.That(Error("v=0\n" + string.Concat(Enumerable.Repeat("m=audio 9 X 0\n", 129))), Does.Contain("more than 128 media sections"));
        Assert.That(Error("v=0\nm=audio 9 X" + string.Concat(Enumerable.Repeat(" 0", 129))), Does.Contain("more than 128 formats"));
    }

    [Test]
    public void A_direction_said_for_the_session_holds_for_sections_that_say_none()
    {
        var session = Samples.Parsed("v=0\na=sendonly\nm=audio 9 X 0\nm=audio 9 X 0\na=inactive\n");
        Assert.That(session.Media.Select(session.DirectionOf), Is.EqualTo([MediaDirection.Send, MediaDirection.Inactive]));
    }

    private static string Error(string text)
    {
        Assert.That(SessionDescription.TryParse(text, out _, out var error), Is.False);
        return error;
    }
}
