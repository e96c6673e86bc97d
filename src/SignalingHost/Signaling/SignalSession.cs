using MediaServer.Tracks;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Conferences;
using ParticipantId = Meetings.ParticipantId;

namespace SignalingHost.Signaling;

/// <summary>
/// One client's conversation, from the first message to the last word. It is told frames, what the meeting and the media say, and the
/// time; it says messages and asks commands. It knows no socket and waits for nothing. Invariant: nothing of a meeting is said before
/// <c>joined</c>, and nothing at all after <c>ended</c> or <c>moved</c>.
/// </summary>
internal sealed class SignalSession(ISessionOutput output, SignalOptions options, DateTimeOffset now)
{
    private readonly HasteLimit _haste = new(options, now);
    private Phase _phase = Phase.New;
    private DateTimeOffset _until = now + options.JoinWithin;
    private IParticipantMedia? _media;
    private SessionView? _view;
    private ParticipantId _me;
    private long? _joinRe;
    private int _joins;

    private enum Phase
    {
        New,

        /// <summary>Somebody looks whether he may come in.</summary>
        Joining,
        Waiting,
        In,
        Over,
    }

    public DateTimeOffset NextDeadline => _phase == Phase.Over ? DateTimeOffset.MaxValue : _until;

    public bool IsIn => _phase == Phase.In;

    public bool IsWaiting => _phase == Phase.Waiting;

    public bool IsOver => _phase == Phase.Over;

    public ParticipantId Me => _me;

    public void Receive(ReadOnlyMemory<byte> frame, DateTimeOffset now)
    {
        if (_phase == Phase.Over)
            return;

        // Who has not joined yet has his ten seconds and no more.
        if (_phase != Phase.New)
            _until = now + options.Silence;

        var isUnderstood = ClientMessageReader.TryRead(frame, options, out var message, out var id);
        if (!_haste.Allows(now))
            RefuseHaste(id);
        else if (isUnderstood)
            Handle(message!);
        else
            output.Send(ServerText.Refused(id, id is null ? Refusal.JsonConversionFailed : Refusal.ConfBadRequest));
    }

    public void Advance(DateTimeOffset now)
    {
        if (_phase != Phase.Over && _until <= now)
            Stop();
    }

    public void Refused(Refusal refusal)
    {
        _phase = Phase.New;
        output.Send(ServerText.Refused(_joinRe, refusal));
    }

    public void Waits(ParticipantId me, WaitingFor waitingFor, DateTimeOffset now)
    {
        (_phase, _me, _until) = (Phase.Waiting, me, now + options.Silence);
        output.Send(ServerText.Waiting(_joinRe, waitingFor));
        _joinRe = null;
    }

    /// <summary>He is in: as <paramref name="entry"/> says, in the meeting as it was at <c>entry.View</c>.</summary>
    public void Entered(SessionEntry entry, DateTimeOffset now)
    {
        (_phase, _me, _until, _media) = (Phase.In, entry.Me, now + options.Silence, entry.Media);
        _view = new SessionView(entry.Me, entry.View, entry.Control is not null);
        output.Send(_view.Joined(_joinRe, entry, now));
        _joinRe = null;
        foreach (var message in _view.First())
            output.Send(message);
    }

    public void Answered(long? re, Refusal refusal)
    {
        if (_phase != Phase.Over)
            output.Send(refusal == Refusal.None ? ServerText.Done(re) : ServerText.Refused(re, refusal));
    }

    public void Controls(ControlGrant? grant)
    {
        if (_phase == Phase.In)
            output.Send(ServerText.Control(grant));
    }

    /// <summary>The meeting has turned.</summary>
    public void Hear(MeetingNews news)
    {
        switch (_phase)
        {
            case Phase.Waiting:
                HearWaiting(news);
                break;
            case Phase.In when news.View.Version > _view!.Version:
                HearInside(news);
                break;
        }
    }

