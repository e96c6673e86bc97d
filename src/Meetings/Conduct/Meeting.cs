using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>
/// One run of a meeting, from the first who comes to the end. It is told commands and that time has come, and says events to the
/// output it is handed. A command that is refused changes nothing and raises nothing. It has one owner and no locks.
/// </summary>
public sealed class Meeting
{
    private readonly Hall _hall;
    private readonly Seating _seating;
    private readonly WaitingRoom _waiting;
    private readonly Rights _rights;
    private readonly Chairs _chairs;
    private readonly SoundRules _sound;
    private readonly Departures _departures;
    private readonly Door _door;
    private readonly WaitingRoomRules _waitingRules;
    private readonly Calls _calls;
    private readonly People _people;
    private readonly Hands _hands;
    private readonly Sharing _sharing;
    private readonly AutoPicture _auto;
    private readonly Voice _voice;
    private readonly MultiPicture _multiPicture;
    private readonly SavedLayouts _layouts;
    private readonly VideoModes _modes;
    private readonly ChairPolling _polling;
    private readonly Views _views;
    private readonly PictureDirector _director;
    private readonly Recording _recording;
    private readonly Live _live;
    private readonly Configuration _configuration;
    private readonly Captions _captions;
    private readonly Clockwork _clockwork;

    private Meeting(MeetingSetup setup, MeetingPorts ports)
    {
        var hall = _hall = new Hall(setup, ports);
        var seating = _seating = new Seating(hall);
        var admission = new Admission(hall);
        _waiting = new(hall);
        _rights = new(hall, _waiting);
        _chairs = new(hall);
        _sound = new(hall);
        _departures = new(hall, seating);
        _door = new(hall, admission, seating, _waiting, _chairs, _sound, _departures);
        _waitingRules = new(hall, _waiting, seating, _door, _departures);
        _calls = new(hall, seating, _door, _departures);
        _people = new(hall, admission);
        _hands = new(hall);
        _sharing = new(hall, _departures);
        _auto = new(hall);
        _voice = new(hall, _auto);
        _multiPicture = new(hall, _auto);
        _layouts = new(hall);
        _modes = new(hall, _sound, _multiPicture);
        _polling = new(hall);
        _views = new(hall, _polling);
        _director = new(hall, _voice);
        _recording = new(hall);
        _live = new(hall);
        _configuration = new(hall, _sharing);
        _captions = new(hall);
        _clockwork = new(hall, _waiting, _departures, _recording, _live);
    }

    public MeetingSetup Setup => _hall.Setup;

    public Dynamics Dynamics => _hall.Dynamics;

    public bool IsOver => _hall.IsOver;

    /// <summary>In the order of coming in: those who are in, being called, or away for a moment.</summary>
    public IReadOnlyList<Participant> Participants => _hall.Roster.InOrder;

    public IEnumerable<Attendee> Attendees => _hall.Attendees.All;

    public IReadOnlyList<WaitingGuest> Waiting => _waiting.All;

    public IReadOnlyList<SavedLayout> Layouts => _layouts.All;

    public IReadOnlyList<Speaker> Speakers => _voice.State.Told;

    /// <summary>What everybody is shown now.</summary>
    public PicturePlan Pictures => _director.Plan();

    public Composition Composition => _multiPicture.Compose(_voice.Floor);

    public DateTimeOffset NextDeadline
    {
        get
        {
            if (IsOver)
                return DateTimeOffset.MaxValue;

            var next = _clockwork.NextDeadline;
            foreach (var other in (ReadOnlySpan<DateTimeOffset?>)
                [_hall.Roster.FirstDue, _polling.NextDeadline, _multiPicture.NextDeadline, _voice.NextDeadline])
            {
                if (other < next)
                    next = other.Value;
            }

            return next;
        }
    }

