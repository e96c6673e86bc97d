using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Protocols.Sip.Transactions;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Sip;

/// <summary>Connections that are opened to cost: each is ended or costs little, and whoever asks something meanwhile is answered at once.</summary>
public sealed class SipHostileStreamTests
{
    private const int MaxTransactions = 300;
    private const string Options = "OPTIONS sip:meeting.local SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bKslow;rport\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:meeting.local>\r\nCall-ID: slow\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static int _sources;

    private SipServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await SipServer.StartAsync();

    [OneTimeTearDown]
    public async Task EndAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_message_that_comes_byte_by_byte_is_a_message()
    {
        using var socket = await ConnectAsync(_server.Sip.Port);
        foreach (var one in Encoding.ASCII.GetBytes(Options))
            await socket.SendAsync(new[] { one });

        Assert.That(await ReadAsync(socket), Does.StartWith("SIP/2.0 200 "));
    }

    [TestCase("4294967295")]
    [TestCase("49153")]
    [TestCase("-1")]
    public async Task A_body_that_is_announced_too_long_ends_the_connection_before_it_comes(string length)
    {
        using var socket = await ConnectAsync(_server.Sip.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Options.Replace("Content-Length: 0", $"Content-Length: {length}", StringComparison.Ordinal)));

        Assert.That(await ReadAsync(socket), Is.Empty);
        await AssertOthersAreServedAsync();
    }

    [TestCase("X: y\r\n")]
    [TestCase("Via: SIP/2.0/TCP x\r\n")]
    [TestCase(" folded\r\n")]
    [TestCase("x")]
    public async Task A_head_without_end_ends_the_connection(string piece)
    {
        using var socket = await ConnectAsync(_server.Sip.Port);
        var piecesOfIt = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, 4_096 / piece.Length)));
        await socket.SendAsync("OPTIONS sip:meeting.local SIP/2.0\r\nX: y\r\n"u8.ToArray());

        Assert.That(await TakenAsync(socket, piecesOfIt, 64 * 1024 * 1024), Is.LessThan(16 * 1024 * 1024), "what was in the kernel's hands is all that it took");
        await AssertOthersAreServedAsync();
    }

    // The answers are not read, so they fill what is kept for them and the connection goes.
    [Test]
    public async Task Whoever_asks_for_pongs_and_takes_none_loses_the_connection()
    {
        using var socket = await ConnectAsync(_server.Sip.Port);
        var pings = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("\r\n\r\n", 4_096)));

        Assert.That(await TakenAsync(socket, pings, 256 * 1024 * 1024), Is.LessThan(256 * 1024 * 1024));
        await AssertOthersAreServedAsync();
    }

    [Test]
    public async Task Handshakes_that_are_begun_and_left_hinder_nobodys()
    {
        var source = NewSource();
        var halves = new List<Socket>();
        try
        {
            for (var i = 0; i < 150; i++)
            {
                halves.Add(await ConnectAsync(_server.Sip.TlsPort, source));

                // The first bytes of a ClientHello that says it is 512 bytes long.
                if (i % 2 == 0)
                    await halves[^1].SendAsync(new byte[] { 22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3 });
            }

            using var socket = await ConnectAsync(_server.Sip.TlsPort);
            await using var secure = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
            using var patience = new CancellationTokenSource(Patience);
            await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "conf.example.org" }, patience.Token);
            await secure.WriteAsync(Encoding.ASCII.GetBytes(Options), patience.Token);
            var buffer = new byte[4_096];
            Assert.That(Encoding.ASCII.GetString(buffer, 0, await secure.ReadAsync(buffer, patience.Token)), Does.StartWith("SIP/2.0 200 "));
        }
        finally
        {
            halves.ForEach(half => half.Dispose());
        }
    }

    [Test]
    public async Task One_source_has_so_many_connections_and_others_have_theirs()
    {
        var source = NewSource();
        var all = new List<Socket>();
        try
        {
            var refused = _server.Sip.Read().ConnectionsRefused;
            for (var i = 0; i < 210; i++)
                all.Add(await ConnectAsync(_server.Sip.Port, source));
            await Waiting.UntilAsync(() => _server.Sip.Read().ConnectionsRefused >= refused + 10, "ten refusals", seconds: 4);
            Assert.That(_server.Sip.Read().ConnectionsRefused, Is.EqualTo(refused + 10));
            await AssertOthersAreServedAsync();
        }
        finally
        {
            all.ForEach(one => one.Dispose());
        }
    }

    // Over UDP each answer is kept for half a minute, in case its question comes again.
    [Test]
    public async Task Whoever_is_too_many_is_told_when_to_come_again()
    {
        await using var server = await SipServer.StartAsync($"--Sip:MaxTransactions={MaxTransactions}");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Sip.Port);
        var answers = new List<string>();
        for (var i = 0; i < MaxTransactions + 50; i++)
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(Options.Replace("TCP", "UDP", StringComparison.Ordinal).Replace("slow", $"many{i}", StringComparison.Ordinal)));
            answers.Add(await ReadAsync(socket));
        }

        var refused = answers.Where(answer => answer.StartsWith("SIP/2.0 503 ", StringComparison.Ordinal)).ToArray();
        Assert.That(answers[0], Does.StartWith("SIP/2.0 200 "));
        Assert.That(answers[^1], Does.StartWith("SIP/2.0 503 "));
        Assert.That(refused, Has.Length.InRange(50, 60).And.All.Match(@"\r\nRetry-After: \d+\r\n"));
        Assert.That(refused.Distinct().Count(), Is.EqualTo(refused.Length));
        Assert.That(server.Sip.Read().Transactions, Is.LessThanOrEqualTo(MaxTransactions));
        Assert.That(server.Sip.Read().Overloaded, Is.GreaterThanOrEqualTo(50));
    }

    private static IPAddress NewSource() => new([127, 3, 0, (byte)Interlocked.Increment(ref _sources)]);

    private static async Task<Socket> ConnectAsync(int port, IPAddress? from = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    // Empty where the server has ended it, politely or not.
    private static async Task<string> ReadAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[4_096];
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, patience.Token));
        }
        catch (SocketException)
        {
            return "";
        }
    }

    // How much it takes of the same again and again before it ends the connection.
    private static async Task<long> TakenAsync(Socket socket, byte[] piece, long most)
    {
        using var patience = new CancellationTokenSource(Patience);
        var taken = 0L;
        try
        {
            while (taken < most)
                taken += await socket.SendAsync(piece, patience.Token);
        }
        catch (SocketException)
        {
            // Ended.
        }

        return taken;
    }

    private async Task AssertOthersAreServedAsync()
    {
        using var phone = await SipPhone.ConnectAsync(SipTransport.Tcp, _server);
        Assert.That(await phone.AskAsync("OPTIONS", "sip:meeting.local"), Does.StartWith("SIP/2.0 200 OK"));
    }
}
