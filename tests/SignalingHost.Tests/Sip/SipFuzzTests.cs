using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Protocols.Sip.Transactions;
using Protocols.Tests.Sip;

namespace SignalingHost.Tests.Sip;

/// <summary>
/// Real messages, damaged, and those that RFC 4475 tries parsers with, on the live sockets: nothing escapes, nothing is the server's fault,
/// nothing stays, and whoever asks something meanwhile is answered. For longer: <c>CONFERENCE_FUZZ_SECONDS=600</c>.
/// </summary>
public sealed class SipFuzzTests : ILoggerProvider, ILogger
{
    private const double Seconds = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Of each message its transaction may be kept, for half a minute.</summary>
    private const int KeptBytes = 1_024;
    private const int KeptAnyway = 8 * 1024 * 1024;

    // RFC 4475 by its names: the request line, and what stands in place of what in the lines below it.
    private static readonly (string Name, string Line, string Replace, string With)[] Torture =
    [
        ("intmeth", "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0", "8 OPTIONS", "139122385 !interesting-Method0123456789_*+`.%indeed'~"),
        ("esc01", "INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0", "OPTIONS", "INVITE"),
        ("escnull", "REGISTER sip:example.com SIP/2.0", "OPTIONS\n", "REGISTER\nContact: <sip:%00@host5.example.com>\nContact: <sip:%00%00@host5.example.com>\n"),
        ("esc02", "RE%47IST%45R sip:registrar.example.com SIP/2.0", "OPTIONS", "RE%47IST%45R"),
        ("lwsdisp", "OPTIONS sip:user@example.com SIP/2.0", "From: <sip:caller@example.net>", "From: caller<sip:caller@example.com>"),
        ("dblreq", "REGISTER sip:example.com SIP/2.0", "OPTIONS\nMax-Forwards: 70\nContent-Length: 0\n\n", "REGISTER\nMax-Forwards: 70\nContent-Length: 0\n\nINVITE sip:joe@example.com SIP/2.0\nt: sip:joe@example.com\n\n"),
        ("semiuri", "OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0", "", ""),
        ("transports", "OPTIONS sip:user@example.com SIP/2.0", "SIP/2.0/UDP t1.example.org;branch=z9hG4bKplain", "SIP/2.0/UNKNOWN t5.example.com;branch=z9hG4bKkdjuw\nVia: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKplain"),
        ("badinv01", "INVITE sip:user@example.com SIP/2.0", "OPTIONS\n", "INVITE\nContact: \"Joe\" <sip:joe@example.org>;;;;\nVia: SIP/2.0/UDP 192.0.2.15;;,;,,\n"),
        ("clerr", "INVITE sip:user@example.com SIP/2.0", "OPTIONS\nMax-Forwards: 70\nContent-Length: 0", "INVITE\nMax-Forwards: 70\nContent-Length: 9999"),
        ("ncl", "INVITE sip:user@example.com SIP/2.0", "OPTIONS\nMax-Forwards: 70\nContent-Length: 0", "INVITE\nMax-Forwards: 70\nContent-Length: -999"),
        ("scalar02", "REGISTER sip:example.com SIP/2.0", "8 OPTIONS\nMax-Forwards: 70", "36893488147419103232 REGISTER\nMax-Forwards: 300\nExpires: 10000000000000000000000\nContact: <sip:user@host129.example.com>;expires=280297596632815"),
        ("scalarlg", "SIP/2.0 503 Service Unavailable", "8 OPTIONS", "9292394834772304023312 OPTIONS\nRetry-After: 949302838503028349304023988"),
        ("quotbal", "INVITE sip:user@example.com SIP/2.0", "<sip:user@example.com>", "\"Mr. J. User <sip:j.user@example.com>"),
        ("ltgtruri", "INVITE <sip:user@example.com> SIP/2.0", "OPTIONS", "INVITE"),
        ("lwsruri", "INVITE sip:user@example.com; lr SIP/2.0", "OPTIONS", "INVITE"),
        ("lwsstart", "INVITE  sip:user@example.com  SIP/2.0", "OPTIONS", "INVITE"),
        ("trws", "OPTIONS sip:remote-target@example.com SIP/2.0  ", "", ""),
        ("escruri", "INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0", "OPTIONS", "INVITE"),
        ("baddate", "INVITE sip:user@example.com SIP/2.0", "OPTIONS\n", "INVITE\nDate: Fri, 01 Jan 2010 16:00:00 EST\n"),
        ("regbadct", "REGISTER sip:example.com SIP/2.0", "OPTIONS\n", "REGISTER\nContact: sip:user@example.com?Route=%3Csip:sip.example.com%3E\n"),
        ("badaspec", "OPTIONS sip:user@example.org SIP/2.0", "To: <sip:user@example.com>", "To: \"Watson, Thomas\" < sip:t.watson@example.org >"),
        ("baddn", "OPTIONS sip:t.watson@example.org SIP/2.0", "From: <sip:caller@example.net>", "From: Bell, Alexander <sip:a.g.bell@example.com>"),
        ("badvers", "OPTIONS sip:t.watson@example.org SIP/7.0", "SIP/2.0/UDP", "SIP/7.0/UDP"),
        ("mismatch01", "OPTIONS sip:user@example.com SIP/2.0", "8 OPTIONS", "8 INVITE"),
        ("mismatch02", "NEWMETHOD sip:user@example.com SIP/2.0", "8 OPTIONS", "8 INVITE"),
        ("bigcode", "SIP/2.0 4294967301 better not break the receiver", "", ""),
        ("badbranch", "OPTIONS sip:user@example.com SIP/2.0", "z9hG4bKplain", "z9hG4bK"),
        ("insuf", "INVITE sip:user@example.com SIP/2.0", "Call-ID: plain.0ha0isndaksdj\nCSeq: 8 OPTIONS\n", "CSeq: 193942 INVITE\n"),
        ("unkscm", "OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0", "", ""),
        ("novelsc", "OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0", "", ""),
        ("unksm2", "REGISTER sip:example.com SIP/2.0", "OPTIONS\n", "REGISTER\nContact: <name:John_Smith>\n"),
        ("bext01", "OPTIONS sip:user@example.com SIP/2.0", "OPTIONS\n", "OPTIONS\nRequire: nothingSupportsThis, nothingSupportsThisEither\nProxy-Require: noProxiesSupportThis\n"),
        ("invut", "INVITE sip:user@example.com SIP/2.0", "OPTIONS\nMax-Forwards: 70\nContent-Length: 0\n\n", "INVITE\nMax-Forwards: 70\nContent-Type: application/unknownformat\nContent-Length: 9\n\n<audio />"),
        ("regaut01", "REGISTER sip:example.com SIP/2.0", "OPTIONS\n", "REGISTER\nAuthorization: NoOneKnowsThisScheme opaque-data=here\n"),
        ("multi01", "INVITE sip:user@company.com SIP/2.0", "Call-ID: plain", "From: sip:other.caller@example.net;tag=3\nTo: sip:user@company.com\nCall-ID: 98asdh@192.0.2.1\nCall-ID: plain"),
        ("mcl01", "OPTIONS sip:user@example.com SIP/2.0", "Content-Length: 0", "Content-Length: 13\nContent-Length: 5"),
        ("bcast", "SIP/2.0 200 OK", "8 OPTIONS", "8 INVITE"),
        ("zeromf", "OPTIONS sip:user@example.com SIP/2.0", "Max-Forwards: 70", "Max-Forwards: 0"),
        ("cparam01", "REGISTER sip:example.com SIP/2.0", "OPTIONS\n", "REGISTER\nContact: sip:+19725552222@gw1.example.net;unknownparam\n"),
        ("regescrt", "REGISTER sip:example.com SIP/2.0", "OPTIONS\n", "REGISTER\nContact: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>\n"),
        ("sdp01", "INVITE sip:user@example.com SIP/2.0", "OPTIONS\n", "INVITE\nAccept: text/nobodyKnowsThis\n"),
        ("inv2543", "INVITE sip:user@example.com SIP/2.0", ";branch=z9hG4bKplain\nFrom: <sip:caller@example.net>;tag=33242", "\nFrom: <sip:caller@example.net>"),
    ];