    /// <summary>The meeting starts now; whoever is booked to be called is called.</summary>
    public static Meeting Open(MeetingSetup setup, MeetingPorts ports, DateTimeOffset now, IMeetingOutput output)
    {
        var meeting = new Meeting(setup, ports);
        var hall = meeting._hall;
        hall.Begin(now, output);
        hall.Dynamics = new Dynamics
        {
            VoiceActivated = setup.Options.BeginsVoiceActivated && setup.Media == MediaKind.Video,
            JoinRestriction = setup.JoinRestriction,
            AudienceRestriction = setup.AudienceRestriction,
            WaitingRoom = setup.WaitingRoom,
        };
        meeting._clockwork.Open();
        foreach (var invitee in setup.Invitees)
            hall.Attendees.Set(new Attendee { Person = invitee, Invited = true });

        hall.TakeStateAsTold();
        hall.Raise(new MeetingEvent.Opened(setup, hall.Dynamics));
        if (setup.SeatKind == SeatKind.Concurrent)
            meeting._calls.CallEach([.. setup.Invitees.Where(invitee => invitee.IsCalledAtStart && invitee.Number.Length > 0)]);
        meeting.Settle();
        return meeting;
    }

    /// <summary>The same meeting as the one that was stored. Whoever was in takes his seat again; tell it that the server was restarted next.</summary>
    public static Meeting Restore(MeetingState state, MeetingPorts ports)
    {
        var meeting = new Meeting(state.Setup, ports);
        var hall = meeting._hall;
        hall.Dynamics = state.Dynamics;
        foreach (var participant in state.Participants)
            meeting._seating.SitAgain(participant);

        hall.Roster.NextEntry = state.NextEntry;
        foreach (var line in state.Attendees)
            hall.Attendees.Set(line);
        foreach (var guest in state.Waiting)
            meeting._waiting.Restore(guest);
        meeting._layouts.Restore(state.Layouts);
        meeting._clockwork.Restore(state.EndNoticeGiven, state.EmptySince);
        meeting._polling.Restore(state.Polling);
        meeting._voice.Restore(state.Voice);
        meeting._auto.Restore(state.AutoPlaces);
        meeting._multiPicture.Restore(state.StoredPicture, state.PaneTurn, state.PaneTurnAt);
        hall.TakeStateAsTold();
        return meeting;
    }

    /// <summary>Everything, for the store. Whole: it costs as much as there are people.</summary>
    public MeetingState Snapshot() => SnapshotOf([.. _hall.Roster.InOrder], [.. _hall.Attendees.All], [.. _waiting.All]);

    /// <summary>
    /// Everything but the people, at the same small cost for ten and for a thousand. Whoever stores people by row, from the events
    /// about participants, attendees and waiting guests, stores this beside them, and puts both together again for <see cref="Restore"/>.
    /// </summary>
    public MeetingState SnapshotWithoutPeople() => SnapshotOf([], [], []) with { Setup = _hall.Setup with { Invitees = [] } };

    public Refusal Handle(MeetingCommand command, DateTimeOffset now, IMeetingOutput output)
    {
        if (IsOver)
            return Refusal.ConfIsClosed;

        _hall.Begin(now, output);
        if (_rights.Check(command) is var noRight and not Refusal.None)
            return noRight;

        // Names are taken before: who is removed by the command is still to be named in the trail.
        var line = AuditTrail.LineOf(command, Refusal.None, now, NameOf);
        var refusal = CarryOut(command);
        if (refusal != Refusal.None)
            return refusal;

        if (line is not null)
            _hall.Raise(new MeetingEvent.Audited(line));
        Settle();
        return Refusal.None;
    }

    /// <summary>The line of the audit trail for an operation that was refused; null for what is none.</summary>
    public AuditLine? RefusedLine(MeetingCommand command, Refusal refusal, DateTimeOffset now) =>
        AuditTrail.LineOf(command, refusal, now, NameOf);

    public Participant? Find(ParticipantId who) => _hall.Roster.Find(who);

