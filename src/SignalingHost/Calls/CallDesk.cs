using System.Threading.Channels;
using MediaServer.Edge;
using MediaServer.Shards;
using MediaServer.Tracks;
using Meetings;
using Meetings.Conduct;
using Meetings.DialIn;
using Protocols;
using Protocols.Sdp.Terminals;
using Protocols.Sip.Calls;
using Protocols.Sip.Trunks;
using SignalingHost.Conferences;
using SignalingHost.Join;
using SignalingHost.Lifetime;
using SignalingHost.Media;
using SignalingHost.Mixing;
using SignalingHost.Prompts;
using SignalingHost.Settings;
using SignalingHost.Sip;
using ParticipantId = Meetings.ParticipantId;

namespace SignalingHost.Calls;

/// <summary>
/// The single owner of all calls between SIP and meetings: one loop, one mailbox. What SIP, the meetings, the shards and the mixer tell comes in
/// as letters; what takes time (the store, the meetings' answer) is awaited elsewhere and comes back as another. A defect in one call ends
/// that call.
/// </summary>
internal sealed class CallDesk : ISipCallDesk, IHostedService, IDisposable
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private readonly CallDeskParts _parts;
    private readonly OutgoingCalls _outgoing;
    private readonly ILogger<CallDesk> _log;
    private readonly MonotonicClock _clock = new();
    private readonly Channel<(MeetingCall? Call, Action<Instant> Turn)> _mailbox =
        Channel.CreateUnbounded<(MeetingCall?, Action<Instant>)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Dictionary<SipCallId, MeetingCall> _calls = [];

    // Invited, while it is looked up who calls; some give up meanwhile.
    private readonly HashSet<SipCallId> _coming = [];
    private readonly Dictionary<PeerId, MeetingCall> _byPeer = [];
    private readonly Dictionary<RunId, CallRoom> _rooms = [];
    private readonly PriorityQueue<MeetingCall, long> _due = new();
    private readonly ITimer _alarm;
    private ISipLine _line = null!;
    private TaskCompletionSource? _allGone;
    private Task _loop = Task.CompletedTask;

    public CallDesk(CallDeskParts parts, CallOrders orders, MediaEventLog media, TimeProvider clock, ILogger<CallDesk> log)
    {
        (_parts, _log) = (parts, log);
        _outgoing = new(this, parts, log);
        _alarm = clock.CreateTimer(_ => Post(null, _ => { }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        orders.Taker = (conference, asked) => Post(null, _ => _outgoing.Asked(conference, asked));
        media.Calls = Hear;
    }

    public Instant Now => _clock.Now;

    public ISipLine Line => _line;

    /// <summary>The names that this server has in SIP addresses.</summary>
    public IReadOnlyList<string> Homes => [_parts.Sip.Realm, _line.Host];

    public OutgoingCalls Outgoing => _outgoing;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = RunAsync();
        return Task.CompletedTask;
    }

    /// <summary>Everybody is hung up on; SIP itself ends after this.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(null, _ => EndAll(gone));
        await Task.WhenAny(gone.Task, Task.Delay(Goodbye, CancellationToken.None));
        _mailbox.Writer.TryComplete();
        await _loop;
    }

    public void Dispose() => _alarm.Dispose();

    void ISipCallDesk.Serve(ISipLine line) => _line = line;

    void ISipCallDesk.Happened(SipEvent happened) => Post(null, now =>
    {
        if (happened is SipEvent.Invited invited)
            Invited(invited);
        else if (_calls.TryGetValue(happened.Call, out var call))
            Guard(call, () => call.Handle(happened, now));
        else if (happened is SipEvent.Ended)
            _coming.Remove(happened.Call);
    });

    // For the calls.

    public void Do(SipCommand command) => _line.Do(command);

    public void Admit(MeetingCall call, string meeting, string? password) => _ = AdmitAsync(call, meeting, password);

    public void Ask(MeetingCall call, ConferenceId conference, MeetingCommand command, Action<Refusal, Instant> then) => _ = AskAsync(call, conference, command, then);

    public void Leave(ConferenceId conference, ParticipantId who) => _ = _parts.Meetings.AskAsync(conference, new MeetingCommand.Leave(Actor.Server, who));

    public CallRoom Join(MeetingCall call, RunningMeeting run)
    {
        if (!_rooms.TryGetValue(run.Run, out var room))
        {
            room = new CallRoom(run, (of, view, events) => Post(null, now => Hear(of, view, events, now)));
            _rooms.Add(run.Run, room);
            run.Subscribe(room);
        }

        room.Calls.Add(call);
        return room;
    }

    public void Add(MeetingCall call)
    {
        _calls.Add(call.Id, call);
        _byPeer[call.Line.Peer] = call;
        Queue(call);
    }

    /// <summary>The same call under another number.</summary>
    public void Rename(MeetingCall call, SipCallId id)
    {
        _calls.Remove(call.Id);
        call.Id = id;
        _calls.Add(id, call);
    }

    /// <summary>Another call of the same peer goes on in this one's place, and leaves its own; false if it is not his.</summary>
    public bool TryContinueBy(MeetingCall call, SipCallId other)
    {
        if (!_calls.TryGetValue(other, out var giver) || giver == call || !giver.IsAnswered || !giver.Party.IsSame(call.Party))
            return false;

        giver.GiveLine();
        Continue(call, other, giver.Line.For(call.Party, (media, party) => LineOf(media, party, PlaceFor(other, party))));
        return true;
    }

    /// <summary>The transfers by which this number is called into that meeting.</summary>
    public IEnumerable<CallTransfer> TransfersTo(RunningMeeting meeting, string number) =>
        _rooms.TryGetValue(meeting.Run, out var room) ? room.Calls.Select(call => call.Transfer).Where(transfer => transfer.IsTo(number)) : [];

    public void Remove(MeetingCall call, CallRoom? room)
    {
        _calls.Remove(call.Id);
        _byPeer.Remove(call.Line.Peer);
        _outgoing.Settled(call.Party.Who);
        if (room is not null && room.Calls.Remove(call) && room.Calls.Count == 0)
        {
            _rooms.Remove(room.Meeting.Run);
            room.Meeting.Unsubscribe(room);
        }

        if (_calls.Count == 0)
            _allGone?.TrySetResult();
    }

    // The loop.

    public void Post(MeetingCall? call, Action<Instant> turn) => _mailbox.Writer.TryWrite((call, turn));

    private async Task RunAsync()
    {
        await foreach (var (call, turn) in _mailbox.Reader.ReadAllAsync())
        {
            var now = _clock.Now;
            Guard(call, () => turn(now));
            Advance(now);
            if (_due.TryPeek(out _, out var next))
                _alarm.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((new Instant(next) - now).TotalMilliseconds))), Timeout.InfiniteTimeSpan);
        }
    }

    private void Guard(MeetingCall? call, Action turn)
    {
        try
        {
            turn();
        }
        catch (Exception fault)
        {
            Log.CallFault(_log, fault);
            call?.HangUp();
        }

        if (call is not null)
            Queue(call);
    }

    private void Advance(Instant now)
    {
        while (_due.TryPeek(out var call, out var at) && at <= now.Ticks)
        {
            _due.Dequeue();
            if (call.QueuedFor.Ticks != at)
                continue;

            call.QueuedFor = Instant.Never;
            if (call.NextDeadline <= now)
                Guard(call, () => call.Advance(now));
            else
                Queue(call);
        }
    }

    private void Queue(MeetingCall call)
    {
        var next = call.NextDeadline;
        if (next >= call.QueuedFor)
            return;

        call.QueuedFor = next;
        _due.Enqueue(call, next.Ticks);
    }

    // What is told.

    private void Hear(MediaEvent happened)
    {
        PeerId? of = happened switch
        {
            MediaEvent.KeyPressed pressed => pressed.Terminal,
            MediaEvent.KeyFrameWanted wanted => wanted.Terminal,
            MediaEvent.ViewerLimited limited => limited.Viewer,
            MediaEvent.PeerGone gone => gone.Peer,
            _ => null,
        };
        if (of is { } peer)
        {
            Post(null, now =>
            {
                if (_byPeer.TryGetValue(peer, out var call))
                    Guard(call, () => call.Handle(happened, now));
            });
        }
    }

    private void Hear(CallRoom room, MeetingView view, IReadOnlyList<MeetingEvent> events, Instant now)
    {
        foreach (var call in room.Calls.ToArray())
            Guard(call, () => call.Hear(view, events, now));
    }

    // Calls that come.

    private void Invited(SipEvent.Invited invited)
    {
        var invitation = invited.Invitation;
        var phone = _parts.Telephones?.ArrivalOf(invitation);
        if (_allGone is not null || _parts.Drain.HasBegun)
            _line.Do(new SipCommand.Refuse(invited.Call, 503, "Server Ending"));
        else if (_parts.Pictures is { TakesNewCalls: false })
            _line.Do(new SipCommand.Refuse(invited.Call, 503, "Server Overloaded"));
        else if (invitation.Replaces is { } replaced)
            _ = ReceiveAsync(invited, phone, (party, _) => Replace(invited, party, replaced));
        else if (WantedBy(phone?.Dialled ?? invitation.Number) is { } wanted)
            _ = ReceiveAsync(invited, phone, (party, now) => Receive(invited, party, wanted(party.Who), now));
        else
            _line.Do(new SipCommand.Refuse(invited.Call, 404));
    }

    private Func<ParticipantId, DialInCall>? WantedBy(string dialled)
    {
        if (_parts.Sip.AccessNumbers.FirstOrDefault(number => DialledTarget.IsSame(dialled, number.Number)) is { } access)
        {
            var language = access.Language == AccessLanguage.English ? MeetingLanguage.English : MeetingLanguage.Chinese;
            return who => new DialInCall { Who = who, Language = language, Bilingual = access.Language == AccessLanguage.Bilingual };
        }

        if (!DialledTarget.TryRead(dialled, out var target))
            return null;

        return who => new DialInCall { Who = who, Meeting = target.Meeting, Password = target.Password };
    }

    private async Task ReceiveAsync(SipEvent.Invited invited, PhoneArrival? phone, Action<CallParty, Instant> receive)
    {
        _coming.Add(invited.Call);
        try
        {
            var party = await _parts.Door.PartyOfAsync(invited.Invitation, phone);
            Post(null, now => receive(party, now));
        }
        catch (Exception broken)
        {
            Log.CallFault(_log, broken);
            _line.Do(new SipCommand.Refuse(invited.Call, 503));
        }
    }

    private void Receive(SipEvent.Invited invited, CallParty party, DialInCall wanted, Instant now)
    {
        if (!_coming.Remove(invited.Call) || OpenFor(invited, party) is not { } line)
            return;

        var call = new MeetingCall(this, invited.Call, party, line, wanted, isOurs: false);
        Add(call);
        if (wanted.Meeting is null)
            call.AnswerByVoice();
        else
            Guard(call, () => call.Begin(now));
    }

    private void Replace(SipEvent.Invited invited, CallParty newcomer, SipCallId replaced)
    {
        if (!_coming.Remove(invited.Call))
            return;

        if (!_calls.TryGetValue(replaced, out var call) || !call.IsAnswered)
            _line.Do(new SipCommand.Refuse(invited.Call, 481));
        else if (!newcomer.MayTakePlaceOf(call.Party))
            _line.Do(new SipCommand.Refuse(invited.Call, 403, "Not Your Call"));
        else if (OpenFor(invited, call.Party) is { } line)
        {
            Continue(call, invited.Call, line);
            _line.Do(new SipCommand.Answer(invited.Call, line.Description));
        }
    }

    private void Continue(MeetingCall call, SipCallId id, CallLine line)
    {
        _byPeer.Remove(call.Line.Peer);
        Rename(call, id);
        Guard(call, () => call.Continue(line));
        _byPeer[call.Line.Peer] = call;
    }

    private CallLine? OpenFor(SipEvent.Invited invited, CallParty party)
    {
        var policy = PolicyFor(party, !party.IsPhone, party.Over);
        var place = PlaceFor(invited.Call, party);
        var opens = invited.Invitation.Sdp is { } offer
            ? _parts.Node.Terminals.TryAnswer(offer, place, policy, out var media, out var refusal)
            : _parts.Node.Terminals.TryOffer(place, policy, OfferBreadths.For(policy), out media, out refusal);
        if (opens)
            return LineOf(media!, party, place);

        _line.Do(new SipCommand.Refuse(invited.Call, refusal.StatusCode, refusal.StatusCode == 488 ? refusal.Sentence : ""));
        return null;
    }

    // What both kinds need.

    public TerminalPolicy PolicyFor(CallParty party, bool allowVideo, TrunkMedia? over) => new()
    {
        Srtp = over?.Srtp ?? _parts.Sip.Srtp,
        AllowVideo = allowVideo && _parts.Pictures is not { TakesNewVideo: false },
        Class = party.Class,
        Sound = over?.Codecs,
        TakesKeyEvents = over is not { Keys: not KeyWay.Events },
    };

    // A colon is in no meeting's number.
    public static TerminalPlace PlaceFor(SipCallId id, CallParty party) =>
        new(new MediaServer.Tracks.RoomId($"call:{id.Value}"), new(party.Who.Value)) { SignallingHost = party.Host };

    public CallLine LineOf(TerminalCall media, CallParty party, TerminalPlace place)
    {
        var sound = new CallSound(_parts.Mix, _parts.Prompts, new(party.Who.Value), turn => Post(null, _ => turn()));
        return new CallLine(_parts.Node, media, sound, new CallPicture(_parts.Pictures, new(party.Who.Value)), party, place.Room, Moved);
    }

    private void Moved(PeerId from, PeerId to)
    {
        if (_byPeer.Remove(from, out var call))
            _byPeer[to] = call;
    }

    private async Task AdmitAsync(MeetingCall call, string meeting, string? password)
    {
        var admission = Admission.Of(Refusal.ServerBusy);
        try
        {
            admission = await _parts.Door.AdmitAsync(call.Party, CallDoor.DeviceOf(call.Party, call.Line.HasPicture), meeting, password);
        }
        catch (Exception broken)
        {
            Log.CallFault(_log, broken);
        }

        Post(call, now => call.Admitted(admission.Refusal, admission.Meeting, password is not null, now));
    }

    private async Task AskAsync(MeetingCall call, ConferenceId conference, MeetingCommand command, Action<Refusal, Instant> then)
    {
        var refusal = await _parts.Meetings.AskAsync(conference, command);
        Post(call, now => then(refusal, now));
    }

    private void EndAll(TaskCompletionSource gone)
    {
        _allGone = gone;
        foreach (var call in _calls.Values.ToArray())
            call.HangUp();
        if (_calls.Count == 0)
            gone.TrySetResult();
    }
}

/// <summary>What stands around the call desk.</summary>
internal sealed record CallDeskParts(
    MediaNode Node, ConferenceDesk Meetings, RunningMeetings Running, CallDoor Door, PromptService Prompts, SipOptions Sip, Drain Drain)
{
    public IRoomSound? Mix { get; init; }

    public IRoomPictures? Pictures { get; init; }

    /// <summary>Whoever has the trunks may want SIP, which wants the call desk: so they are found when the first call comes.</summary>
    public Lazy<ITelephones?> FindTelephones { get; init; } = new(() => null);

    public ITelephones? Telephones => FindTelephones.Value;
}