    private readonly List<string> _faults = [];
    private SipServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await SipServer.StartAsync();
        _server.Get<ILoggerFactory>().AddProvider(this);
    }

    [OneTimeTearDown]
    public async Task EndAsync() => await _server.DisposeAsync();

    [TestCase(SipTransport.Udp)]
    [TestCase(SipTransport.Tcp)]
    [TestCase(SipTransport.Tls)]
    public async Task Damaged_messages_escape_nowhere_stay_nowhere_and_are_nobodys_fault_but_the_senders(SipTransport transport)
    {
        var length = Environment.GetEnvironmentVariable("CONFERENCE_FUZZ_SECONDS") is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : Seconds;
        byte[][] originals = [.. SipSamples.All.Select(SipSamples.Wire).Concat(Torture.Select(Message)).Select(AskedFromHere)];
        var random = new Random((int)transport + 1);

        // What cannot be cut into messages ends a stream; what follows it would not be seen.
        var batch = transport == SipTransport.Udp ? 50 : 4;
        foreach (var whole in originals)
            await SendAsync(transport, [whole], []);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var statuses = new SortedDictionary<int, int>();
        var sent = 0;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < length;)
        {
            var messages = new List<byte[]>();
            for (var i = 0; i < batch; i++)
                messages.Add(SipDamage.Damaged(originals[random.Next(originals.Length)], random));
            sent += await SendAsync(transport, messages, statuses);
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Out.WriteLine($"{sent} messages, {grown / 1024} KB more; answers {string.Join(", ", statuses.Select(one => $"{one.Key}: {one.Value}"))}");
        Assert.That(_faults, Is.Empty);
        Assert.That(statuses.Keys, Has.None.EqualTo(500));
        Assert.That(statuses, Is.Not.Empty);
        Assert.That(grown, Is.LessThan(KeptAnyway + (Math.Min(sent, 100_000) * KeptBytes)));
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_faults)
            _faults.Add($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
        // The host disposes of its providers; this one is a test.
    }

    private static byte[] Message((string Name, string Line, string Replace, string With) of) =>
        SipSamples.Plain(of.Line, of.Replace, of.With);

    // Answers come to whoever asks for them where he is.
    private static byte[] AskedFromHere(byte[] message) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(message).Replace("branch=", "rport;branch=", StringComparison.Ordinal));

    // One socket for a batch. What of it is answered is counted; a stream may end at whatever cannot be cut into messages any more.
    private async Task<int> SendAsync(SipTransport transport, List<byte[]> messages, SortedDictionary<int, int> statuses)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(AddressFamily.InterNetwork, transport == SipTransport.Udp ? SocketType.Dgram : SocketType.Stream, transport == SipTransport.Udp ? ProtocolType.Udp : ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, transport == SipTransport.Tls ? _server.Sip.TlsPort : _server.Sip.Port, patience.Token);
        using var stream = await StreamOfAsync(socket, transport);
        var reading = ReadAsync(socket, stream, statuses, patience.Token);
        var sent = 0;
        try
        {
            foreach (var message in messages)
            {
                if (stream is null)
                    await socket.SendAsync(message, patience.Token);
                else
                    await stream.WriteAsync(message, patience.Token);
                sent++;
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException)
        {
            // Thrown out in the middle, as it may be.
        }

        // What is asked last is answered last; then nothing is under way any more.
        Assert.That(await AskAsync(transport), Does.StartWith("SIP/2.0 200 OK"), "others are served");
        if (stream is null)
            await patience.CancelAsync();
        else
            socket.Shutdown(SocketShutdown.Send);
        await reading;
        return sent;
    }

    private static async Task ReadAsync(Socket socket, Stream? stream, SortedDictionary<int, int> statuses, CancellationToken stop)
    {
        var buffer = new byte[65_536];
        try
        {
            int length;
            while ((length = stream is null ? await socket.ReceiveAsync(buffer, stop) : await stream.ReadAsync(buffer, stop)) > 0)
                Count(buffer.AsSpan(0, length), statuses);
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
        {
            // Enough, or thrown out.
        }
    }

    // A datagram may be lost in a crowd; whoever is not answered asks again.
    private async Task<string> AskAsync(SipTransport transport)
    {
        for (var tries = 0; ; tries++)
        {
            using var phone = await SipPhone.ConnectAsync(transport, _server);
            try
            {
                return await phone.AskAsync("OPTIONS", "sip:meeting.local").WaitAsync(TimeSpan.FromSeconds(1));
            }
            catch (TimeoutException) when (transport == SipTransport.Udp && tries < 5)
            {
                // Again.
            }
        }
    }

    private static async Task<Stream?> StreamOfAsync(Socket socket, SipTransport transport)
    {
        if (transport == SipTransport.Udp)
            return null;

        var stream = new NetworkStream(socket);
        if (transport == SipTransport.Tcp)
            return stream;

        var secure = new SslStream(stream, leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        await secure.AuthenticateAsClientAsync("conf.example.org");
        return secure;
    }

    private static void Count(ReadOnlySpan<byte> answers, SortedDictionary<int, int> statuses)
    {
        while (answers.IndexOf("SIP/2.0 "u8) is >= 0 and var at)
        {
            answers = answers[(at + 8)..];
            if (answers.Length > 3 && int.TryParse(Encoding.ASCII.GetString(answers[..3]), NumberStyles.None, CultureInfo.InvariantCulture, out var status) && answers[3] == ' ')
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }
    }
}