    public void Demanded(TrackSource source, int encodings, int of)
    {
        if (_phase == Phase.In)
            output.Send(ServerText.Demand(source, encodings, of));
    }

    public void Shown(string mid, string? participant, TrackSource source)
    {
        if (_phase == Phase.In)
            output.Send(ServerText.Shown(mid, participant, source));
    }

    public void Refused(string mid, Refusal refusal)
    {
        if (_phase == Phase.In)
            output.Send(ServerText.Unshown(mid, refusal));
    }

    public void Told(byte[] message)
    {
        if (_phase == Phase.In)
            output.Send(message);
    }

    /// <summary>Another socket has his place.</summary>
    public void Moved()
    {
        if (_phase != Phase.Over)
            output.Send(ServerText.Moved());
        Stop();
    }

    public void End(string reason)
    {
        if (_phase != Phase.Over)
            output.Send(ServerText.Ended(reason));
        Stop();
    }

    private void Handle(ClientMessage message)
    {
        switch (message)
        {
            case ClientMessage.Ping:
                output.Send(ServerText.Pong(message.Id));
                break;
            case ClientMessage.Unknown:
                output.Send(ServerText.Refused(message.Id, Refusal.ConfBadRequest));
                break;
            case ClientMessage.Join join:
                HandleJoin(join);
                break;
            case ClientMessage.Do { Action: MeetingAction.Leave } when _phase == Phase.Waiting:
                output.Ask(new MeetingCommand.Leave(new Actor.Participant(_me), _me), message.Id);
                break;
            default:
                if (_phase == Phase.In)
                    HandleInside(message);
                else
                    output.Send(ServerText.Refused(message.Id, Refusal.ConfParticipantNotExist));
                break;
        }
    }

    private void HandleJoin(ClientMessage.Join join)
    {
        if (_phase != Phase.New)
        {
            output.Send(ServerText.Refused(join.Id, Refusal.HangUpJoinedTwice));
            return;
        }

        if (++_joins > options.MostJoins)
        {
            output.Send(ServerText.Refused(join.Id, Refusal.ConfLinkLoginLocked));
            Stop();
            return;
        }

        (_phase, _joinRe) = (Phase.Joining, join.Id);
        output.Admit(join);
    }

    private void HandleInside(ClientMessage message)
    {
        switch (message)
        {
            case ClientMessage.Offer offer:
                var outcome = _media!.Negotiate(offer.Transport, offer.Sdp, offer.Fresh);
                output.Send(outcome.Refusal == Refusal.None
                    ? ServerText.Answer(offer.Id, offer.Transport, outcome.Sdp)
                    : ServerText.Refused(offer.Id, outcome.Refusal));
                break;
            case ClientMessage.View view:
                Answered(view.Id, _media!.Show(view.Slots));
                break;
            case ClientMessage.Switch source:
                output.Ask(CommandOf(source), source.Id);
                break;
            case ClientMessage.Do action:
                HandleAction(action);
                break;
            case ClientMessage.Stats stats:
                _media!.Report(stats.Tracks);
                break;
        }
    }

    private MeetingCommand CommandOf(ClientMessage.Switch source)
    {
        var self = new Actor.Participant(_me);
        return source.Source switch
        {
            TrackSource.Microphone => new MeetingCommand.Mute(self, _me, !source.On),
            TrackSource.Camera => new MeetingCommand.ReportCamera(self, _me, source.On),
            _ => source.On ? new MeetingCommand.StartShare(self, _me) : new MeetingCommand.StopShare(self, _me),
        };
    }

