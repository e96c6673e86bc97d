using System.Text;
using Protocols.Sip;

namespace Protocols.Tests.Sip;

/// <summary>The messages of RFC 4475 that try what a parser can take, under the names that the RFC gives them.</summary>
public sealed class TortureTests
{
    [Test]
    public void Wsinv_a_short_tortuous_INVITE_is_read()
    {
        var text = """
            INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
            TO :
             sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
            from   : "J Rosenberg \\\""       <sip:jdrosen@example.com>
              ;
              tag = 98asjd8
            MaX-fOrWaRdS: 0068
            Call-ID: wsinv.ndaksdj@192.0.2.1
            Content-Length   : 8
            cseq: 0009
              INVITE
            Via  : SIP  /   2.0
             /UDP
                192.0.2.2;branch=390skdjuw
            s :
            NewFangledHeader:   newfangled value
             continued newfangled value
            UnknownHeaderWithUnusualValue: ;;,,;;,;
            Content-Type: application/sdp
            Route:
             <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
            v:  SIP  / 2.0  / TCP     spindle.example.com   ;
              branch  =   z9hG4bK9ikj8  ,
             SIP  /    2.0   / UDP  192.168.255.111   ; branch=
             z9hG4bK30239
            m:"Quoted string \"\"" <sip:jdrosen@example.com> ; newparam =
                  newvalue ;
              secondparam ; q = 0.33

            v=0
            o=m
            """;
        Assert.That(SipSamples.Parse(SipSamples.Crlf(text), out var message), Is.EqualTo(SipRefusal.None));

        Assert.That(SipSamples.Text(message.ToTag), Is.EqualTo("1918181833n"));
        Assert.That(SipSamples.Text(message.FromTag), Is.EqualTo("98asjd8"));
        Assert.That(message.TryAddress(SipHeader.From, out var from) ? from.DisplayText : "", Is.EqualTo("J Rosenberg \\\""));
        Assert.That((message.CSeq, message.MaxForwards), Is.EqualTo((9u, 68)));
        Assert.That(SipSamples.Text(message.Via.Host), Is.EqualTo("192.0.2.2"));
        Assert.That((message.Via.IsUnique, message.HasMoreVias), Is.EqualTo((false, true)));
        Assert.That(message.TryAddress(SipHeader.Contact, out var contact), Is.True);
        Assert.That(contact.TryParameter("q"u8, out var q) ? SipSamples.Text(q) : "", Is.EqualTo("0.33"));
        Assert.That(contact.TryParameter("newparam"u8, out var newParam) ? SipSamples.Text(newParam) : "", Is.EqualTo("newvalue"));
        Assert.That(SipSamples.Text(message.Body), Is.EqualTo("v=0\r\no=m"));

        var branches = new List<string>();
        foreach (var via in message.Elements(SipHeader.Via))
        {
            Assert.That(SipVia.TryParse(via, out var parsed, out _), Is.True);
            branches.Add(SipSamples.Text(parsed.Branch));
        }

        Assert.That(branches, Is.EqualTo(new[] { "390skdjuw", "z9hG4bK9ikj8", "z9hG4bK30239" }));
    }

    [Test]
    public void Intmeth_every_character_that_may_stand_somewhere_may_stand_there()
    {
        var text = """
            !interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0
            Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~
            To: "BEL: NUL: DEL:" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>
            From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="работающий";tag=_token~1'+`*%!-.
            Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\/"][?}{
            CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~
            Max-Forwards: 255
            extensionHeader-!.%*+_`'~:大停電
            Content-Length: 0


            """;
        Assert.That(SipSamples.Parse(SipSamples.Crlf(text), out var message), Is.EqualTo(SipRefusal.None));

        Assert.That(message.Method, Is.EqualTo(SipMethod.Other));
        Assert.That(SipSamples.Text(message.FromTag), Is.EqualTo("_token~1'+`*%!-."));
        Assert.That(SipUri.TryParse(message.RequestUri, out var uri), Is.True);
        Assert.That(uri.HostText, Is.EqualTo("example.com"));
        Assert.That(message.TryFind("extensionheader-!.%*+_`'~"u8, out var extension) ? SipSamples.Text(extension) : "", Is.EqualTo("大停電"));
    }

