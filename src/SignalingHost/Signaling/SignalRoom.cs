using System.Collections.Concurrent;
using System.Threading.Channels;
using MediaServer.Edge;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Conferences;
using SignalingHost.Mixing;

namespace SignalingHost.Signaling;

/// <summary>
/// The clients of one running meeting. It hears the meeting's turns: gates follow at once, on the desk's own thread and in its order; what
/// clients are told is written once for all of them, on the room's own loop.
/// </summary>
internal sealed class SignalRoom : IMeetingListener
{
    private const int MostTurnsWaiting = 4_096;

    private readonly SignalRooms _rooms;
    private readonly Channel<Turn> _turns = Channel.CreateBounded<Turn>(new BoundedChannelOptions(MostTurnsWaiting) { SingleReader = true });
    private readonly ConcurrentDictionary<ParticipantId, Stay> _stays = new();
    private readonly ConcurrentDictionary<ParticipantId, QualityMark> _marks = new();
    private readonly HashSet<ParticipantId> _marked = [];
    private readonly Lock _gate = new();
    private readonly List<SignalSocket> _sockets = [];
    private MeetingView _told;
    private volatile MeetingView? _missed;
    private DateTimeOffset _qualityAt;

    public SignalRoom(SignalRooms rooms, RunningMeeting meeting)
    {
        _rooms = rooms;
        Meeting = meeting;
        _told = meeting.Subscribe(this);
    }

    public RunningMeeting Meeting { get; }

    /// <summary>Called by the desk.</summary>
    public void Hear(MeetingView view, IReadOnlyList<MeetingEvent> events)
    {
        foreach (var happened in events)
        {
            if (happened is MeetingEvent.ParticipantChanged changed && _stays.TryGetValue(changed.After.Id, out var stay))
                stay.Media.Follow(changed.After, view.Version);
            else if (happened is MeetingEvent.ParticipantRemoved removed && _stays.TryRemove(removed.Last.Id, out var over))
                over.Media.End();
        }

        if (!_turns.Writer.TryWrite(new Turn(view, events)))
            _missed = view;
    }

    /// <summary>Tells the clients until the meeting is over.</summary>
    public async Task RunAsync()
    {
        while (!_told.IsOver && await _turns.Reader.WaitToReadAsync())
        {
            while (_turns.Reader.TryRead(out var turn))
                Tell(turn);
            if (Interlocked.Exchange(ref _missed, null) is { } latest)
                Tell(new Turn(latest, []));
        }

        Meeting.Unsubscribe(this);
        foreach (var stay in _stays.Values)
            stay.Media.End();
    }

    /// <summary>From now on the socket hears the meeting's turns; older ones than the view it goes by it leaves alone.</summary>
    public void Listen(SignalSocket socket)
    {
        lock (_gate)
        {
            if (!_sockets.Contains(socket))
                _sockets.Add(socket);
        }
    }

    /// <summary>
    /// The socket speaks for him from now on, in place of any other. Null when he is not in (any more); otherwise the meeting as it is, in
    /// which he is.
    /// </summary>
    public (MeetingView View, ParticipantMedia Media)? Attach(SignalSocket socket, ParticipantId who, bool isAnotherDevice)
    {
        Listen(socket);
        var stay = _stays.GetOrAdd(who, id => new Stay(_rooms.MediaOf(this, id)));
        var former = Interlocked.Exchange(ref stay.Socket, socket);
        stay.Media.Listener = socket;
        if (former is not null && former != socket)
            former.Post(session => session.Moved());
        if (isAnotherDevice)
            stay.Media.Reset();

        var view = Meeting.View;
        if (view.Find(who) is { HasEntered: true } participant)
        {
            stay.Media.Follow(participant, view.Version);
            return (view, stay.Media);
        }

        if (_stays.TryRemove(who, out var gone))
            gone.Media.End();
        return null;
    }

    /// <summary>The socket is gone. True when it was the one that spoke for him, so that nobody does now.</summary>
    public bool Detach(SignalSocket socket, ParticipantId who)
    {
        lock (_gate)
            _sockets.Remove(socket);

        if (!_stays.TryGetValue(who, out var stay) || Interlocked.CompareExchange(ref stay.Socket, null, socket) != socket)
            return false;

        stay.Media.Listener = null;
        return true;
    }

    public bool HasSocket(ParticipantId who) => _stays.TryGetValue(who, out var stay) && Volatile.Read(ref stay.Socket) is not null;

    /// <summary>What his client says of his lines; the others hear of it every few seconds.</summary>
    public void Report(ParticipantId who, IReadOnlyList<TrackReport> tracks, DateTimeOffset now)
    {
        if (QualityMark.Of(tracks) is not { } mark)
            return;

        _marks[who] = mark;
        byte[] message;
        lock (_gate)
        {
            _marked.Add(who);
            if (now - _qualityAt < _rooms.Options.QualityEvery)
                return;

            _qualityAt = now;
            message = ServerText.Quality(_marked.Select(id => (id, _marks[id])));
            _marked.Clear();
        }

        foreach (var socket in Sockets())
            socket.Post(session => session.Told(message));
    }

    /// <summary>What his client said last of his lines; null while it has said nothing.</summary>
    public QualityMark? MarkOf(ParticipantId who) => _marks.TryGetValue(who, out var mark) ? mark : null;

    private void Tell(Turn turn)
    {
        if (turn.View.Version < _told.Version)
            return;

        var sockets = Sockets();
        if (sockets.Length > 0)
        {
            var news = MeetingNews.Of(_told, turn.View, turn.Events);
            foreach (var socket in sockets)
                socket.Post(session => session.Hear(news));
        }

        _told = turn.View;
        foreach (var who in _marks.Keys.Where(who => turn.View.Find(who) is null))
            _marks.TryRemove(who, out _);
    }

    private SignalSocket[] Sockets()
    {
        lock (_gate)
            return [.. _sockets];
    }

    private readonly record struct Turn(MeetingView View, IReadOnlyList<MeetingEvent> Events);

    private sealed class Stay(ParticipantMedia media)
    {
        /// <summary>Null while the connection is broken.</summary>
        public SignalSocket? Socket;

        public ParticipantMedia Media => media;
    }
}

/// <summary>The rooms of the meetings that have clients.</summary>
internal sealed class SignalRooms(MediaNode node, IRoomSound sounds, MediaPeers peers, SignalOptions options, TimeProvider clock)
{
    private readonly Dictionary<RunId, SignalRoom> _rooms = [];
    private readonly Lock _gate = new();

    public SignalOptions Options => options;

    public SignalRoom Of(RunningMeeting meeting)
    {
        lock (_gate)
        {
            if (_rooms.TryGetValue(meeting.Run, out var room))
                return room;

            room = new SignalRoom(this, meeting);
            _rooms.Add(meeting.Run, room);
            _ = Task.Run(() => RunAsync(meeting.Run, room));
            return room;
        }
    }

    public QualityMark? MarkOf(RunId run, ParticipantId who)
    {
        lock (_gate)
            return _rooms.TryGetValue(run, out var room) ? room.MarkOf(who) : null;
    }

    public ParticipantMedia MediaOf(SignalRoom room, ParticipantId who) =>
        new(node, sounds, new MediaServer.Tracks.RoomId(room.Meeting.Conference.Value), who, peers, tracks => room.Report(who, tracks, clock.GetUtcNow()));

    private async Task RunAsync(RunId run, SignalRoom room)
    {
        try
        {
            await room.RunAsync();
        }
        finally
        {
            lock (_gate)
                _rooms.Remove(run);
        }
    }
}
