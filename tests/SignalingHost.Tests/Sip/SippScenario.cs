using System.Globalization;
using System.Text;

namespace SignalingHost.Tests.Sip;

/// <summary>What SIPp is to say and to be told, step by step, as a scenario of its own language.</summary>
internal sealed class SippScenario
{
    private const string Sdp = """
        v=0
        o=sipp 1 {VERSION} IN IP4 [local_ip]
        s=-
        c=IN IP4 [local_ip]
        t=0 0
        m=audio {PORT} RTP/AVP 8{EVENTS}
        a=rtpmap:8 PCMA/8000
        {MAP}a={DIRECTION}
        """;

    private readonly StringBuilder _steps = new();
    private readonly string _user;
    private readonly string _from;
    private readonly int _mediaPort;
    private readonly bool _hasEvents;
    private readonly bool _isProxied;
    private int _sequence;
    private int _version;
    private int _checks;
    private int _lastInvite;
    private bool _tellsPort;

    private SippScenario(string user, string from, int mediaPort, bool hasEvents, bool isProxied) =>
        (_user, _from, _mediaPort, _hasEvents, _isProxied) = (user, from, mediaPort, hasEvents, isProxied);

    /// <summary>Of a caller; <paramref name="user"/> is what he dials.</summary>
    /// <remarks>Media port 0 is SIPp's own, from which it plays captured keys. Behind a proxy later requests follow its Record-Route.</remarks>
    public static SippScenario Calls(string user, string from = "sipp", int mediaPort = 6_000, bool hasEvents = true, bool isProxied = false) =>
        new(user, from, mediaPort, hasEvents, isProxied);

    /// <summary>Of somebody who is called.</summary>
    public static SippScenario IsCalled(int mediaPort = 6_000) => new("", "", mediaPort, hasEvents: true, isProxied: false);

    public SippScenario Invite(string direction = "sendrecv", string headers = "") =>
        Send("INVITE", headers + "Content-Type: application/sdp", Description(direction), isFirst: _sequence == 0);

    /// <summary>As an account, by the challenge that comes.</summary>
    public SippScenario InviteAs(string user, string password) => Send("INVITE", "Content-Type: application/sdp", Description("sendrecv"), isFirst: true)
        .Add("<recv response=\"100\" optional=\"true\"/>\n<recv response=\"401\" auth=\"true\"/>").Ack()
        .Send("INVITE", $"[authentication username={user} password={password}]\nContent-Type: application/sdp", Description("sendrecv"), isFirst: true);

    public SippScenario InviteWithoutOffer() => Send("INVITE", "", "", isFirst: true);

    public SippScenario Ack() => Send("ACK", "", "");

    public SippScenario AckWithAnswer() => Send("ACK", "Content-Type: application/sdp", Description("sendrecv"));

    public SippScenario Info(char key) => Send("INFO", "Content-Type: application/dtmf-relay", $"Signal={key}\r\nDuration=160\r\n").Answered(200);

    public SippScenario PlainInfo(char key) => Send("INFO", "Content-Type: application/dtmf", $"{key}").Answered(200);

    public SippScenario Keys(string keys)
    {
        foreach (var key in keys)
            Info(key);
        return this;
    }

    public SippScenario Update() => Send("UPDATE", "Supported: timer\r\nSession-Expires: 90;refresher=uac", "");

    public SippScenario Refer(string target) => Send("REFER", $"Refer-To: <{target}>", "");

    public SippScenario Bye() => Send("BYE", "", "").Answered(200);

    /// <summary>Any provisional response may come before; the answer must have that text in it.</summary>
    public SippScenario Answered(int status, string? with = null)
    {
        foreach (var provisional in status > 199 ? new[] { 100, 180, 183 } : [])
            Add($"<recv response=\"{provisional}\" optional=\"true\"/>");
        if (with is null)
            return Add($"<recv response=\"{status}\"{(_isProxied && _sequence > 1 ? "" : " rrs=\"true\"")}/>");

