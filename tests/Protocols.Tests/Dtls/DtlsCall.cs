using Protocols.Dtls;

namespace Protocols.Tests.Dtls;

/// <summary>A client and a server with seeded weather between them, under a clock that is a variable.</summary>
public sealed class DtlsCall : IDisposable
{
    public static readonly DtlsIdentity Alice = DtlsIdentity.Create(TimeSpan.FromDays(20_000));
    public static readonly DtlsIdentity Bob = DtlsIdentity.Create(TimeSpan.FromDays(20_000));

    // Identities that know one kind of cipher only.
    public static readonly DtlsIdentity StrongAlice = DtlsIdentity.Create(TimeSpan.FromDays(20_000), "ECDHE-ECDSA-AES256-GCM-SHA384");
    public static readonly DtlsIdentity OtherAlice = DtlsIdentity.Create(TimeSpan.FromDays(20_000), "ECDHE-ECDSA-CHACHA20-POLY1305");

    private readonly PriorityQueue<(DtlsSession To, byte[] Bytes), (long, int)> _inFlight = new();
    private readonly Weather _weather;
    private readonly Random _random;
    private readonly IDtlsOutput _up;
    private readonly Way _down;
    private int _sent;

    public DtlsCall(
        Weather? weather = null, int seed = 1, DtlsOptions? client = null, DtlsOptions? server = null, int split = 0, DtlsIdentity? caller = null)
    {
        _weather = weather ?? new Weather();
        _random = new Random(seed);
        Client = new DtlsSession(caller ?? Alice, DtlsRole.Client, client ?? new DtlsOptions()) { ExpectedPeer = Bob.Fingerprint };
        Server = new DtlsSession(Bob, DtlsRole.Server, server ?? new DtlsOptions()) { ExpectedPeer = (caller ?? Alice).Fingerprint };
        _up = new Way(this, Server, FromClient);
        if (split > 0)
            _up = new HandshakeSplitter(split, _up);

        _down = new Way(this, Client, FromServer);
    }

    public DtlsSession Client { get; }

    public DtlsSession Server { get; }

    public Instant Now { get; private set; } = new(TimeSpan.FromHours(5).Ticks);

    public List<(Instant At, byte[] Bytes)> FromClient { get; } = [];

    public List<(Instant At, byte[] Bytes)> FromServer { get; } = [];

    public IDtlsOutput Up => _up;

    public IDtlsOutput Down => _down;

    public bool IsConnected => Client.State == DtlsState.Connected && Server.State == DtlsState.Connected;

    public DtlsCall Start()
    {
        Server.Start(Now, _down);
        Client.Start(Now, _up);
        return this;
    }

    public void RunFor(TimeSpan time)
    {
        var end = Now + time;
        while (Step(end))
        {
        }

        Now = end;
    }

    /// <summary>True if it came to pass within that time.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan atMost)
    {
        var end = Now + atMost;
        while (!condition())
        {
            if (!Step(end))
                return false;
        }

        return true;
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private bool Step(Instant end)
    {
        var arrival = _inFlight.TryPeek(out _, out var at) ? new Instant(at.Item1) : Instant.Never;
        var next = Instant.Earlier(arrival, Instant.Earlier(Client.NextDeadline, Server.NextDeadline));
        if (next > end)
            return false;

        Now = Instant.Later(Now, next);
        if (arrival <= Now)
        {
            var (to, bytes) = _inFlight.Dequeue();
            to.Receive(bytes, Now, to == Client ? _up : _down);
        }

        if (Client.NextDeadline <= Now)
            Client.Advance(Now, _up);

        if (Server.NextDeadline <= Now)
            Server.Advance(Now, _down);

        return true;
    }

    private sealed class Way(DtlsCall call, DtlsSession to, List<(Instant At, byte[] Bytes)> seen) : IDtlsOutput
    {
        public void Send(ReadOnlySpan<byte> datagram)
        {
            var bytes = datagram.ToArray();
            seen.Add((call.Now, bytes));
            var copies = call._random.NextDouble() < call._weather.Duplication ? 2 : 1;
            for (var i = 0; i < copies; i++)
            {
                if (call._random.NextDouble() < call._weather.Loss)
                    continue;

                var arrival = call.Now + call._weather.Latency + (call._weather.Jitter * call._random.NextDouble());
                call._inFlight.Enqueue((to, bytes), (arrival.Ticks, call._sent++));
            }
        }
    }
}

/// <summary>What a datagram may meet on its way.</summary>
public sealed record Weather
{
    public double Loss { get; init; }

    public double Duplication { get; init; }

    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(20);

    public TimeSpan Jitter { get; init; }
}
