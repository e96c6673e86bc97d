using MediaServer.Edge;
using MediaServer.Engines;
using MediaServer.Tracks;
using Mixer.Audio;
using Protocols;

namespace SignalingHost.Mixing;

/// <summary>
/// Mixes the sound of some rooms, on a thread of its own. Packets need no waking, because they are heard at a tick. Ticks of rooms are spread over the 20 ms.
/// </summary>
internal sealed class SoundWorker : IMixWork<SoundLetter>, IDisposable
{
    /// <summary>The golden section: any number of phases in a row are far apart.</summary>
    private const double PhaseStep = 0.618_034;

    private readonly Dictionary<RoomId, RoomMix> _rooms = [];
    private readonly Dictionary<PeerId, RoomMix> _bySeat = [];
    private readonly List<RoomMix> _mixes = [];
    private readonly MixThread<SoundLetter> _thread;
    private readonly SoundMixOptions _options;
    private readonly ILogger _log;
    private double _phase;
    private long _skippedBefore;
    private long _droppedBefore;
    private long _busyTicks;
    private long _skipped;
    private long _dropped;
    private int _roomCount;
    private int _listenerCount;

    public SoundWorker(int number, MediaNode node, SoundMixOptions options, ILogger log)
    {
        (_options, _log) = (options, log);
        _thread = new(new MixThreadSetup($"sound {number}") { MailboxSize = 16_384, Niceness = ThreadNiceness.Sound }, node, this);
    }

    /// <summary>Anyone may read it; each number is whole, if perhaps a moment old.</summary>
    public SoundStatistics Statistics => new(
        Volatile.Read(ref _roomCount), Volatile.Read(ref _listenerCount), Volatile.Read(ref _skipped), Volatile.Read(ref _dropped), new TimeSpan(Volatile.Read(ref _busyTicks)));

    public Instant NextDeadline { get; private set; } = Instant.Never;

    public void Start() => _thread.Start();

    /// <summary>False when the worker is too far behind.</summary>
    public bool Post(SoundLetter letter) => _thread.Post(letter);

    public void Dispose() => _thread.Dispose();

    void IMixWork<SoundLetter>.Handle(SoundLetter letter, Instant now)
    {
        if (!_rooms.TryGetValue(letter.Room, out var mix))
        {
            if (letter is SoundLetter.Tell { Ended: { } ended })
                ended(PromptEnd.Gone);

            if (letter is not SoundLetter.Join || Open(letter.Room, now) is not { } opened)
                return;

            mix = opened;
        }

        try
        {
            mix.Handle(letter, now);
        }
        catch (Exception fault)
        {
            Fail(mix, fault);
        }
    }

    void IEngine.Handle(EngineEvent what, Instant now)
    {
        if (!_bySeat.TryGetValue(what.Engine, out var mix))
            return;

        try
        {
            mix.Handle(what, now);
        }
        catch (Exception fault)
        {
            Fail(mix, fault);
        }
    }

    void IEngine.Receive(in EnginePacket facts, in Protocols.Rtp.RtpPacket packet, Instant now)
    {
        if (!_bySeat.TryGetValue(facts.Engine, out var mix))
            return;

        try
        {
            mix.Receive(facts, packet);
        }
        catch (Exception fault)
        {
            Fail(mix, fault);
        }
    }

    void IMixWork<SoundLetter>.Advance(Instant now)
    {
        NextDeadline = Instant.Never;
        var (listeners, skipped, dropped) = (0, 0L, 0L);
        for (var i = _mixes.Count - 1; i >= 0; i--)
        {
            var mix = _mixes[i];
            if (mix.NextDeadline <= now && !TryAdvance(mix, now))
                continue;

            if (mix.Listeners == 0)
            {
                Close(mix);
                continue;
            }

            skipped += mix.TicksSkipped;
            dropped += mix.Dropped;
            listeners += mix.Listeners;
            NextDeadline = Instant.Earlier(NextDeadline, mix.NextDeadline);
        }

        Volatile.Write(ref _roomCount, _mixes.Count);
        Volatile.Write(ref _listenerCount, listeners);
        Volatile.Write(ref _skipped, _skippedBefore + skipped);
        Volatile.Write(ref _dropped, _droppedBefore + dropped);
    }

    void IMixWork<SoundLetter>.Measure(Instant from, Instant to) => Volatile.Write(ref _busyTicks, _busyTicks + (to - from).Ticks);

    void IMixWork<SoundLetter>.End()
    {
        foreach (var mix in _mixes)
            mix.Dispose();
    }

    private bool TryAdvance(RoomMix mix, Instant now)
    {
        try
        {
            mix.Advance(now);
            return true;
        }
        catch (Exception fault)
        {
            Fail(mix, fault);
            return false;
        }
    }

    private RoomMix? Open(RoomId room, Instant now)
    {
        if (_thread.TrySit(room) is not { } seat)
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

    /// <summary>A defect ends one room's mix: its listeners hear silence, and the other rooms go on.</summary>
    private void Fail(RoomMix mix, Exception fault)
    {
        Log.MixFault(_log, fault, mix.Seat.Room.Value);
        Close(mix);
    }

    private void Close(RoomMix mix)
    {
        _mixes.Remove(mix);
        _rooms.Remove(mix.Seat.Room);
        _bySeat.Remove(mix.Seat.Id);
        _skippedBefore += mix.TicksSkipped;
        _droppedBefore += mix.Dropped;
        try
        {
            mix.Dispose();
        }
        catch (Exception fault)
        {
            // What is broken may break again while it is taken down.
            Log.MixFault(_log, fault, mix.Seat.Room.Value);
        }
    }
}

/// <summary>What a worker does and has done: rooms and listeners now, ticks left out, packets lost, time worked.</summary>
internal readonly record struct SoundStatistics(int Rooms, int Listeners, long TicksSkipped, long Dropped, TimeSpan Busy);
