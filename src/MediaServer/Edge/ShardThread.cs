using System.Threading.Channels;
using MediaServer.Packets;
using MediaServer.Shards;
using Protocols;
using Protocols.Ice;

namespace MediaServer.Edge;

/// <summary>
/// The thread of one shard and its ports. A turn takes bounded batches of each kind of input, then sends everything that they
/// caused. Other threads may only <see cref="Post"/> and write into the shard's pipes, then <see cref="Wake"/> it.
/// </summary>
internal sealed class ShardThread : IDatagramSink, IRtpSink, IEgress, IDisposable
{
    private const int MailboxSize = 16_384;
    private const int LettersPerTurn = 32;
    private const int BatchesPerTurn = 8;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    private readonly Channel<ShardLetter> _mailbox = Channel.CreateBounded<ShardLetter>(
        new BoundedChannelOptions(MailboxSize) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly MonotonicClock _clock;
    private readonly IDatagramPort _udp;
    private readonly TcpPort _tcp;
    private readonly RtpPorts _terminals;
    private readonly RelayNetwork _relays;
    private readonly EngineNetwork _engines;
    private readonly ThreadOptions _options;
    private readonly AdaptiveTick _tick = new();
    private readonly Thread _thread;
    private int _isAsleep;
    private volatile bool _isStopping;

    public ShardThread(
        ShardIdentity identity, IDatagramPort udp, TcpPort tcp, RtpPorts terminals, RelayNetwork relays, EngineNetwork engines, MonotonicClock clock, ThreadOptions options, IMediaEvents events)
    {
        Index = identity.Index;
        _udp = udp;
        _tcp = tcp;
        _terminals = terminals;
        _relays = relays;
        _engines = engines;
        _clock = clock;
        _options = options;
        Core = new ShardCore(identity, this, relays.From(identity.Index), events);
        _thread = new Thread(Run) { Name = $"shard {Index}", IsBackground = true };
    }

    public int Index { get; }

    /// <summary>Belongs to the shard's thread; others read its counters only.</summary>
    public ShardCore Core { get; }

    public double Busy => _tick.Busy;

    public long TerminalDrops => _terminals[Index].Dropped;

    public bool IsRunning => _thread.IsAlive && !_isStopping;

    public void Start() => _thread.Start();

    /// <summary>False when the mailbox is full: the shard is overloaded, and the poster must say so to whoever asked.</summary>
    public bool Post(ShardLetter letter)
    {
        if (!_mailbox.Writer.TryWrite(letter))
            return false;

        Wake();
        return true;
    }

    public void Wake()
    {
        // Pairs with the fence in Rest: either the shard sees what was written before, or we see that it sleeps.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isAsleep) != 0)
            _udp.Wake();
    }

    public void Stop()
    {
        _isStopping = true;
        _udp.Wake();
        if (_thread.IsAlive)
            _thread.Join();
    }

    public void Dispose()
    {
        Stop();
        _tcp.Dispose();
        _udp.Dispose();
        Core.Dispose();
    }

    void IDatagramSink.Receive(TransportAddress from, Span<byte> datagram, Instant now) =>
        Core.Receive(new IceRoute(IceTransport.Udp, from, 0), datagram, now);

    void IRtpSink.Receive(int port, in TransportAddress from, Span<byte> datagram, Instant now) =>
        Core.ReceiveFromTerminal(port, from, datagram, now);

    void IEgress.Send(EgressBatch batch)
    {
        if (batch.HasStreams)
            _tcp.Send(batch);

        if (batch.HasTerminals)
            _terminals.Send(Index, batch);

        _udp.Send(batch);
    }

    private void Run()
    {
        ThreadPlacement.Apply(_options, Index);
        while (!_isStopping)
            Turn();
    }

    private void Turn()
    {
        var now = _clock.Now;
        var worked = ReceiveDatagrams(now);
        worked |= _tcp.Receive(Core, now);
        worked |= _terminals[Index].Receive(this, now);
        worked |= _relays.Receive(Index, Core, now);
        worked |= HandleLetters(now);
        worked |= _engines.Receive(Index, Core, now);
        if (Core.NextDeadline <= now)
        {
            Core.Advance(now);
            worked = true;
        }

        if (!worked)
        {
            Rest(now);
            return;
        }

        Core.Flush(_clock.Now);
        _relays.Flush(Index);
        _engines.Flush(Index);
        _tick.Worked(now, _clock.Now);

        // Resting while more is waiting would bound how much can be received at all.
        if (_tick.Rest > TimeSpan.Zero && !_udp.HasMore && !_terminals[Index].HasMore)
            ThreadPlacement.Sleep(_tick.Rest);
    }

    private bool ReceiveDatagrams(Instant now)
    {
        var worked = _udp.Receive(this, now);
        for (var batch = 1; batch < BatchesPerTurn && _udp.HasMore; batch++)
            _udp.Receive(this, now);

        return worked;
    }

    private bool HandleLetters(Instant now)
    {
        var handled = 0;
        while (handled < LettersPerTurn && _mailbox.Reader.TryRead(out var letter))
        {
            Core.Handle(letter, now);
            handled++;
        }

        return handled > 0;
    }

    private void Rest(Instant now)
    {
        Volatile.Write(ref _isAsleep, 1);
        Interlocked.MemoryBarrier();
        if (_mailbox.Reader.Count == 0 && _tcp.IsEmpty && _terminals[Index].IsEmpty && _relays.IsEmpty(Index) && _engines.IsEmpty(Index) && !_isStopping)
        {
            var wait = Core.NextDeadline - now;
            _udp.Wait(wait < LongestWait ? wait : LongestWait);
        }

        Volatile.Write(ref _isAsleep, 0);
        if (_tick.Gathering > TimeSpan.Zero && !_isStopping)
            ThreadPlacement.Sleep(_tick.Gathering);

        var woken = _clock.Now;
        _tick.Worked(woken, woken);
    }
}
