using System.Threading.Channels;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Conferences;
using SignalingHost.Web;

namespace SignalingHost.Push;

/// <summary>
/// The push channel of one meeting: hears its turns, says what changed since what was said last, and hands the same bytes to every
/// client. It compares states rather than retelling events, so a turn that it missed is in the next one.
/// </summary>
internal sealed class PushRoom : IMeetingListener
{
    private readonly RunningMeeting _meeting;
    private readonly PushOptions _options;
    private readonly Notifications _notifications;
    private readonly Channel<Turn> _turns;
    private readonly Lock _gate = new();
    private readonly List<PushClient> _clients = [];
    private MeetingView _told;
    private volatile MeetingView? _missed;

    public PushRoom(RunningMeeting meeting, PushOptions options, PublicAddress address, TimeProvider clock)
    {
        _meeting = meeting;
        _options = options;
        _notifications = new Notifications(meeting.Conference, address, clock);
        _turns = Channel.CreateBounded<Turn>(new BoundedChannelOptions(options.TurnsPerMeeting) { SingleReader = true });
        _told = meeting.Subscribe(this);
    }

    /// <summary>Called by the desk: takes note and returns.</summary>
    public void Hear(MeetingView view, IReadOnlyList<MeetingEvent> events)
    {
        if (!_turns.Writer.TryWrite(new Turn(view, events)))
            _missed = view;
    }

    /// <summary>Tells the clients until the meeting is over, and then bids them goodbye.</summary>
    public async Task RunAsync()
    {
        while (!_told.IsOver && await _turns.Reader.WaitToReadAsync())
        {
            while (_turns.Reader.TryRead(out var turn))
                Tell(turn);
            if (Interlocked.Exchange(ref _missed, null) is { } latest)
                Tell(new Turn(latest, []));
        }

        _meeting.Unsubscribe(this);
        lock (_gate)
        {
            foreach (var client in _clients)
                client.Close(PushEnd.MeetingOver);
            _clients.Clear();
        }
    }

    /// <summary>False when there are far too many.</summary>
    public bool TryEnter(PushClient client)
    {
        lock (_gate)
        {
            if (_told.IsOver || _clients.Count >= _options.ClientsPerMeeting)
                return false;

            _clients.Add(client);
            return true;
        }
    }

    public void Leave(PushClient client)
    {
        lock (_gate)
            _clients.Remove(client);
    }

    /// <summary>The whole of what the client wants, and from then on what changes.</summary>
    public void Subscribe(PushClient client, NotifyType types, byte[] answer)
    {
        lock (_gate)
        {
            client.Offer(answer);
            client.Types = types;
            foreach (var type in Enum.GetValues<NotifyType>())
            {
                if (Wants(client, type) && _notifications.Full(type, _told, client.IsHost(_told)) is { } frame)
                    client.Offer(frame);
            }
        }
    }

    private static bool Wants(PushClient client, NotifyType type) => type != NotifyType.None && client.Types.HasFlag(type);

    private void Tell(Turn turn)
    {
        lock (_gate)
        {
            var before = _told;
            if (turn.View.Version < before.Version)
                return;

            _told = turn.View;
            if (_clients.Count == 0)
                return;

            Tell(NotifyType.ConfBasicInfoNotify, _notifications.Basic(before, _told, forHost: true), client => client.IsHost(_told));
            Tell(NotifyType.ConfBasicInfoNotify, _notifications.Basic(before, _told, forHost: false), client => !client.IsHost(_told));
            Tell(NotifyType.ParticipantsNotify, _notifications.Participants(before, _told));
            Tell(NotifyType.AttendeesNotify, _notifications.Attendees(before, _told));
            Tell(NotifyType.WaitingListNotify, _notifications.Waiting(before, _told, turn.Events), client => client.IsHost(_told));
            Tell(NotifyType.SpeakerChangeNotify, _notifications.Speakers(turn.Events));
            Tell(NotifyType.InviteResultNotify, _notifications.InviteResults(turn.Events));
            Tell(NotifyType.ConfDynamicInfoNotify, _notifications.Dynamic(before, _told));
            SendAway(turn.Events);
        }
    }

    private void Tell(NotifyType type, byte[]? frame, Func<PushClient, bool>? to = null)
    {
        if (frame is null)
            return;

        foreach (var client in _clients)
        {
            if (Wants(client, type) && (to is null || to(client)))
                client.Offer(frame);
        }
    }

    /// <summary>Who was in and listened as himself hears no more when he is out.</summary>
    private void SendAway(IReadOnlyList<MeetingEvent> events)
    {
        foreach (var happened in events)
        {
            if (happened is not MeetingEvent.ParticipantRemoved { Last.Id: var gone })
                continue;

            foreach (var client in _clients)
            {
                if (client.Token.Participant == gone)
                    client.Close(PushEnd.NotInMeeting);
            }
        }
    }

    private readonly record struct Turn(MeetingView View, IReadOnlyList<MeetingEvent> Events);
}

/// <summary>The push rooms of the meetings that somebody listens to.</summary>
internal sealed class PushRooms(PushOptions options, PublicAddress address, TimeProvider clock)
{
    private readonly Dictionary<RunId, PushRoom> _rooms = [];
    private readonly Lock _gate = new();

    public PushRoom Of(RunningMeeting meeting)
    {
        lock (_gate)
        {
            if (_rooms.TryGetValue(meeting.Run, out var room))
                return room;

            room = new PushRoom(meeting, options, address, clock);
            _rooms.Add(meeting.Run, room);
            _ = Task.Run(() => RunAsync(meeting.Run, room));
            return room;
        }
    }

    private async Task RunAsync(RunId run, PushRoom room)
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
