using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using MediaServer.Edge;
using Protocols;
using Protocols.Sip;
using Protocols.Sip.Calls;
using Protocols.Sip.Transactions;

namespace SignalingHost.Tests.Sip;

/// <summary>A terminal that speaks SIP as this server does, at a port of its own, and lets a test say what it does.</summary>
internal sealed class SipTerminal : ISipCallOutput, ISipDoor, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _turn = new();
    private readonly MonotonicClock _clock = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 20 };
    private readonly Channel<SipEvent> _events = Channel.CreateUnbounded<SipEvent>();
    private readonly SipUserAgent _user;
    private readonly SipFlow _server;
    private readonly Thread _loop;
    private volatile bool _isOver;
    private string _lastAck = "";
    private long _dialled = -1;

    public SipTerminal(int serverPort, int port = 0)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _server = new(SipTransport.Udp, TransportAddress.From(IPAddress.Loopback, (ushort)serverPort), 0);
        _user = new(new() { Host = "127.0.0.1", Port = (ushort)Port, Product = "Terminal" }, SystemRandom.Instance, this, this);
        _loop = new(Run) { IsBackground = true };
        _loop.Start();
    }

    public int Port { get; }

    /// <summary>Sound alone, in G.711.</summary>
    public string Sdp { get; set; } = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n";

    /// <summary>How the call that was answered last is named in a Replaces header, as the server sees it, whoever called.</summary>
    public string NameOfLastCall => $"{Value("Call-ID: ")};to-tag={Value("To: ").Split("tag=")[1]};from-tag={Value("From: ").Split("tag=")[1]}";

    public SipCallId Dial(string number, string? replaces = null, string name = "Terminal", (string User, string Password)? account = null)
    {
        var call = new SipCallId(Interlocked.Add(ref _dialled, 2));
        Do(new SipCommand.Dial(call, new()
        {
            Target = $"sip:{number}@127.0.0.1",
            Flow = _server,
            FromUser = account?.User ?? "terminal",
            FromDisplay = name,
            Sdp = Sdp,
            Replaces = replaces,
            User = account?.User,
            Password = new(account?.Password ?? ""),
        }));
        return call;
    }

    /// <summary>Calls and is answered.</summary>
    public async Task<SipCallId> TalkAsync(string number, string? replaces = null, (string User, string Password)? account = null)
    {
        var call = Dial(number, replaces, account: account);
        await UntilAsync<SipEvent.Answered>(answered => answered.Call == call);
        return call;
    }

    public void Do(SipCommand command)
    {
        lock (_turn)
            _user.Handle(command, _clock.Now);
    }

    /// <summary>The next event of that kind; those before it are passed over.</summary>
    public async Task<T> UntilAsync<T>(Func<T, bool>? isSo = null)
        where T : SipEvent
    {
        var seen = new List<SipEvent>();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                var happened = await _events.Reader.ReadAsync(patience.Token);
                if (happened is T wanted && isSo?.Invoke(wanted) != false)
                    return wanted;
                seen.Add(happened);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"No {typeof(T).Name} came, but {string.Join(", ", seen)}.");
            throw;
        }
    }

    public void Dispose()
    {
        _isOver = true;
        _loop.Join();
        _socket.Dispose();
    }

    void ISipOutput.Send(SipFlow flow, ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("ACK "u8))
            _lastAck = Encoding.UTF8.GetString(message);
        _socket.SendTo(message, new IPEndPoint(flow.Remote.ToIPAddress(), flow.Remote.Port));
    }

    void ISipCallOutput.Raise(SipEvent happened) => _events.Writer.TryWrite(happened);

    void ISipDoor.Register(in SipReply reply) => reply.Refuse(403, "Forbidden");

    bool ISipDoor.TryAdmit(in SipReply reply, out SipCaller caller)
    {
        caller = SipCaller.Guest;
        return true;
    }

    private string Value(string header) => _lastAck.Split("\r\n").First(line => line.StartsWith(header, StringComparison.Ordinal))[header.Length..];

    private void Run()
    {
        var buffer = new byte[65_536];
        while (!_isOver)
        {
            var length = 0;
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            try
            {
                length = _socket.ReceiveFrom(buffer, ref from);
            }
            catch (SocketException)
            {
                // Nothing came.
            }

            lock (_turn)
            {
                var sender = (IPEndPoint)from;
                if (length > 0)
                    _user.Receive(buffer.AsSpan(0, length), SipFraming.Datagram, new(SipTransport.Udp, TransportAddress.From(sender.Address, (ushort)sender.Port), 0), _clock.Now);
                if (_user.NextDeadline <= _clock.Now)
                    _user.Advance(_clock.Now);
            }
        }
    }
}
