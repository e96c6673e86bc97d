using MediaServer.Edge;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Meetings.Conduct;
using Mixer.Video.Drawing;
using Mixer.Video.Mixing;
using Protocols;
using SignalingHost.Conferences;

namespace SignalingHost.Mixing;

/// <summary>
/// The pictures of all rooms: who watches where, which thread composes it, and what the meeting says is to be seen. A room stays with its thread until
/// nobody watches.
/// </summary>
internal sealed class RoomPictures : IRoomPictures, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RoomId, Hall> _halls = [];
    private readonly Func<RoomId, RunningMeeting?> _meetingOf;
    private readonly PictureWorker[] _workers;
    private readonly int[] _viewers;

    public RoomPictures(MediaNode node, Func<RoomId, RunningMeeting?> meetingOf, int threads, Func<Lettering> openLettering, PictureMixOptions options, ILogger<RoomPictures> log)
    {
        _meetingOf = meetingOf;
        _workers = [.. Enumerable.Range(0, threads).Select(number => new PictureWorker(number, node, openLettering(), options, log))];
        _viewers = new int[threads];
    }

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
            {
                var worker = Array.IndexOf(_viewers, _viewers.Min());
                _halls[room] = hall = new Hall(room, worker, _workers[worker]);
            }

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
            if (!_halls.TryGetValue(room, out var hall) || !hall.Viewers.Remove(who))
                return;

            _viewers[hall.Worker]--;
            _workers[hall.Worker].Post(new PictureLetter.Leave(room, who));
            if (hall.Viewers.Count > 0)
                return;

            hall.Follow(null);
            _halls.Remove(room);
        }
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
            worker.Dispose();
    }

    /// <summary>Who is shown the picture of one room, whose thread makes it, and the meeting that says what is in it.</summary>
    private sealed class Hall(RoomId room, int number, PictureWorker worker) : IMeetingListener
    {
        private RunningMeeting? _meeting;

        public int Worker => number;

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
