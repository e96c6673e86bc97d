using Protocols.Ice;

namespace Protocols.Tests.Ice;

/// <summary>A browser (full agent) and the server (lite agent) with weather between them, on one simulated clock.</summary>
internal sealed class IceCall
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(40);

    private readonly Random _weather;
    private readonly double _loss;
    private readonly PriorityQueue<(bool ToServer, IceRoute Route, byte[] Datagram), (long, int)> _inFlight = new();
    private readonly ServerSide _serverSide;
    private readonly BrowserSide _browserSide;
    private int _sent;

    public IceCall(int seed, double loss = 0, IceFullOptions? options = null, string? serverPassword = null)
    {
        var random = new SeededBytes(seed);
        _weather = new Random(seed);
        _loss = loss;
        _serverSide = new ServerSide(this);
        _browserSide = new BrowserSide(this);
        var serverCredentials = IceCredentials.Create(random, "s0");
        Server = new IceLiteAgent(serverCredentials, new IceOptions { ConnectTimeout = TimeSpan.FromSeconds(40) }, Now);
        Browser = new IceFullAgent(IceCredentials.Create(random), options ?? new IceFullOptions(), random, Now);
        Random = random;
        Browser.SetRemote(serverPassword is null ? serverCredentials : serverCredentials with { Password = serverPassword }, Now);
        Browser.AddRemote(ServerUdp, IceCandidate.HostUdpPriority, Now);
    }

    public static IceRoute ServerUdp { get; } = IceRoute.Udp(TransportAddress.FromIPv4(0xCB007101, 7_000));

    public static IceRoute ServerTcp { get; } = IceRoute.Tcp(TransportAddress.FromIPv4(0xCB007101, 443), 5);

    public IceLiteAgent Server { get; }

    public IceFullAgent Browser { get; }

    public IRandomBytes Random { get; }

    public Instant Now { get; private set; } = Instant.Zero + TimeSpan.FromMinutes(1);

    /// <summary>Where the server sees the browser; another value is another network.</summary>
    public TransportAddress BrowserAddress { get; set; } = TransportAddress.FromIPv4(0xC0000201, 40_001);

    public bool IsUdpBlocked { get; set; }

    public bool IsCut { get; set; }

    public int RequestsSent { get; private set; }

    public Action? Watch { get; set; }

    public void RunFor(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        for (var steps = 0; ; steps++)
        {
            var arrival = _inFlight.TryPeek(out _, out var at) ? new Instant(at.Item1) : Instant.Never;
            var next = Instant.Earlier(arrival, Instant.Earlier(Server.NextDeadline, Browser.NextDeadline));
            if (next > end)
                break;

            Assert.That(steps, Is.LessThan(seconds * 200 + 1_000), "an agent asks to be woken without end");
            Now = Instant.Later(Now, next);
            Turn(arrival);
            Watch?.Invoke();
        }

        Now = end;
    }

    private void Turn(Instant arrival)
    {
        if (arrival <= Now)
        {
            var (toServer, route, datagram) = _inFlight.Dequeue();
            if (toServer)
                Server.Receive(datagram, route, Now, _serverSide);
            else
                Browser.Receive(datagram, route, Now, _browserSide);
        }
        else if (Server.NextDeadline <= Now)
        {
            Server.Advance(Now, _serverSide);
        }
        else
        {
            Browser.Advance(Now, _browserSide);
        }
    }

    private void Carry(bool toServer, in IceRoute route, ReadOnlySpan<byte> datagram)
    {
        var isUdp = route.Transport == IceTransport.Udp;
        if (IsCut || (isUdp && (IsUdpBlocked || _weather.NextDouble() < _loss)))
            return;

        _inFlight.Enqueue((toServer, route, datagram.ToArray()), ((Now + Latency).Ticks, _sent++));
    }

    private sealed class BrowserSide(IceCall call) : IIceOutput
    {
        public void Send(in IceRoute route, ReadOnlySpan<byte> datagram)
        {
            call.RequestsSent++;
            call.Carry(toServer: true, route with { Remote = call.BrowserAddress }, datagram);
        }
    }

    private sealed class ServerSide(IceCall call) : IIceOutput
    {
        public void Send(in IceRoute route, ReadOnlySpan<byte> datagram)
        {
            if (route.Remote == call.BrowserAddress)
                call.Carry(toServer: false, route.Transport == IceTransport.Udp ? ServerUdp : ServerTcp, datagram);
        }
    }
}
