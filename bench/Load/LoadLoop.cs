using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Client;
using Load.Edge;
using Load.Streams;
using Protocols;
using Protocols.Dtls;

namespace Load;

/// <summary>
/// The one thread on which all clients of a load live. It sweeps their sockets and rests in between instead of being woken for
/// each packet, because on one machine the waking is paid by the server that sent it.
/// </summary>
internal sealed class LoadLoop : IDisposable
{
    private static readonly TimeSpan Slack = TimeSpan.FromMicroseconds(60);

    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly List<LoadClient> _clients = [];
    private readonly List<StreamPlayer> _players = [];
    private readonly List<(LoadClient Client, TaskCompletionSource Settled)> _waiting = [];
    private readonly ReceiveBatch _receiving = new();
    private readonly Thread _thread;
    private readonly IPAddress _address;
    private readonly TimeSpan _rest;
    private int _nextPort;
    private Instant _nextSweep;
    private long _clockOffset;
    private Exception? _fault;
    private volatile bool _ended;

    public LoadLoop(IPAddress address, int firstPort, TimeSpan rest)
    {
        _address = address;
        _nextPort = firstPort;
        _rest = rest;
        _thread = new Thread(Run) { Name = "load", IsBackground = true };
        _thread.Start();
    }

    public DtlsIdentity Identity { get; } = DtlsIdentity.Create(DateTime.UtcNow - DateTime.UnixEpoch);

    public IRandomBytes Random { get; } = new SystemRandom();

    public SendBatch Sending { get; } = new();

    public SocketOptions Sockets { get; set; } = new();

    /// <summary>How long the loop worked, of the time since it was last asked.</summary>
    public double Busy { get; private set; }

    public long Trains => _receiving.Trains;

    /// <summary>An arrival by the kernel's clock as an instant of ours; 0 is now.</summary>
    public Instant InstantOf(long arrival) => arrival == 0 ? Clock.Now : new((arrival - _clockOffset) / 100);

    /// <summary>Runs on the loop's thread and waits for it.</summary>
    public Task<T> Do<T>(Func<T> work)
    {
        if (_fault is not null)
            return Task.FromException<T>(_fault);

        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _posted.Enqueue(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        });
        return done.Task;
    }

    public Task Do(Action work) => Do(() =>
    {
        work();
        return true;
    });

    public Task<LoadClient> AddAsync(ClientOptions options) => Do(() =>
    {
        var client = new LoadClient(this, new ClientSocket(new IPEndPoint(_address, _nextPort == 0 ? 0 : _nextPort++), Sending, Sockets), options);
        _clients.Add(client);
        return client;
    });

    /// <summary>Completes when the client is connected or has failed to be.</summary>
    public async Task<bool> SettleAsync(LoadClient client)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Do(() => _waiting.Add((client, settled)));
        await settled.Task;
        return client.Native.State == ClientState.Connected;
    }

    public Task AddAsync(LoadClient client, StreamPlayer player) => Do(() =>
    {
        client.Players.Add(player);
        _players.Add(player);
    });

    public Task RemoveAsync(IReadOnlyCollection<LoadClient> clients) => Do(() =>
    {
        foreach (var client in clients)
        {
            client.Native.Close(Clock.Now);
            Sending.Flush();
            client.Players.ForEach(player => _players.Remove(player));
            _clients.Remove(client);
            client.Dispose();
        }
    });

    public void Dispose()
    {
        _ended = true;
        _thread.Join();
        foreach (var client in _clients)
            client.Dispose();

        _receiving.Dispose();
        Sending.Dispose();
        Identity.Dispose();
    }

    private void Run()
    {
        var windowStart = Clock.Now;
        var worked = TimeSpan.Zero;
        try
        {
            while (!_ended)
            {
                var from = Clock.Now;
                Turn();
                var to = Clock.Now;
                worked += to - from;
                if (to - windowStart > TimeSpan.FromSeconds(1))
                {
                    Busy = worked / (to - windowStart);
                    (worked, windowStart) = (TimeSpan.Zero, to);
                }

                Clock.Sleep(NextTurn(to) - to);
            }
        }
        catch (Exception fault)
        {
            _fault = fault;
            foreach (var (_, settled) in _waiting)
                settled.SetException(fault);
        }
    }

    private void Turn()
    {
        while (_posted.TryDequeue(out var work))
            work();

        Play();
        if (Clock.Now < _nextSweep)
            return;

        // With many clients it is the asking that costs, not the packets: between sweeps more of them come together.
        _nextSweep = Clock.Now + _rest;
        foreach (var client in _clients)
            _receiving.Receive(client.Socket.Descriptor, client);

        Sending.Flush();
        var now = Clock.Now;
        _clockOffset = Clock.WallNanoseconds - (now.Ticks * 100);
        foreach (var client in _clients)
        {
            if (client.Native.NextDeadline <= now)
                client.Native.Advance(now);
        }

        Sending.Flush();
        Play();
        _waiting.RemoveAll(static waiting =>
        {
            if (!waiting.Client.IsSettled)
                return false;

            waiting.Settled.SetResult();
            return true;
        });
    }

    private void Play()
    {
        var now = Clock.Now;
        foreach (var player in _players)
        {
            if (player.NextDeadline > now)
                continue;

            player.Advance(now);
            Sending.Flush();
        }
    }

    private Instant NextTurn(Instant now)
    {
        var next = Instant.Earlier(now + _rest, _nextSweep);
        foreach (var player in _players)
            next = Instant.Earlier(next, player.NextDeadline - Slack);

        return next;
    }

    private sealed class SystemRandom : IRandomBytes
    {
        public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
    }
}
