using System.Threading.Channels;
using MediaServer.Edge;
using MediaServer.Engines;
using MediaServer.Tracks;
using Mixer.Audio;
using Protocols;

namespace SignalingHost.Mixing;

/// <summary>
/// A thread that mixes the sound of some rooms. It sleeps until the next tick of any of them and then takes what has come: packets
/// need no waking, because they are heard at a tick. Ticks of rooms are spread over the 20 ms.
/// </summary>
internal sealed class SoundWorker : IEngine, IDisposable
{
    private const int MailboxSize = 16_384;

    /// <summary>The golden section: any number of phases in a row are far apart.</summary>
    private const double PhaseStep = 0.618_034;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Channel<SoundLetter> _letters = Channel.CreateBounded<SoundLetter>(
        new BoundedChannelOptions(MailboxSize) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly AutoResetEvent _posted = new(initialState: false);
    private readonly Dictionary<RoomId, RoomMix> _rooms = [];
    private readonly Dictionary<PeerId, RoomMix> _bySeat = [];
    private readonly List<RoomMix> _mixes = [];
    private readonly EnginePort _port;
    private readonly SoundMixOptions _options;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private double _phase;
    private long _skippedBefore;
    private long _droppedBefore;
    private long _busyTicks;
    private long _skipped;
    private long _dropped;
    private int _roomCount;
    private int _listenerCount;
    private volatile bool _isStopping;

    public SoundWorker(int number, MediaNode node, SoundMixOptions options, ILogger log)
    {
        (_options, _log) = (options, log);
        _port = node.OpenEnginePort(wake: () => { });
        _thread = new Thread(Run) { Name = $"sound {number}", IsBackground = true };
    }

    /// <summary>Anyone may read it; each number is whole, if perhaps a moment old.</summary>
    public SoundStatistics Statistics => new(
        Volatile.Read(ref _roomCount), Volatile.Read(ref _listenerCount), Volatile.Read(ref _skipped), Volatile.Read(ref _dropped), new TimeSpan(Volatile.Read(ref _busyTicks)));

    public void Start() => _thread.Start();

    /// <summary>False when the worker is too far behind.</summary>
    public bool Post(SoundLetter letter)
    {
        if (!_letters.Writer.TryWrite(letter))
            return false;

        _posted.Set();
        return true;
    }

    /// <summary>Again does nothing: whoever started it ends it, and the container, which made it, does too.</summary>
    public void Dispose()
    {
        if (_isStopping)
            return;

        _isStopping = true;
        _letters.Writer.TryComplete();
        _posted.Set();
        if (_thread.IsAlive)
            _thread.Join();

        _posted.Dispose();
    }

    void IEngine.Handle(EngineEvent what, Instant now)
    {
        if (_bySeat.TryGetValue(what.Engine, out var mix))
            mix.Handle(what);
    }

    void IEngine.Receive(in EnginePacket facts, in Protocols.Rtp.RtpPacket packet, Instant now)
    {
        if (_bySeat.TryGetValue(facts.Engine, out var mix))
            mix.Receive(facts, packet);
    }

    private void Run()
    {
        _ = ThreadNiceness.TryTake(ThreadNiceness.Sound);
        while (!_isStopping)
        {
            var now = _port.Now;
            var next = Turn(now);
            var end = _port.Now;
            Volatile.Write(ref _busyTicks, _busyTicks + (end - now).Ticks);
            Rest(next, end);
        }

        foreach (var mix in _mixes)
            mix.Dispose();
    }

    private Instant Turn(Instant now)
    {
        while (_letters.Reader.TryRead(out var letter))
            Handle(letter, now);

        _port.Receive(this, now);
        var next = Instant.Never;
        var (listeners, skipped, dropped) = (0, 0L, 0L);
        for (var i = _mixes.Count - 1; i >= 0; i--)
        {
            var mix = _mixes[i];
            if (!TryAdvance(mix, now) || mix.Listeners == 0)
            {
                Close(mix);
                continue;
            }

            skipped += mix.TicksSkipped;
            dropped += mix.Dropped;
            listeners += mix.Listeners;
            next = Instant.Earlier(next, mix.NextDeadline);
        }

        _port.Flush();
        Volatile.Write(ref _roomCount, _mixes.Count);
        Volatile.Write(ref _listenerCount, listeners);
        Volatile.Write(ref _skipped, _skippedBefore + skipped);
        Volatile.Write(ref _dropped, _droppedBefore + dropped);
        return next;
    }

    /// <summary>A defect ends one room's mix: its listeners hear silence, and the other rooms go on.</summary>
    private bool TryAdvance(RoomMix mix, Instant now)
    {
        try
        {
            if (mix.NextDeadline <= now)
                mix.Advance(now);

            return true;
        }
        catch (Exception fault)
        {
            Log.MixFault(_log, fault, mix.Seat.Room.Value);
            return false;
        }
    }

    private void Handle(SoundLetter letter, Instant now)
    {
        if (!_rooms.TryGetValue(letter.Room, out var mix))
        {
            if (letter is SoundLetter.Tell { Ended: { } ended })
                ended(PromptEnd.Gone);

            if (letter is not SoundLetter.Join || Open(letter.Room, now) is not { } opened)
                return;

            mix = opened;
        }

        mix.Handle(letter, now);
    }

    private RoomMix? Open(RoomId room, Instant now)
    {
        if (_port.TrySit(room) is not { } seat)
        {
            Log.RoomHasNoSound(_log, room.Value);
            return null;
        }

        _phase = (_phase + PhaseStep) % 1;
        var mix = new RoomMix(seat, _options, now + (SoundFrame.Duration * (1 + _phase)));
        _rooms.Add(room, mix);
        _bySeat.Add(seat.Id, mix);
        _mixes.Add(mix);
        return mix;
    }

    private void Close(RoomMix mix)
    {
        _mixes.Remove(mix);
        _rooms.Remove(mix.Seat.Room);
        _bySeat.Remove(mix.Seat.Id);
        _skippedBefore += mix.TicksSkipped;
        _droppedBefore += mix.Dropped;
        mix.Dispose();
    }

    private void Rest(Instant next, Instant now)
    {
        var wait = next == Instant.Never ? LongestWait : next - now;
        if (wait > TimeSpan.Zero)
            _posted.WaitOne((int)Math.Ceiling(Math.Min(wait.TotalMilliseconds, LongestWait.TotalMilliseconds)));
    }
}

/// <summary>What a worker does and has done: rooms and listeners now, ticks left out, packets lost, time worked.</summary>
internal readonly record struct SoundStatistics(int Rooms, int Listeners, long TicksSkipped, long Dropped, TimeSpan Busy);
