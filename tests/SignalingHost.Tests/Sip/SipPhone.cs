using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Protocols;
using Protocols.Sip;
using Protocols.Sip.Digest;
using Protocols.Sip.Transactions;

namespace SignalingHost.Tests.Sip;

/// <summary>A terminal that says what a test tells it, over a socket of its own.</summary>
internal sealed class SipPhone : IDisposable, IRandomBytes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A branch names a transaction to all of a server, whoever asks and by which transport (RFC 3261 §8.1.1.7).
    private static int _branches;

    private readonly Socket _socket;
    private readonly Stream? _stream;
    private readonly byte[] _buffer = new byte[65_536];
    private int _sequence;

    private SipPhone(Socket socket, Stream? stream, SipTransport transport) => (_socket, _stream, Transport) = (socket, stream, transport);

    public SipTransport Transport { get; }

    public static async Task<SipPhone> ConnectAsync(SipTransport transport, SipServer server)
    {
        if (transport == SipTransport.Udp)
        {
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            await udp.ConnectAsync(IPAddress.Loopback, server.Sip.Port);
            return new(udp, null, transport);
        }

        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, transport == SipTransport.Tls ? server.Sip.TlsPort : server.Sip.Port);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (transport == SipTransport.Tls)
        {
            var secure = new SslStream(stream, leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
            await secure.AuthenticateAsClientAsync("conf.example.org");
            stream = secure;
        }

        return new(socket, stream, transport);
    }

    /// <summary>Registers as terminals do, answering one challenge, and gives back the last response.</summary>
    public async Task<string> RegisterAsync(string number, string user, string password, int expires = 300, string callId = "phone")
    {
        var challenge = await AskAsync(Register(number, expires, callId, ""));
        var client = new DigestClient(user, password, this);
        var refusal = new SipParser();
        var writer = new SipWriter().Request("REGISTER"u8, "sip:meeting.local"u8);
        if (refusal.Parse(Encoding.UTF8.GetBytes(challenge), SipFraming.Datagram, out var message) != SipRefusal.None || !client.TryTake(message))
            return challenge;

        client.Write(writer, "REGISTER"u8, "sip:meeting.local"u8);
        return await AskAsync(Register(number, expires, callId, Encoding.UTF8.GetString(writer.Written).Split("\r\n")[1] + "\r\n"));
    }

    public Task<string> AskAsync(string method, string uri) => AskAsync(Message(method, uri, $"<{uri}>", method, ""));

    public async Task<string> AskAsync(string message)
    {
        await SendAsync(message);

        // A port may have been somebody else's a moment ago, and what he asked be answered now.
        var branch = BranchOf(message);
        while (true)
        {
            var answer = await ReadAsync();
            if (answer.Length == 0 || (answer.Contains(branch, StringComparison.Ordinal) && !answer.StartsWith("SIP/2.0 100 ", StringComparison.Ordinal)))
                return answer;
        }
    }

    public async Task SendAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (_stream is null)
            await _socket.SendAsync(bytes);
        else
            await _stream.WriteAsync(bytes);
    }

    /// <summary>What comes next: a datagram, or what one read of the stream gives. Empty: the server has closed.</summary>
    public async Task<string> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var length = _stream is null
            ? await _socket.ReceiveAsync(_buffer, patience.Token)
            : await _stream.ReadAsync(_buffer, patience.Token);
        var text = Encoding.UTF8.GetString(_buffer, 0, length);

        // Two responses may come in one read; nobody here asks two things at once, so the second is what counts.
        var last = text.LastIndexOf("SIP/2.0 ", StringComparison.Ordinal);
        for (; last > 0 && text[last - 1] != '\n'; last = text.LastIndexOf("SIP/2.0 ", last - 1, StringComparison.Ordinal))
        {
        }

        return last > 0 ? text[last..] : text;
    }

    public void Fill(Span<byte> bytes) => new Random(5).NextBytes(bytes);

    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }

    private static string BranchOf(string message)
    {
        var at = message.IndexOf("branch=", StringComparison.Ordinal);
        return at < 0 ? "" : message[at..(message.IndexOf(';', at) + 1)];
    }

    private string Register(string number, int expires, string callId, string authorization) => Message(
        "REGISTER", "sip:meeting.local", $"<sip:{number}@meeting.local>", callId,
        $"Expires: {expires}\r\nContact: <sip:{number}@127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port};transport={Transport.ToString().ToLowerInvariant()}>\r\n{authorization}");

    private string Message(string method, string uri, string to, string callId, string headers) =>
        $"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/{Transport.ToString().ToUpperInvariant()} 127.0.0.1:9;branch=z9hG4bK{Interlocked.Increment(ref _branches)};rport\r\n"
        + $"From: {(method == "REGISTER" ? to : "<sip:somebody@127.0.0.1>")};tag=1\r\nTo: {to}\r\nCall-ID: {callId}\r\nCSeq: {++_sequence} {method}\r\n{headers}Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
}