        _checks++;
        return Add($"<recv response=\"{status}\" rrs=\"true\"><action><ereg regexp=\"{with}\" search_in=\"msg\" check_it=\"true\" assign_to=\"{_checks}\"/></action></recv>");
    }

    /// <summary>Writes the port of the sound that the message before names into a file, for whoever speaks in SIPp's place.</summary>
    public SippScenario TellsPort(string path)
    {
        const string end = "/>\n";
        var at = _steps.ToString().LastIndexOf(end, StringComparison.Ordinal);
        _steps.Remove(at, end.Length).Append(
            $"><action><ereg regexp=\"m=audio ([0-9]+)\" search_in=\"body\" check_it=\"true\" assign_to=\"80,81\"/><exec command=\"echo [$81] > {path}\"/></action></recv>\n");
        _tellsPort = true;
        return this;
    }

    /// <summary>The keys as SIPp has them captured, each with a clock of its own.</summary>
    public SippScenario PlayKeys(string keys)
    {
        foreach (var key in keys)
        {
            var name = key switch { '#' => "pound", '*' => "star", _ => $"{key}" };
            Add($"<nop><action><exec play_pcap_audio=\"/usr/share/sip-tester/dtmf_2833_{name}.pcap\"/></action></nop>").Pause(1_350);
        }

        return this;
    }

    /// <summary>The request must have that text in it.</summary>
    public SippScenario Await(string request, string? with = null)
    {
        if (with is null)
            return Add($"<recv request=\"{request}\"/>");

        _checks++;
        return Add($"<recv request=\"{request}\"><action><ereg regexp=\"{with}\" search_in=\"msg\" check_it=\"true\" assign_to=\"{_checks}\"/></action></recv>");
    }

    /// <summary>To the request that came last.</summary>
    public SippScenario Reply(int status, bool hasSdp = false, string tag = "b", bool recordsRoute = false) => Add($"""
        <send{(status > 199 && hasSdp ? " retrans=\"500\"" : "")}>
          <![CDATA[
            SIP/2.0 {status} Said
            [last_Via:]
            [last_From:]
            [last_To:];tag={tag}[call_number]
            [last_Call-ID:]
            [last_CSeq:]
            {(recordsRoute ? "[last_Record-Route:]\n" : "")}Contact: <sip:[local_ip]:[local_port]>
            {(hasSdp ? "Content-Type: application/sdp\n" : "")}Content-Length: [len]

            {(hasSdp ? Description("sendrecv") : "")}
          ]]>
        </send>
        """);

    /// <summary>Keeps what the INVITE began with, for <see cref="ReplyToInvite"/>.</summary>
    public SippScenario AwaitInviteAndKeep() => Add("""
        <recv request="INVITE">
          <action>
            <ereg regexp=".*" search_in="hdr" header="Via:" assign_to="91"/>
            <ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="92"/>
          </action>
        </recv>
        """);

    public SippScenario ReplyToInvite(int status, string tag, bool hasSdp = false, string headers = "") => Add($"""
        <send{(status > 199 ? " retrans=\"500\"" : "")}>
          <![CDATA[
            SIP/2.0 {status} Said
            Via:[$91]
            [last_From:]
            [last_To:];tag={tag}[call_number]
            [last_Call-ID:]
            CSeq:[$92]
            Contact: <sip:[local_ip]:[local_port]>
            {headers}{(hasSdp ? "Content-Type: application/sdp\n" : "")}Content-Length: [len]

            {(hasSdp ? Description("sendrecv") : "")}
          ]]>
        </send>
        """);

    public SippScenario Pause(int milliseconds) => Add($"<pause milliseconds=\"{milliseconds.ToString(CultureInfo.InvariantCulture)}\"/>");

    public override string ToString()
    {
        var checks = string.Join(',', Enumerable.Range(1, _checks).Concat(_tellsPort ? [80] : []));
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scenario name=\"steps\">\n{_steps}{(checks.Length > 0 ? $"<Reference variables=\"{checks}\"/>\n" : "")}</scenario>\n";
    }

    private string Description(string direction) => Sdp.Replace("{VERSION}", $"{++_version}", StringComparison.Ordinal)
        .Replace("{PORT}", _mediaPort == 0 ? "[media_port]" : _mediaPort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{EVENTS}", _hasEvents ? " 101" : "", StringComparison.Ordinal)
        .Replace("{MAP}", _hasEvents ? "a=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\n" : "", StringComparison.Ordinal)
        .Replace("{DIRECTION}", direction, StringComparison.Ordinal);

    private SippScenario Send(string method, string headers, string body, bool isFirst = false)
    {
        var sequence = method == "ACK" ? _lastInvite : ++_sequence;
        if (method == "INVITE")
            _lastInvite = sequence;
        return Add($"""
            <send{(method == "ACK" ? "" : " retrans=\"500\"")}>
              <![CDATA[
                {method} {(_isProxied && !isFirst ? "[next_url]" : $"sip:{_user}@[remote_ip]:[remote_port]")} SIP/2.0
                Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport
                {(_isProxied && !isFirst ? "[routes]\n" : "")}From: "Sipp" <sip:{_from}@[local_ip]>;tag=[pid]a[call_number]
                To: <sip:{_user}@[remote_ip]>{(isFirst ? "" : "[peer_tag_param]")}
                Call-ID: [call_id]
                CSeq: {sequence} {method}
                Contact: <sip:{_from}@[local_ip]:[local_port]>
                Max-Forwards: 70
                {headers}{(headers.Length > 0 ? "\n" : "")}Content-Length: [len]

                {body}
              ]]>
            </send>
            """);
    }

    private SippScenario Add(string step)
    {
        _steps.Append(step).Append('\n');
        return this;
    }
}