    [Test]
    public void Esc01_and_escnull_escapes_in_addresses_are_undone_when_asked_for()
    {
        Assert.That(SipUri.TryParse("sip:sips%3Auser%40example.com@example.net"u8, out var escaped), Is.True);
        Assert.That((escaped.UserText, escaped.HostText), Is.EqualTo(("sips:user@example.com", "example.net")));

        Assert.That(SipUri.TryParse("sip:null-%00-null@example.com"u8, out var withNull), Is.True);
        Assert.That(withNull.UserText, Is.EqualTo("null-\0-null"));
    }

    [Test]
    public void Esc02_an_escape_in_a_method_stands_for_itself()
    {
        var text = SipSamples.Plain("RE%47IST%45R sip:registrar.example.com SIP/2.0", "OPTIONS", "RE%47IST%45R");

        Assert.That(SipSamples.Parse(text, out var message), Is.EqualTo(SipRefusal.None));
        Assert.That(message.Method, Is.EqualTo(SipMethod.Other));
    }

    [Test]
    public void Lwsdisp_a_name_may_touch_its_address()
    {
        Assert.That(NameAddress.TryParse("caller<sip:caller@example.com>;tag=323"u8, out var address), Is.True);
        Assert.That((address.DisplayText, SipSamples.Text(address.Tag)), Is.EqualTo(("caller", "323")));
    }

    [Test]
    public void Longreq_long_values_are_read_whole()
    {
        var text = new StringBuilder("INVITE sip:user@example.com SIP/2.0\n");
        text.Append("To: \"I have a user name of ").Append(Many("extreme ", 40)).Append("proportion\"<sip:user@example.com:6000;unknownparam1=very")
            .Append(Many("long", 20)).Append("value>\n");
        text.Append("F: sip:").Append(Many("amazinglylongcallername", 5)).Append("@example.net;tag=12").Append(Many("982", 50)).Append("424\n");
        text.Append("Call-ID: longreq.one").Append(Many("really", 20)).Append("longcallid\nCSeq: 3882340 INVITE\n");
        for (var i = 0; i < 33; i++)
            text.Append($"v: SIP/2.0/TCP sip{33 - i}.example.com;branch=z9hG4bK{i}{(i == 0 ? ";" + "unknownparam" : "")}\n");
        text.Append("Content-Length: 0\n\n");

        Assert.That(SipSamples.Parse(SipSamples.Crlf(text.ToString()), out var message), Is.EqualTo(SipRefusal.None));
        Assert.That(message.FromTag.Length, Is.EqualTo(155));
    }

    [Test]
    public void Dblreq_what_follows_the_stated_length_in_a_datagram_is_not_read()
    {
        var first = SipSamples.Plain("REGISTER sip:example.com SIP/2.0", "OPTIONS", "REGISTER");

        Assert.That(SipSamples.Parse([.. first, .. SipSamples.Crlf("INVITE sip:joe@example.com SIP/2.0\nvia: SIP/2.0/UDP x\n")], out var message), Is.EqualTo(SipRefusal.None));
        Assert.That((message.Method, message.Body.Length), Is.EqualTo((SipMethod.Register, 0)));
    }

    [Test]
    public void Semiuri_a_semicolon_before_the_at_sign_is_the_users()
    {
        Assert.That(SipUri.TryParse("sip:user;par=u%40example.net@example.com"u8, out var uri), Is.True);
        Assert.That((uri.UserText, uri.HostText), Is.EqualTo(("user;par=u@example.net", "example.com")));
    }

