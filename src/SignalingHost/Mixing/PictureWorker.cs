using System.Threading.Channels;
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
/// A thread that decodes, composes and encodes for some rooms. Packets wake it, because a camera's key frame is wanted soon, and the ticks of its
/// canvases do.
/// </summary>
internal sealed class PictureWorker : IEngine, IDisposable
{
    private const int MailboxSize = 4_096;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenStatistics = TimeSpan.FromMilliseconds(250);

    private readonly Channel<PictureLetter> _letters = Channel.CreateBounded<PictureLetter>(
        new BoundedChannelOptions(MailboxSize) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly AutoResetEvent _posted = new(initialState: false);
    private readonly Dictionary<RoomId, RoomPicture> _rooms = [];
    private readonly Dictionary<PeerId, RoomPicture> _bySeat = [];
    private readonly List<RoomPicture> _pictures = [];
    private readonly PicturePool _pool = new(new PicturePoolOptions());
    private readonly Lettering _lettering;
    private readonly Decorator _decorator;
    private readonly PictureMixOptions _options;
    private readonly EnginePort _port;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly PictureLoad _load;
    private PictureStatistics _statistics = new();
    private PictureStatistics _before = new();
    private Instant _nextStatistics = Instant.Zero;
    private volatile bool _isStopping;

    public PictureWorker(int number, MediaNode node, Lettering lettering, PictureMixOptions options, ILogger log)
    {
        (_options, _log, _lettering, _decorator) = (options, log, lettering, new Decorator(lettering));
        _port = node.OpenEnginePort(wake: () => _posted.Set());
        _load = new PictureLoad(new LoadSheddingOptions(), _port.Now);

        // What is late here is a picture; what is late on the threads of sound and packets is heard.
        _thread = new Thread(Run) { Name = $"picture {number}", IsBackground = true, Priority = ThreadPriority.BelowNormal };
    }

    /// <summary>A moment old, and whole.</summary>
    public PictureStatistics Statistics => Volatile.Read(ref _statistics);

    public void Start() => _thread.Start();

    /// <summary>False when the worker is too far behind.</summary>
    public bool Post(PictureLetter letter)
    {
        if (!_letters.Writer.TryWrite(letter))
            return false;

        _posted.Set();
        return true;
    }

    public void Dispose()
    {
        if (_isStopping)
            return;

        _isStopping = true;
        _posted.Set();
        if (_thread.IsAlive)
            _thread.Join();
    }

    void IEngine.Handle(EngineEvent what, Instant now)
    {
        if (!_bySeat.TryGetValue(what.Engine, out var picture))
            return;

        try
        {
            picture.Handle(what, now);
        }
        catch (Exception fault)
        {
            Fail(picture, fault);
        }
    }

    void IEngine.Receive(in EnginePacket facts, in Protocols.Rtp.RtpPacket packet, Instant now)
    {
        if (!_bySeat.TryGetValue(facts.Engine, out var picture))
            return;

        try
        {
            picture.Receive(facts, packet, now);
        }
        catch (Exception fault)
        {
            Fail(picture, fault);
        }
    }

    private void Run()
    {
        while (!_isStopping)
        {
            var now = _port.Now;
            var next = Turn(now);
            var end = _port.Now;
            Measure(now, end);
            var wait = next == Instant.Never ? LongestWait : next - end;
            if (wait > TimeSpan.Zero)
                _posted.WaitOne((int)Math.Ceiling(Math.Min(wait.TotalMilliseconds, LongestWait.TotalMilliseconds)));
        }

        foreach (var picture in _pictures)
            picture.Dispose();

        _pool.Dispose();
        _lettering.Dispose();
    }

    private Instant Turn(Instant now)
    {
        while (_letters.Reader.TryRead(out var letter))
            Handle(letter, now);

        _port.Receive(this, now);
        var next = Instant.Never;
        for (var i = _pictures.Count - 1; i >= 0; i--)
        {
            var picture = _pictures[i];
            if (picture.Viewers == 0)
            {
                Close(picture);
                continue;
            }

            if (picture.NextDeadline <= now)
                Advance(picture, now);

            next = Instant.Earlier(next, picture.NextDeadline);
        }

        _port.Flush();
        return next;
    }

    private void Measure(Instant from, Instant to)
    {
        if (_load.Receive(from, to))
        {
            Log.PicturesShed(_log, _load.Step);
            foreach (var picture in _pictures)
                picture.Mix.SetLimits(_load.Limits, to);
        }

        if (to < _nextStatistics)
            return;

        _nextStatistics = to + BetweenStatistics;
        var sum = _before with { Busy = _load.Busy, Step = _load.Step };
        foreach (var picture in _pictures)
            sum = sum.And(picture);

        Volatile.Write(ref _statistics, sum);
    }

    private void Handle(PictureLetter letter, Instant now)
    {
        if (!_rooms.TryGetValue(letter.Room, out var picture) && (letter is not PictureLetter.Join || (picture = Open(letter.Room, now)) is null))
            return;

        try
        {
            picture!.Handle(letter, now);
        }
        catch (Exception fault)
        {
            Fail(picture!, fault);
        }
    }

    private void Advance(RoomPicture picture, Instant now)
    {
        try
        {
            picture.Advance(now);
        }
        catch (Exception fault)
        {
            Fail(picture, fault);
        }
    }

    /// <summary>A defect ends one room's picture: its terminals see nothing new, and the other rooms go on.</summary>
    private void Fail(RoomPicture picture, Exception fault)
    {
        Log.PictureFault(_log, fault, picture.Seat.Room.Value);
        Close(picture);
    }

    private RoomPicture? Open(RoomId room, Instant now)
    {
        if (_port.TrySit(room) is not { } seat)
        {
            Log.RoomHasNoPicture(_log, room.Value);
            return null;
        }

        var picture = new RoomPicture(seat, _options, _decorator, _pool, (who, fault) => NameFault(room, who, fault));
        picture.Mix.SetLimits(_load.Limits, now);
        _rooms.Add(room, picture);
        _bySeat.Add(seat.Id, picture);
        _pictures.Add(picture);
        return picture;
    }

    private void Close(RoomPicture picture)
    {
        if (!_pictures.Remove(picture))
            return;

        _rooms.Remove(picture.Seat.Room);
        _bySeat.Remove(picture.Seat.Id);
        _before = _before.AndCounted(picture);
        picture.Dispose();
    }

    private void NameFault(RoomId room, ParticipantId who, DecodeOutcome fault) => Log.PictureNotDecoded(_log, who.Value, room.Value, fault.ToString());
}
