using MediaServer.Edge;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Meetings.Conduct;
using Mixer.Video.Drawing;
using Mixer.Video.Mixing;
using Mixer.Video.Planning;
using Protocols;
using SignalingHost.Conferences;

namespace SignalingHost.Mixing;

/// <summary>
/// The pictures of all rooms: who watches where, which thread composes it, and what the meeting says is to be seen. A room stays with its thread until
/// nobody watches.
/// </summary>
internal sealed class RoomPictures : IRoomPictures, IDisposable
{
    private static readonly StreamWish Speaker = new(new SourceChoice.DominantSpeaker());

    private readonly Lock _gate = new();
    private readonly Dictionary<RoomId, Hall> _halls = [];
    private readonly Func<RoomId, RunningMeeting?> _meetingOf;
    private readonly PictureWorker[] _workers;
    private readonly int[] _viewers;
    private readonly PicturePromises _promises = new(new CostModel(), new Admission(Environment.ProcessorCount, new AdmissionOptions()));
    private readonly MachineSpeed _speed = new(new MachineSpeedOptions());
    private readonly Dictionary<TrackId, int> _twins = [];
    private long _refused;
    private long _refusedTwins;

    public RoomPictures(MediaNode node, Func<RoomId, RunningMeeting?> meetingOf, int threads, Func<Lettering> openLettering, PictureMixOptions options, ILogger<RoomPictures> log)
    {
        _meetingOf = meetingOf;
        _workers = [.. Enumerable.Range(0, threads).Select(number => new PictureWorker(number, node, openLettering(), options, TwinClosed, log))];
        _viewers = new int[threads];
    }

    public IReadOnlyList<PictureStatistics> Statistics => [.. _workers.Select(worker => worker.Statistics)];

    /// <summary>What is promised to those who watch, in cores.</summary>
    public double Promised
    {
        get
        {
            lock (_gate)
                return _promises.Promised;
        }
    }

    /// <summary>How many times slower this machine has turned out to be than the one that costs were measured on.</summary>
    public double MachineFactor
    {
        get
        {
            lock (_gate)
                return Weigh();
        }
    }

    /// <summary>For how many there was no room.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>How many tracks have a twin.</summary>
    public int Twins
    {
        get
        {
            lock (_gate)
                return _twins.Count;
        }
    }

    /// <summary>How often somebody asked for a twin that there was no room for.</summary>
    public long RefusedTwins => Volatile.Read(ref _refusedTwins);

    // A new room goes to the thread that is best off.
    public bool TakesNewVideo => _workers.Min(worker => worker.Statistics.Step) < ShedStep.NewVideo;

    public bool TakesNewCalls => _workers.Min(worker => worker.Statistics.Step) < ShedStep.NewCalls;

    public void Start()
    {
        foreach (var worker in _workers)
            worker.Start();
    }

    public StreamWish Join(RoomId room, ParticipantId who, PictureTerms terms)
    {
        lock (_gate)
        {
            if (!_halls.TryGetValue(room, out var hall))
                hall = NewHall(room);

            Weigh();
            var best = RateLadder.Best(terms.ToLimits(), terms.Rate, MixLimits.None);
            var limits = MixLimits.None with { NewVideo = hall.Step < ShedStep.NewVideo || hall.Viewers.Contains(who) };
            if (!_promises.TryPromise(room, who, best, limits))
            {
                Volatile.Write(ref _refused, _refused + 1);
                Forget(hall, who);
                return Speaker;
            }

            _halls[room] = hall;

            if (hall.Viewers.Add(who))
                _viewers[hall.Worker]++;

            _workers[hall.Worker].Post(new PictureLetter.Join(room, who, terms));
            hall.Follow(_meetingOf(room));
        }

        return new StreamWish(new SourceChoice.Of(RoomPicture.MixerFor(who), TrackSource.Camera));
    }

    public void Limit(RoomId room, ParticipantId who, Bitrate rate)
    {
        lock (_gate)
        {
            if (_halls.TryGetValue(room, out var hall))
                _workers[hall.Worker].Post(new PictureLetter.Limit(room, who, rate));
        }
    }

    public void Leave(RoomId room, ParticipantId who)
    {
        lock (_gate)
        {
            if (_halls.TryGetValue(room, out var hall))
                Forget(hall, who);
        }
    }

    public bool TryTwin(RoomId room, TrackId of)
    {
        lock (_gate)
        {
            if (_twins.ContainsKey(of))
                return true;

            var worker = FindFreest();
            var limits = MixLimits.None with { NewVideo = _workers[worker].Statistics.Step < ShedStep.NewVideo };
            if (!_promises.TryPromiseTwin(limits))
            {
                Volatile.Write(ref _refusedTwins, _refusedTwins + 1);
                return false;
            }

            if (!_workers[worker].Post(new PictureLetter.Twin(room, of)))
            {
                _promises.GiveBackTwin();
                return false;
            }

            _twins.Add(of, worker);
            _viewers[worker]++;
            return true;
        }
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
            worker.Dispose();
    }

    private double Weigh()
    {
        var statistics = Statistics;
        _speed.Receive(statistics.Sum(worker => worker.Work), new TimeSpan(statistics.Sum(worker => worker.Taken.Ticks)));
        return _promises.MachineFactor = _speed.Factor;
    }

    /// <summary>Called on the thread that made it.</summary>
    private void TwinClosed(TrackId of)
    {
        lock (_gate)
        {
            if (!_twins.Remove(of, out var worker))
                return;

            _viewers[worker]--;
            _promises.GiveBackTwin();
        }
    }

    private Hall NewHall(RoomId room)
    {
        var best = FindFreest();
        return new Hall(room, best, _workers[best]);
    }

    private int FindFreest()
    {
        var best = 0;
        for (var at = 1; at < _workers.Length; at++)
        {
            if ((_workers[at].Statistics.Step, _viewers[at]).CompareTo((_workers[best].Statistics.Step, _viewers[best])) < 0)
                best = at;
        }

        return best;
    }

    private void Forget(Hall hall, ParticipantId who)
    {
        if (!hall.Viewers.Remove(who))
            return;

        _promises.GiveBack(hall.Room, who);
        _viewers[hall.Worker]--;
        _workers[hall.Worker].Post(new PictureLetter.Leave(hall.Room, who));
        if (hall.Viewers.Count > 0)
            return;

        hall.Follow(null);
        _halls.Remove(hall.Room);
    }

    /// <summary>Who is shown the picture of one room, whose thread makes it, and the meeting that says what is in it.</summary>
    private sealed class Hall(RoomId room, int number, PictureWorker worker) : IMeetingListener
    {
        private RunningMeeting? _meeting;

        public RoomId Room => room;

        public int Worker => number;

        public ShedStep Step => worker.Statistics.Step;

        public HashSet<ParticipantId> Viewers { get; } = [];

        public void Follow(RunningMeeting? meeting)
        {
            if (ReferenceEquals(meeting, _meeting))
                return;

            _meeting?.Unsubscribe(this);
            _meeting = meeting;
            if (meeting?.Subscribe(this) is { } view)
                worker.Post(new PictureLetter.Direct(room, PictureDirections.Of(view)));
        }

        void IMeetingListener.Hear(MeetingView view, IReadOnlyList<MeetingEvent> events) =>
            worker.Post(new PictureLetter.Direct(room, PictureDirections.Of(view)));
    }
}
