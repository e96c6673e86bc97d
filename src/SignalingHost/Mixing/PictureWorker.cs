using MediaServer.Edge;
using MediaServer.Engines;
using MediaServer.Tracks;
using Mixer.Video;
using Mixer.Video.Codecs;
using Mixer.Video.Drawing;
using Mixer.Video.Mixing;
using Mixer.Video.Planning;
using Protocols;

namespace SignalingHost.Mixing;

/// <summary>
/// Decodes, composes and encodes for some rooms, on a thread of its own. Packets wake it, because a camera's key frame is wanted soon, and the ticks of its
/// canvases do.
/// </summary>
internal sealed class PictureWorker : IMixWork<PictureLetter>, IDisposable
{
    private static readonly TimeSpan BetweenStatistics = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<RoomId, KeptPicture> _rooms = [];
    private readonly Dictionary<PeerId, KeptPicture> _bySeat = [];
    private readonly List<KeptPicture> _pictures = [];
    private readonly PicturePool _pool = new(new PicturePoolOptions());
    private readonly Lettering _lettering;
    private readonly Decorator _decorator;
    private readonly PictureMixOptions _options;
    private readonly MixThread<PictureLetter> _thread;
    private readonly ILogger _log;
    private readonly PictureLoad _load;
    private readonly PictureTwins _twins;
    private PictureStatistics _statistics = new();
    private PictureStatistics _before = new();
    private Instant _nextStatistics = Instant.Zero;

    public PictureWorker(int number, MediaNode node, Lettering lettering, PictureMixOptions options, Action<TrackId> twinClosed, ILogger log)
    {
        (_options, _log, _lettering, _decorator) = (options, log, lettering, new Decorator(lettering));
        var setup = new MixThreadSetup($"picture {number}") { MailboxSize = 4_096, Niceness = ThreadNiceness.Pictures, PacketsWake = true };
        _thread = new(setup, node, this);
        _load = new PictureLoad(new LoadSheddingOptions(), _thread.Now);
        _twins = new PictureTwins(_thread.TrySit, _pool, log, twinClosed);
    }

    /// <summary>A moment old, and whole.</summary>
    public PictureStatistics Statistics => Volatile.Read(ref _statistics);

    public Instant NextDeadline { get; private set; } = Instant.Never;

    public void Start() => _thread.Start();

    /// <summary>False when the worker is too far behind.</summary>
    public bool Post(PictureLetter letter) => _thread.Post(letter);

    public void Dispose() => _thread.Dispose();

    void IMixWork<PictureLetter>.Handle(PictureLetter letter, Instant now)
    {
        if (letter is PictureLetter.Twin(var room, var of))
        {
            _twins.Open(room, of, now);
            return;
        }

        if (!_rooms.TryGetValue(letter.Room, out var kept))
        {
            if (letter is not PictureLetter.Join)
                return;

            kept = new KeptPicture(letter.Room);
            _rooms.Add(letter.Room, kept);
            _pictures.Add(kept);
        }

        kept.Receive(letter, now);
        try
        {
            kept.Picture?.Handle(letter, now);
        }
        catch (Exception fault)
        {
            Fail(kept, fault, now);
        }
    }

    void IEngine.Handle(EngineEvent what, Instant now)
    {
        if (_twins.TryHandle(what, now) || !_bySeat.TryGetValue(what.Engine, out var kept))
            return;

        try
        {
            kept.Picture!.Handle(what, now);
        }
        catch (Exception fault)
        {
            Fail(kept, fault, now);
        }
    }

    void IEngine.Receive(in EnginePacket facts, in Protocols.Rtp.RtpPacket packet, Instant now)
    {
        if (_twins.TryReceive(facts, packet, now) || !_bySeat.TryGetValue(facts.Engine, out var kept))
            return;

        try
        {
            kept.Picture!.Receive(facts, packet, now);
        }
        catch (Exception fault)
        {
            Fail(kept, fault, now);
        }
    }