    [TestCase("UDP")]
    [TestCase("SCTP")]
    [TestCase("TLS")]
    [TestCase("UNKNOWN")]
    [TestCase("TCP")]
    public void Transports_a_Via_may_name_any(string transport)
    {
        Assert.That(SipVia.TryParse(Encoding.ASCII.GetBytes($"SIP/2.0/{transport} t1.example.com;branch=z9hG4bKkdjuw"), out var via, out _), Is.True);
        Assert.That(SipSamples.Text(via.Transport), Is.EqualTo(transport));
    }

    [Test]
    public void Mpart01_the_SDP_is_found_beside_a_binary_part()
    {
        var text = """
            INVITE sip:kumiko@example.org SIP/2.0
            Via: SIP/2.0/TCP 127.0.0.1:5070;branch=z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-;rport
            From: <sip:fluffy@example.com>;tag=2fb0dcc9
            To: <sip:kumiko@example.org>
            Call-ID: 3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..
            CSeq: 1 INVITE
            Content-Type: multipart/mixed;boundary=7a9cbec02ceef655

            preamble --7a9cbec02ceef655 in a line
            --7a9cbec02ceef655
            Content-Type: text/plain
            Content-Transfer-Encoding: binary

            Hello
            --7a9cbec02ceef655
            Content-Type: application/sdp
            Content-Disposition: session;handling=required

            v=0
            s=-
            --7a9cbec02ceef655
            Content-Type: application/octet-stream

            """;
        var wire = SipSamples.Crlf(text).Concat(new byte[] { 0, 1, 2, 0xFF, 13, 10 }).Concat("--7a9cbec02ceef655--\r\n"u8.ToArray()).ToArray();

        Assert.That(SipSamples.Parse(wire, out var message), Is.EqualTo(SipRefusal.None));
        Assert.That(SipBody.TryFindSdp(message, out var sdp), Is.True);
        Assert.That(SipSamples.Text(sdp), Is.EqualTo("v=0\r\ns=-"));
        Assert.That(SipBody.TryFind(message, "application/pkcs7-mime"u8, out _), Is.False);
    }

    [TestCase("SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое", 200, TestName = "Unreason_a_reason_may_be_in_any_script")]
    [TestCase("SIP/2.0 100 ", 100, TestName = "Noreason_a_reason_may_be_empty")]
    [TestCase("SIP/2.0 180", 180, TestName = "Nor_need_there_be_a_blank_before_no_reason")]
    public void Status_lines_are_read(string line, int status)
    {
        Assert.That(SipSamples.Parse(SipSamples.Plain(line), out var message), Is.EqualTo(SipRefusal.None));
        Assert.That((message.IsRequest, message.Status, message.Method), Is.EqualTo((false, status, SipMethod.Options)));
    }

    [TestCase("SIP/2.0 4294967301 better not break the receiver", TestName = "Bigcode_a_response_with_an_absurd_code_is_dropped")]
    [TestCase("SIP/2.0 99 Too Small", TestName = "A_response_with_a_small_code_is_dropped")]
    [TestCase("SIP/3.0 200 OK", TestName = "A_response_of_another_version_is_dropped")]
    public void Bad_status_lines_are_dropped(string line)
    {
        var refusal = SipSamples.Parse(SipSamples.Plain(line), out _);
        Assert.That((refusal, refusal.Status()), Is.EqualTo((SipRefusal.BadStatusLine, 0)));
    }

    [Test]
    public void Scalarlg_a_response_with_an_overlarge_sequence_is_not_taken()
    {
        var text = SipSamples.Plain("SIP/2.0 503 Service Unavailable", "8 OPTIONS", "9292394834772304023312 OPTIONS");
        Assert.That(SipSamples.Parse(text, out _), Is.EqualTo(SipRefusal.BadCSeq));
    }