    public void Advance(DateTimeOffset now, IMeetingOutput output)
    {
        if (IsOver || NextDeadline > now)
            return;

        _hall.Begin(now, output);
        while (_hall.Roster.DueBy(now) is { } due)
        {
            if (due.HasEntered)
                _departures.Go(due, LeaveReason.ConnectionLost);
            else
                _calls.NoAnswer(due);
        }

        _voice.Advance();
        _polling.Advance();
        _multiPicture.Advance();
        _clockwork.Watch();
        _clockwork.Advance();
        Settle();
    }

    private Refusal CarryOut(MeetingCommand command) => command switch
    {
        MeetingCommand.Join join => _door.Join(join.Request),
        MeetingCommand.Leave leave => _door.Leave(leave.Who),
        MeetingCommand.Disconnect lost => _door.Disconnect(lost.Who),
        MeetingCommand.Return back => _door.Return(back.Who, back.Device),
        MeetingCommand.MoveDevice move => _door.MoveDevice(move.Who, move.Device),
        MeetingCommand.ServerRestarted => _door.ServerRestarted(),

        MeetingCommand.Admit admit => _waitingRules.Admit(admit.Who),
        MeetingCommand.AdmitAll => _waitingRules.AdmitAll(),
        MeetingCommand.SendToWaitingRoom send => _waitingRules.SendBack(send.Who),
        MeetingCommand.RemoveFromWaitingRoom remove => _waitingRules.TurnAway(remove.Who),

        MeetingCommand.Invite invite => _calls.Invite(invite.Invitees),
        MeetingCommand.CallAgain again => _calls.CallAgain(again.Number),
        MeetingCommand.CallProgress call => _calls.Progress(call.Who, call.Step, call.Device, call.Cause),
        MeetingCommand.HangUp hangUp => _calls.HangUp(hangUp.Who),
        MeetingCommand.Remove remove => _calls.Remove(remove.Who),
        MeetingCommand.Rename rename => _people.Rename(rename.By, rename.Who, rename.Number, rename.NewName),

        MeetingCommand.ApplyChair apply => _chairs.Apply(apply.By, apply.Who, apply.Password),
        MeetingCommand.ReleaseChair release => _chairs.Release(release.Who),
        MeetingCommand.TransferChair transfer => _chairs.Transfer(transfer.Who),
        MeetingCommand.SetCohost cohost => _chairs.SetCohost(cohost.Who, cohost.On),

        MeetingCommand.Mute mute => _sound.Mute(mute.By, mute.Who, mute.On),
        MeetingCommand.MuteAll mute => _sound.MuteAll(mute.By, mute.On, mute.MayUnmuteThemselves),
        MeetingCommand.LetGuestsUnmute let => _sound.LetGuestsUnmute(let.On),
        MeetingCommand.RaiseHand hand => _hands.Raise(hand.Who, hand.Up),
        MeetingCommand.RaiseHands hands => _hands.RaiseMany(hands.Who, hands.Up),
        MeetingCommand.SpeakerLevels levels => _voice.Heard(levels.Levels),
        MeetingCommand.HowlingHeard howling => _sound.Howls(howling.Who),

        MeetingCommand.AskCamera ask => _sharing.AskCamera(ask.Who, ask.Open),
        MeetingCommand.ReportCamera report => _sharing.ReportCamera(report.By, report.Who, report.On),
        MeetingCommand.InviteToShare invite => _sharing.Invite(invite.Who, invite.On),
        MeetingCommand.StartShare start => _sharing.Start(start.Who),
        MeetingCommand.StopShare stop => _sharing.Stop(stop.By, stop.Who),

        MeetingCommand.Broadcast broadcast => _modes.Broadcast(broadcast.Who),
        MeetingCommand.CancelBroadcast => _modes.CancelBroadcast(),
        MeetingCommand.RollCall roll => _modes.RollCall(roll.By, roll.Who),
        MeetingCommand.SwitchMode mode => _modes.Switch(mode.By, mode.Mode, mode.ImageType),
        MeetingCommand.ChairView view => _views.ChairView(view.ViewType, view.Source, view.SwitchTime, view.Start),
        MeetingCommand.PartView view => _views.PartView(view.By, view.Viewer, view.ViewType, view.Source),
        MeetingCommand.LockView view => _views.LockView(view.Viewer, view.On, view.Source),
        MeetingCommand.SetMultiPicture picture => _modes.SetMultiPicture(picture.Request),
        MeetingCommand.SaveLayout save => _layouts.Save(save.Layout),
        MeetingCommand.DeleteLayout delete => _layouts.Delete(delete.LayoutId),
        MeetingCommand.ShowCaption caption => _captions.Show(caption.Type, caption.Text),
        MeetingCommand.RemoveCaption => _captions.Remove(),

        MeetingCommand.Lock set => _configuration.Lock(set.On),
        MeetingCommand.Extend extend => _clockwork.Extend(extend.Auto, extend.Minutes),
        MeetingCommand.End => End(),
        MeetingCommand.Pause pause => _configuration.Pause(pause.On),
        MeetingCommand.Record record => _recording.Handle(record.Action),
        MeetingCommand.RecordingReported report => _recording.Report(report.Report),
        MeetingCommand.GoLive live => _live.Handle(live.On),
        MeetingCommand.LiveReported report => _live.Report(report.Report),
        MeetingCommand.AllowClientRecord allow => _people.AllowClientRecord(allow.Who, allow.On),
        MeetingCommand.ReportClientRecord report => _people.ReportClientRecord(report.Who, report.On),
        MeetingCommand.Configure configure => _configuration.Change(configure.Change),
        MeetingCommand.Resize resize => Resize(resize.Capacity, resize.MaxLength),
        MeetingCommand.Rekey rekey => _configuration.Rekey(rekey.Passwords, rekey.GuestKey),
        _ => Refusal.ConfNotSupport,
    };

