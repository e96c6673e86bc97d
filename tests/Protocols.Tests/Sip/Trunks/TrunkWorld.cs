using System.Net;
using Protocols.Sip;
using Protocols.Sip.Calls;
using Protocols.Sip.Digest;
using Protocols.Sip.Registrar;
using Protocols.Sip.Transactions;
using Protocols.Sip.Trunks;

namespace Protocols.Tests.Sip.Trunks;

/// <summary>
/// A server with trunks, and operators that answer as a test has them: by the request's method and the server's address. All that is sent
/// is kept as text; the clock is a variable.
/// </summary>
internal sealed class TrunkWorld : ISipCallOutput, ISipAccounts, ITrunkOutput, IRandomBytes
{
    public const string Realm = "meeting.local";

    private readonly Random _random = new(11);
    private readonly PriorityQueue<byte[], long> _inFlight = new();
    private readonly Dictionary<string, SipFlow> _from = new(StringComparer.Ordinal);
    private long _lastCall = -1;
    private int _arrivals;

    public TrunkWorld(params SipTrunk[] trunks)
        : this(letsGuestsIn: true, trunks)
    {
    }

    public TrunkWorld(bool letsGuestsIn, params SipTrunk[] trunks)
    {
        Trunks = new(trunks, new(), this, this);
        User = new(new() { Host = "192.0.2.9" }, this, this, new TrunkDoor(Trunks, new NoTerminals(), this, Realm, letsGuestsIn, this));
        foreach (var trunk in trunks)
        {
            foreach (var host in trunk.Hosts)
                Trunks.Locate(trunk, host, [TransportAddress.From(IPAddress.Parse(host.Name), host.Port)], Now);
        }
    }

    public Instant Now { get; private set; } = Instant.Zero + TimeSpan.FromHours(1);

    public SipTrunks Trunks { get; }

    public SipUserAgent User { get; }

    /// <summary>What was sent, as "192.0.2.101 OPTIONS".</summary>
    public List<string> Wire { get; } = [];

    public List<string> Texts { get; } = [];

    public List<string> Told { get; } = [];

    /// <summary>What was told of the registration with a trunk of that name.</summary>
    public List<string> ToldOfA => [.. Told.Where(line => line.StartsWith("a ", StringComparison.Ordinal))];

    public List<SipEvent> Events { get; } = [];

    public List<string> Responses { get; } = [];

    /// <summary>What an operator's server answers to a request: a status, with header lines behind it; empty: nothing.</summary>
    public Func<string, string, string> Operator { get; set; } = (_, _) => "200";

    public Dictionary<string, int> Wrong { get; } = [];

    public static SipTrunk Trunk(string name, params string[] hosts) => new()
    {
        Name = name,
        Hosts = [.. hosts.Select(text => TrunkHost.TryParse(text, out var host) ? host! : throw new ArgumentException(text))],
        Number = "+8657128736000",
    };

    public static DialledNumber Number(string text) => DialledNumber.TryParse(text, out var number) ? number : throw new ArgumentException(text);

    public TrunkWorld Serve()
    {
        Trunks.Serve(User, Now);
        return this;
    }

    public void Run(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        for (var turns = 0; turns < 200_000; turns++)
        {
            var arrival = _inFlight.TryPeek(out _, out var ticks) ? new Instant(ticks) : Instant.Never;
            var next = Instant.Earlier(arrival, User.NextDeadline);
            if (next > end)
            {
                Now = end;
                return;
            }

            Now = Instant.Later(Now, next);
            if (arrival <= Now)
            {
                var bytes = _inFlight.Dequeue();
                User.Receive(bytes, SipFraming.Datagram, FlowOf(bytes), Now);
            }
            else
            {
                User.Advance(Now);
            }
        }

        Assert.Fail("the world does not come to rest");
    }

    public int Count(string words) => Wire.Count(line => line == words);

