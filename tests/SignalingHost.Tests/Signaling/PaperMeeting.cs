using System.Text.Json;
using Meetings;
using Meetings.Conduct;
using SignalingHost.Conferences;
using SignalingHost.Signaling;

namespace SignalingHost.Tests.Signaling;

/// <summary>A meeting without a server, and the sessions of those in it: commands in, messages out, and the time is a variable.</summary>
internal sealed class PaperMeeting : ISeats, IRecordingSpace, IParticipantIds
{
    public const string ChairPassword = "246810";

    private static readonly AccountId Owner = new("owner");

    private readonly ConductedRun _run;
    private readonly List<PaperClient> _clients = [];
    private MeetingView _told;
    private int _lastId;

    public PaperMeeting(Func<MeetingSetup, MeetingSetup>? with = null)
    {
        var setup = new MeetingSetup
        {
            Conference = new ConferenceId("900825541"),
            Run = new RunId("run"),
            Corporation = new CorporationId("corporation"),
            Owner = Owner,
            OwnerName = "Owner",
            Subject = "Weekly",
            Passwords = new MeetingPasswords(ChairPassword, ""),
        };
        _run = ConductedRun.Open(with?.Invoke(setup) ?? setup, new MeetingPorts(this, this, this), Now);
        _run.Publish();
        _told = _run.Face.View;
    }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public MeetingView View => _run.Face.View;

    public Refusal NextSeat { get; set; }

    /// <summary>A client that has joined (or waits).</summary>
    public PaperClient Join(string name, bool asOwner = false)
    {
        var client = new PaperClient(this, name, asOwner ? Owner : null);
        _clients.Add(client);
        client.Say(new { type = "join", id = 1, conferenceId = "900825541", name, microphone = true, camera = true });
        return client;
    }

    public Refusal Handle(MeetingCommand command)
    {
        var refusal = _run.Handle(command, Now, mostRefusedLines: 0);
        Tell();
        return refusal;
    }

    /// <summary>Time passes, and everybody is told what it brings.</summary>
    public void Pass(TimeSpan time)
    {
        Now += time;
        _run.Advance(Now);
        Tell();
    }

    Refusal ISeats.TryTake(ParticipantId who) => NextSeat;

    void ISeats.Return(ParticipantId who)
    {
    }

    Refusal IRecordingSpace.MayBegin() => Refusal.None;

    ParticipantId IParticipantIds.Next() => new($"p{++_lastId}");

    internal ParticipantId NewId() => new($"p{++_lastId}");

    private void Tell()
    {
        var events = _run.Publish();
        if (events.Count == 0)
            return;

        var news = MeetingNews.Of(_told, View, events);
        _told = View;
        foreach (var client in _clients.ToArray())
        {
            client.Session.Hear(news);
            client.Work();
        }
    }
}

/// <summary>One session of the paper meeting, what it said, and what it asked.</summary>
internal sealed class PaperClient : ISessionOutput, IParticipantMedia
{
    private readonly PaperMeeting _meeting;
    private readonly string _name;
    private readonly AccountId? _account;
    private readonly Queue<Action> _work = [];

    public PaperClient(PaperMeeting meeting, string name, AccountId? account)
    {
        (_meeting, _name, _account) = (meeting, name, account);
        Session = new SignalSession(this, new SignalOptions(), meeting.Now);
    }

    public SignalSession Session { get; }

    public List<JsonElement> Heard { get; } = [];

    public bool IsClosed { get; private set; }

    public IReadOnlyList<SlotWish> Slots { get; private set; } = [];

    public string Id => Session.Me.Value;

    public string[] Types => [.. Heard.Select(message => message.GetProperty("type").GetString()!)];

    /// <summary>The last message of a type; the test fails where there is none.</summary>
    public JsonElement Last(string type) => Heard.Last(message => message.GetProperty("type").GetString() == type);

    public JsonElement Say(object message) => Say(JsonSerializer.SerializeToUtf8Bytes(message));

    /// <summary>What was answered last.</summary>
    public JsonElement Say(byte[] frame)
    {
        Session.Receive(frame, _meeting.Now);
        Work();
        return Heard.Count > 0 ? Heard[^1] : default;
    }

    public void Work()
    {
        while (_work.TryDequeue(out var work))
            work();
    }

    void ISessionOutput.Send(byte[] message) => Heard.Add(JsonDocument.Parse(message).RootElement);

    void ISessionOutput.Admit(ClientMessage.Join join) => _work.Enqueue(() =>
    {
        var id = _meeting.NewId();
        var refusal = _meeting.Handle(new MeetingCommand.Join(Actor.Server, new JoinRequest
        {
            Who = id,
            Name = join.Name,
            Account = _account,
            MicrophoneOn = join.Microphone,
            CameraOn = join.Camera,
        }));
        if (refusal != Refusal.None)
            Session.Refused(refusal);
        else if (_meeting.View.Waiting.FirstOrDefault(guest => guest.Id == id) is { } guest)
            Session.Waits(id, guest.WaitingFor, _meeting.Now);
        else
            Enter(id);
    });

    void ISessionOutput.ComeIn() => _work.Enqueue(() => Enter(Session.Me));

    void ISessionOutput.Ask(MeetingCommand command, long? re) => _work.Enqueue(() => Session.Answered(re, _meeting.Handle(command)));

    void ISessionOutput.GrantControl(bool on) => _work.Enqueue(() => Session.Controls(on ? Grant : null));

    void ISessionOutput.Close() => IsClosed = true;

    NegotiationOutcome IParticipantMedia.Negotiate(TransportKind transport, string sdp, bool fresh) =>
        sdp == "good" ? new NegotiationOutcome(Refusal.None, $"answer to {transport}") : NegotiationOutcome.Refused(Refusal.MediaNegotiationFailure);

    Refusal IParticipantMedia.Show(IReadOnlyList<SlotWish> slots)
    {
        Slots = slots;
        return Refusal.None;
    }

    bool IParticipantMedia.Has(TransportKind transport) => transport == TransportKind.Receive;

    void IParticipantMedia.Report(IReadOnlyList<TrackReport> tracks)
    {
    }

    private static ControlGrant Grant => new("cnf00", "wss://host", DateTimeOffset.UnixEpoch, 1);

    private void Enter(ParticipantId id) => Session.Entered(
        new SessionEntry(id, _meeting.View, this, $"resume-{_name}", _meeting.View.Find(id)!.IsChair ? Grant : null, []), _meeting.Now);
}