    void IMixWork<PictureLetter>.Advance(Instant now)
    {
        NextDeadline = _twins.Advance(now);
        for (var i = _pictures.Count - 1; i >= 0; i--)
        {
            var kept = _pictures[i];
            if (kept.IsEmpty)
            {
                Close(kept);
                _rooms.Remove(kept.Room);
                _pictures.RemoveAt(i);
                continue;
            }

            if (kept.NextDeadline <= now)
                Advance(kept, now);

            NextDeadline = Instant.Earlier(NextDeadline, kept.NextDeadline);
        }
    }

    void IMixWork<PictureLetter>.Measure(Instant from, Instant to)
    {
        if (_load.Receive(from, to))
        {
            Log.PicturesShed(_log, _load.Step);
            _twins.SetLimits(_load.Limits);
            foreach (var kept in _pictures)
                Limit(kept, to);
        }

        if (to < _nextStatistics)
            return;

        _nextStatistics = to + BetweenStatistics;
        var twins = _twins.Statistics;
        var sum = _before with { Busy = _load.Busy, Taken = EnginePort.TakenByThisThread, Work = _before.Work + twins.Work, Step = _load.Step, Twins = twins };
        foreach (var kept in _pictures)
            sum = kept.Picture is { } picture ? sum.And(picture) : sum;

        Volatile.Write(ref _statistics, sum);
    }

    void IMixWork<PictureLetter>.End()
    {
        foreach (var kept in _pictures)
            kept.Picture?.Dispose();

        _twins.Dispose();
        _pool.Dispose();
        _lettering.Dispose();
    }

    private void Advance(KeptPicture kept, Instant now)
    {
        try
        {
            if (kept.Picture is { } picture)
                picture.Advance(now);
            else
                Open(kept, now);
        }
        catch (Exception fault)
        {
            Fail(kept, fault, now);
        }
    }

    private void Limit(KeptPicture kept, Instant now)
    {
        try
        {
            kept.Picture?.Mix.SetLimits(_load.Limits, now);
        }
        catch (Exception fault)
        {
            Fail(kept, fault, now);
        }
    }

    /// <summary>A defect ends one room's picture for a while: its terminals see nothing new, and the other rooms go on.</summary>
    private void Fail(KeptPicture kept, Exception fault, Instant now)
    {
        Log.PictureFault(_log, fault, kept.Room.Value);
        _before = _before with { Faults = _before.Faults + 1 };
        kept.Fail(now);
        if (kept.OpensAt == Instant.Never)
            Log.PictureGivenUp(_log, kept.Room.Value);
        Close(kept);
    }

    private void Open(KeptPicture kept, Instant now)
    {
        if (_thread.TrySit(kept.Room) is not { } seat)
        {
            Log.RoomHasNoPicture(_log, kept.Room.Value);
            kept.Fail(now);
            return;
        }

        var picture = new RoomPicture(seat, _options, _decorator, _pool, (who, fault) => NameFault(kept.Room, who, fault));
        kept.Picture = picture;
        _bySeat.Add(seat.Id, kept);
        picture.Mix.SetLimits(_load.Limits, now);
        foreach (var letter in kept.Letters)
            picture.Handle(letter, now);
    }

    private void Close(KeptPicture kept)
    {
        if (kept.Picture is not { } picture)
            return;

        kept.Picture = null;
        _bySeat.Remove(picture.Seat.Id);
        _before = _before.AndCounted(picture);
        try
        {
            picture.Dispose();
        }
        catch (Exception fault)
        {
            // What is broken may break again while it is taken down.
            Log.PictureFault(_log, fault, kept.Room.Value);
        }
    }

    private void NameFault(RoomId room, ParticipantId who, DecodeOutcome fault) => Log.PictureNotDecoded(_log, who.Value, room.Value, fault.ToString());
}