    private void HandleAction(ClientMessage.Do action)
    {
        var self = new Actor.Participant(_me);
        var other = action.Participant is { } id ? new ParticipantId(id) : (ParticipantId?)null;
        MeetingCommand? command = action.Action switch
        {
            MeetingAction.Mute => new MeetingCommand.Mute(self, _me, action.On),
            MeetingAction.Hand => new MeetingCommand.RaiseHand(self, _me, action.On),
            MeetingAction.Rename => new MeetingCommand.Rename(self, _me, "", action.Text?.Trim() ?? ""),
            MeetingAction.ApplyChair => new MeetingCommand.ApplyChair(self, _me, action.Text),
            MeetingAction.ReleaseChair => new MeetingCommand.ReleaseChair(self, _me),
            MeetingAction.TransferChair when other is { } heir => new MeetingCommand.TransferChair(self, heir),
            MeetingAction.ShareStop => new MeetingCommand.StopShare(self, other ?? _me),
            MeetingAction.Leave => new MeetingCommand.Leave(self, _me),
            MeetingAction.End => new MeetingCommand.End(self),
            _ => null,
        };
        if (command is null)
            output.Send(ServerText.Refused(action.Id, Refusal.ConfBadRequest));
        else
            output.Ask(command, action.Id);
    }

    private void HearWaiting(MeetingNews news)
    {
        if (news.View.Find(_me) is { HasEntered: true })
        {
            output.ComeIn();
            return;
        }

        if (news.View.Waiting.Any(guest => guest.Id == _me))
            return;

        var end = news.Events.OfType<MeetingEvent.WaitingRemoved>().FirstOrDefault(removed => removed.Guest.Id == _me)?.End;
        End(news.View.IsOver ? EndOf(news) : end switch
        {
            WaitingEnd.Left => "left",
            WaitingEnd.MeetingEnded => "closed",
            _ => "refusedEntry",
        });
    }

    private void HearInside(MeetingNews news)
    {
        if (news.View.Find(_me) is not { HasEntered: true } me)
        {
            GoOut(news);
            return;
        }

        foreach (var message in news.ForAll)
            output.Send(message);
        foreach (var message in _view!.Follow(news, me))
            output.Send(message);
        if (_view.MayControl(me) != _view.HasControl)
        {
            _view.HasControl = !_view.HasControl;
            output.GrantControl(_view.HasControl);
        }
    }

    private void GoOut(MeetingNews news)
    {
        _media = null;
        if (news.View.Waiting.FirstOrDefault(guest => guest.Id == _me) is { } waiting)
        {
            _phase = Phase.Waiting;
            output.Send(ServerText.Waiting(null, waiting.WaitingFor));
            return;
        }

        var reason = news.Events.OfType<MeetingEvent.ParticipantRemoved>().FirstOrDefault(removed => removed.Last.Id == _me)?.Reason;
        End(news.View.IsOver || reason == LeaveReason.MeetingEnded ? EndOf(news) : reason switch
        {
            LeaveReason.LeftByHimself => "left",
            LeaveReason.HungUpByChair => "hungUp",
            _ => "removed",
        });
    }

    private static string EndOf(MeetingNews news) => news.Events.OfType<MeetingEvent.Ended>().FirstOrDefault()?.Reason switch
    {
        EndReason.TimeIsUp => "timeUp",
        EndReason.NobodyLeft => "empty",
        EndReason.Fault => "serverEnding",
        _ => "closed",
    };

    private void RefuseHaste(long? id)
    {
        output.Send(ServerText.Refused(id, Refusal.ServerBusy));
        if (_haste.IsHopeless)
            Stop();
    }

    private void Stop()
    {
        if (_phase == Phase.Over)
            return;

        _phase = Phase.Over;
        output.Close();
    }
}

/// <summary>What a session must know to say <c>joined</c>.</summary>
internal sealed record SessionEntry(ParticipantId Me, MeetingView View, IParticipantMedia Media, string Resume, ControlGrant? Control, IReadOnlyList<IceServerEntry> IceServers)
{
    public override string ToString() => $"SessionEntry {Me}";
}

/// <summary>As RTCConfiguration has it.</summary>
internal sealed record IceServerEntry(string Urls, string? Username, string? Credential)
{
    public override string ToString() => Urls;
}