    public string Last(string start) => Texts.Last(text => text.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Calls a number, going on to further ways as the owner of calls does; gives the servers that were tried.</summary>
    public List<string> Call(string number, CallerIdentity? caller = null, double within = 60)
    {
        var tried = new List<string>();
        var dialling = Trunks.Plan(Number(number), caller ?? CallerIdentity.None);
        while (TryDial(dialling, out var id, out var next))
        {
            tried.Add(next.Server.Host.Name);
            Run(within);
            if (Events.OfType<SipEvent.Ended>().FirstOrDefault(end => end.Call == id) is not { } ended || !dialling.GoesOn(ended))
                break;
        }

        return tried;
    }

    public bool TryDial(TrunkDialling dialling, out SipCallId id, out TrunkTry next)
    {
        id = new(_lastCall += 2);
        var found = dialling.TryNext(id, Now, out var way);
        next = way!;
        if (found)
            User.Handle(new SipCommand.Dial(id, next.With("v=0\r\n")), Now);
        return found;
    }

    /// <summary>An INVITE from there, as if it had come by network; gives the response but 100.</summary>
    public string Invite(string from, string number = "+8657128736000", string fromUser = "+8613800138000", string headers = "", SipTransport transport = SipTransport.Udp)
    {
        var flow = new SipFlow(transport, TransportAddress.From(IPEndPoint.Parse(from).Address, IPEndPoint.Parse(from).Port), transport == SipTransport.Udp ? 0 : 3);
        Responses.Clear();
        _arrivals++;
        var text = $"INVITE sip:{number}@192.0.2.9 SIP/2.0\r\nVia: SIP/2.0/{transport.ToString().ToUpperInvariant()} {from};branch=z9hG4bK{_arrivals}\r\n"
            + $"From: <sip:{fromUser}@{from}>;tag=a{_arrivals}\r\nTo: <sip:+8657128736000@192.0.2.9>\r\nCall-ID: c{_arrivals}\r\nCSeq: 1 INVITE\r\n"
            + $"Contact: <sip:{from}>\r\n{headers}Content-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n";
        User.Receive(SipSamples.Crlf(text), SipFraming.Stream, flow, Now);
        return Responses.LastOrDefault(response => !response.StartsWith("SIP/2.0 100", StringComparison.Ordinal)) ?? "";
    }

    /// <summary>An INVITE that answers its challenge.</summary>
    public string InviteProving(string from, string user, string password, string fromUser = "+8613800138000")
    {
        var challenge = Invite(from, fromUser: fromUser);
        var client = new DigestClient(user, password, this);
        if (new SipParser().Parse(SipSamples.Crlf(challenge), SipFraming.Stream, out var refusal) != SipRefusal.None || !client.TryTake(refusal))
            return challenge;

        var writer = new SipWriter().Fragment();
        client.Write(writer, "INVITE"u8, "sip:+8657128736000@192.0.2.9"u8);
        return Invite(from, fromUser: fromUser, headers: SipSamples.Text(writer.Written));
    }

    void ISipOutput.Send(SipFlow flow, ReadOnlySpan<byte> message)
    {
        var text = SipSamples.Text(message);
        Assert.That(SipSamples.Parse(message.ToArray(), out var parsed, SipFraming.Stream), Is.EqualTo(SipRefusal.None), text);
        if (!parsed.IsRequest)
        {
            Responses.Add(text);
            return;
        }

        var method = SipSamples.Text(parsed.MethodName);
        var server = $"{flow.Remote.ToIPAddress()}";
        Wire.Add($"{server} {method}");
        Texts.Add(text);
        var answer = method == "ACK" ? "" : Operator(server, text);
        if (answer.Length > 0)
            Answer(flow, text, answer);
    }

    void ISipCallOutput.Raise(SipEvent happened)
    {
        Trunks.Happened(happened, Now);
        Events.Add(happened);
    }

    SipLookup ISipAccounts.Find(string user, out SipAccount? account)
    {
        account = null;
        return SipLookup.Unknown;
    }

    TimeSpan ISipAccounts.LockedFor(string user, SipFlow flow) => Wrong.GetValueOrDefault(user) >= 3 ? TimeSpan.FromMinutes(1) : TimeSpan.Zero;

    void ISipAccounts.Wrong(string user, SipFlow flow) => Wrong[user] = Wrong.GetValueOrDefault(user) + 1;

    void ISipAccounts.Right(string user, SipFlow flow) => Wrong.Remove(user);

    void ITrunkOutput.HealthChanged(TrunkServer server) => Told.Add($"{server.Host.Name} {server.Health}");

    void ITrunkOutput.RegistrationChanged(SipTrunk trunk, RegistrationState state, int status) => Told.Add($"{trunk.Name} {state} {status}");

    void IRandomBytes.Fill(Span<byte> bytes) => _random.NextBytes(bytes);

    private void Answer(SipFlow flow, string request, string answer)
    {
        var lines = request.Split("\r\n");
        string Line(string name) => lines.First(line => line.StartsWith(name, StringComparison.Ordinal));

        var more = answer.Length > 3 ? answer[3..].Trim() + "\r\n" : "";
        var to = Line("To:");
        var text = $"SIP/2.0 {answer[..3]} Words\r\n{Line("Via:")}\r\n{Line("From:")}\r\n{to}{(to.Contains(";tag=", StringComparison.Ordinal) ? "" : ";tag=them")}\r\n"
            + $"{Line("Call-ID:")}\r\n{Line("CSeq:")}\r\n{more}"
            + (answer.StartsWith('2') && request.StartsWith("INVITE", StringComparison.Ordinal)
                ? "Contact: <sip:them@192.0.2.101>\r\nContent-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n"
                : "Content-Length: 0\r\n\r\n");
        _from[text] = flow;
        _inFlight.Enqueue(SipSamples.Crlf(text), (Now + TimeSpan.FromMilliseconds(20)).Ticks);
    }

    private SipFlow FlowOf(byte[] bytes) => _from.GetValueOrDefault(SipSamples.Text(bytes));

    private sealed class NoTerminals : ISipDoor
    {
        public void Register(in SipReply reply) => reply.Refuse(403, "Forbidden");

        public bool TryAdmit(in SipReply reply, out SipCaller caller)
        {
            caller = SipCaller.Guest;
            return true;
        }
    }
}