    [TestCase("sip:user@example.com", "Content-Length: 0", "Content-Length: 9999", SipRefusal.BodyTruncated, TestName = "Clerr_a_body_shorter_than_its_length")]
    [TestCase("sip:user@example.com", "Content-Length: 0", "Content-Length: -999", SipRefusal.BadContentLength, TestName = "Ncl_a_negative_length")]
    [TestCase("sip:user@example.com", "Content-Length: 0", "Content-Length: 13\nContent-Length: 5", SipRefusal.RepeatedHeader, TestName = "Mcl01_two_lengths")]
    [TestCase("sip:user@example.com", "8 OPTIONS", "36893488147419103232 OPTIONS", SipRefusal.BadCSeq, TestName = "Scalar02_an_overlarge_sequence")]
    [TestCase("sip:user@example.com", "Max-Forwards: 70", "Max-Forwards: 300", SipRefusal.BadMaxForwards, TestName = "Scalar02_too_many_hops")]
    [TestCase("sip:user@example.com", "<sip:user@example.com>", "\"Mr. J. User <sip:j.user@example.com>", SipRefusal.BadTo, TestName = "Quotbal_a_quote_that_does_not_end")]
    [TestCase("<sip:user@example.com>", "", "", SipRefusal.BadRequestUri, TestName = "Ltgtruri_brackets_round_the_request_URI")]
    [TestCase("sip:user@example.com; lr", "", "", SipRefusal.BadRequestLine, TestName = "Lwsruri_a_blank_in_the_request_URI")]
    [TestCase(" sip:user@example.com ", "", "", SipRefusal.BadRequestLine, TestName = "Lwsstart_blanks_round_the_request_URI")]
    [TestCase("sip:user@example.com?Route=%3Csip:example.com%3E", "", "", SipRefusal.BadRequestUri, TestName = "Escruri_headers_in_the_request_URI")]
    [TestCase("sip:user@example.com", "z9hG4bKplain", "z9hG4bKplain;;,;,,", SipRefusal.BadVia, TestName = "Badinv01_separators_that_separate_nothing")]
    [TestCase("sip:user@example.com", "OPTIONS\n", "INVITE\n", SipRefusal.MethodMismatch, TestName = "Mismatch01_two_methods")]
    [TestCase("sip:user@example.com", "Call-ID: plain", "To: <sip:x@example.com>\nCall-ID: plain", SipRefusal.RepeatedHeader, TestName = "Multi01_two_of_what_may_stand_once")]
    [TestCase("sip:user@example.com", "Call-ID: plain.0ha0isndaksdj\n", "", SipRefusal.NoCallId, TestName = "Insuf_no_Call_ID")]
    [TestCase("sip:user@example.com", "<sip:user@example.com>", "sip:user@example.com?Route=%3Csip:sip.example.com%3E", SipRefusal.BadTo, TestName = "Regbadct_headers_without_brackets")]
    [TestCase("sip:2001:db8::10", "", "", SipRefusal.BadRequestUri, TestName = "RFC_5118_an_IPv6_address_without_brackets")]
    public void What_cannot_be_meant_is_answered_with_400(string uri, string replace, string with, SipRefusal expected)
    {
        var refusal = SipSamples.Parse(SipSamples.Plain($"OPTIONS {uri} SIP/2.0", replace, with), out var message);

        Assert.That((refusal, refusal.Status()), Is.EqualTo((expected, 400)));
        Assert.That(message.IsRequest && message.Has(SipHeader.Via) && message.Has(SipHeader.CSeq), Is.True, "it can be answered");
    }

    [Test]
    public void Badvers_another_version_is_answered_with_505()
    {
        var refusal = SipSamples.Parse(SipSamples.Plain("OPTIONS sip:t.watson@example.org SIP/7.0"), out var message);
        Assert.That((refusal, refusal.Status(), message.IsRequest), Is.EqualTo((SipRefusal.UnknownVersion, 505, true)));
    }