    private Refusal Resize(int capacity, TimeSpan? longest)
    {
        var refusal = _configuration.Resize(capacity);
        if (refusal == Refusal.None && longest is { } length)
            _clockwork.Limit(length);
        return refusal;
    }

    private Refusal End()
    {
        _clockwork.End(EndReason.EndedByChair);
        return Refusal.None;
    }

    /// <summary>After every turn: what the change brought with it, then the telling of it all, and the end last.</summary>
    private void Settle()
    {
        if (!IsOver)
        {
            _door.LetEarlyGuestsIn();
            if (_hall.PicturesStale)
            {
                _voice.Mend();
                _views.Mend();
                _polling.Mend();
            }

            _recording.BeginByItself();
            _clockwork.Watch();
        }

        _hall.Tell();
        if (_hall.PicturesStale && !IsOver)
        {
            _hall.PicturesStale = false;
            _multiPicture.Tell(_voice.Floor);
            _director.Tell();
        }

        _clockwork.TellEnd();
    }

    private MeetingState SnapshotOf(Participant[] people, Attendee[] lines, WaitingGuest[] waiting) => new()
    {
        Setup = _hall.Setup,
        Dynamics = _hall.Dynamics,
        Participants = people,
        Attendees = lines,
        Waiting = waiting,
        Layouts = [.. _layouts.All],
        NextEntry = _hall.Roster.NextEntry,
        EndNoticeGiven = _clockwork.EndNoticeGiven,
        EmptySince = _clockwork.EmptySince,
        Polling = _polling.State,
        Voice = _voice.State,
        PaneTurn = _multiPicture.Turn,
        PaneTurnAt = _multiPicture.NextDeadline,
        StoredPicture = _multiPicture.Stored,
        AutoPlaces = [.. _auto.Places],
    };

    private string NameOf(ParticipantId who) => _hall.Roster.Find(who)?.Name ?? _waiting.Find(who)?.Request.Name ?? who.Value;
}