    [TestCase("nobodyKnowsThisScheme:totallyopaquecontent", TestName = "Unkscm_a_scheme_that_nobody_knows")]
    [TestCase("soap.beep://192.0.2.103:3002", TestName = "Novelsc_a_scheme_that_is_not_ours")]
    public void Other_schemes_are_well_formed_and_for_somebody_else(string uri)
    {
        Assert.That(SipSamples.Parse(SipSamples.Plain($"OPTIONS {uri} SIP/2.0"), out var message), Is.EqualTo(SipRefusal.None));
        Assert.That(SipUri.TryParse(message.RequestUri, out var parsed), Is.True);
        Assert.That(parsed.Scheme, Is.EqualTo(SipScheme.Other));
    }

    [TestCase("OPTIONS sip:remote-target@example.com SIP/2.0  ", "", "", TestName = "Trws_blanks_behind_the_request_line")]
    [TestCase("OPTIONS sip:user@example.com SIP/2.0", "Max-Forwards: 70", "Date: Fri, 01 Jan 2010 16:00:00 EST", TestName = "Baddate_a_date_that_nobody_reads")]
    [TestCase("OPTIONS sip:user@example.com SIP/2.0", "To: <sip:user@example.com>", "To: \"Watson, Thomas\" < sip:t.watson@example.org >", TestName = "Badaspec_blanks_inside_the_brackets")]
    [TestCase("OPTIONS sip:user@example.com SIP/2.0", "From: <sip:caller@example.net>", "From: Bell, Alexander <sip:a.g.bell@example.com>", TestName = "Baddn_a_name_that_wants_quotes")]
    [TestCase("OPTIONS sip:user@example.com SIP/2.0", "z9hG4bKplain", "z9hG4bK", TestName = "Badbranch_the_cookie_alone")]
    [TestCase("OPTIONS sip:user@example.com SIP/2.0", ";branch=z9hG4bKplain", "", TestName = "Inv2543_no_branch")]
    [TestCase("OPTIONS sip:user@example.com SIP/2.0", ";tag=33242", "", TestName = "Inv2543_no_tag")]
    [TestCase("OPTIONS sip:user@example.com SIP/2.0", "Max-Forwards: 70", "Max-Forwards: 0", TestName = "Zeromf_no_hops_left_and_none_needed")]
    [TestCase("OPTIONS sip:user@example.com SIP/2.0", "Max-Forwards: 70", "this line names nothing", TestName = "A_line_that_names_nothing")]
    [TestCase("OPTIONS sip:user@example.com SIP/2.0", "Call-ID", "I", TestName = "A_compact_name")]
    public void What_can_be_meant_is_taken(string line, string replace, string with)
    {
        Assert.That(SipSamples.Parse(SipSamples.Plain(line, replace, with), out _), Is.EqualTo(SipRefusal.None));
    }

    [TestCase("sip:[2001:db8::10]", "2001:db8::10", 0)]
    [TestCase("sip:[2001:db8::10:5070]", "2001:db8::10:5070", 0)]
    [TestCase("sip:user@[2001:db8::10]:5070;transport=tls", "2001:db8::10", 5070)]
    [TestCase("sip:[::ffff:192.0.2.1]", "::ffff:192.0.2.1", 0)]
    public void RFC_5118_IPv6_addresses_stand_in_brackets(string text, string host, int port)
    {
        Assert.That(SipUri.TryParse(Encoding.ASCII.GetBytes(text), out var uri), Is.True);
        Assert.That((uri.HostText, (int)uri.Port), Is.EqualTo((host, port)));
    }

    [TestCase("SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111")]
    [TestCase("SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9hG4bKas3-111")]
    [TestCase("SIP/2.0/UDP [2001:db8::9:1]:19823;branch=z9hG4bKas3-111")]
    public void RFC_5118_a_Via_has_IPv6_addresses_with_and_without_brackets(string text)
    {
        Assert.That(SipVia.TryParse(Encoding.ASCII.GetBytes(text), out var via, out _), Is.True);
        Assert.That((SipSamples.Text(via.Host), SipSamples.Text(via.Branch)), Is.EqualTo(("2001:db8::9:1", "z9hG4bKas3-111")));
    }

    private static string Many(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
