using System.Text.Json;
using Meetings.Booking;
using Meetings.Conduct;
using Command = Meetings.Conduct.MeetingCommand;

namespace Meetings.Tests.Conduct;

/// <summary>A meeting with people in it, its seats, its clock, and everything it has said.</summary>
internal sealed class ConferenceRoom : IMeetingOutput, ISeats, IRecordingSpace, IParticipantIds
{
    public const string ChairPassword = "123456";
    public const string GuestPassword = "654321";

    public static readonly CorporationId Ours = new("ours");
    public static readonly AccountId Owner = new("owner");
    public static readonly Actor Controller = new Actor.Controller("api");

    private readonly HashSet<ParticipantId> _seated = [];
    private int _ids;

    public ConferenceRoom(MeetingSetup? setup = null)
    {
        Meeting = Meeting.Open(setup ?? Setup(), new MeetingPorts(this, this, this), Now, this);
    }

    public ConferenceRoom(MeetingState state, DateTimeOffset now, int ids)
    {
        (Now, _ids) = (now, ids);
        Meeting = Meeting.Restore(state, new MeetingPorts(this, this, this));
    }

    public Meeting Meeting { get; }

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public List<MeetingEvent> Said { get; } = [];

    public int Seats { get; set; } = 1000;

    public int Seated => _seated.Count;

    public int IdsDrawn => _ids;

    public Refusal Space { get; set; }

    public Dynamics Dynamics => Meeting.Dynamics;

    public static MeetingSetup Setup() => new()
    {
        Conference = new("900000001"),
        Run = new("run"),
        Corporation = Ours,
        Owner = Owner,
        Passwords = new(ChairPassword, GuestPassword),
        Length = TimeSpan.FromMinutes(60),
        Recording = RecordKind.LiveAndRecord,
        LiveAddress = "rtmp://live",
    };

    /// <summary>A soft client with an account of the corporation and the guest password.</summary>
    public static JoinRequest Person(string name) => new()
    {
        Who = new(name),
        Name = name,
        Number = "+99" + name,
        Account = new("account-" + name),
        Corporation = Ours,
        Password = GuestPassword,
        Device = new() { Kind = DeviceKind.Desktop },
    };

    public static JoinRequest Terminal(string name) =>
        Person(name) with { Device = new() { Kind = DeviceKind.Terminal, MultiStream = false } };

    public static JoinRequest Phone(string name) => Person(name) with
    {
        Account = null,
        Corporation = null,
        Device = new() { Kind = DeviceKind.Phone, MultiStream = false, Video = false, CanShare = false, CanControl = false },
    };

    public static JoinRequest Anonymous(string name) =>
        Person(name) with { Account = null, Corporation = null, Number = "", Device = new() };

    public static Actor By(string name) => new Actor.Participant(new(name));

    public static ParticipantId Id(string name) => new(name);

    public static InviteeRequest Callee(string number) => new() { Phone = number, Name = "callee " + number, Type = "terminal" };

    public Refusal Tell(Command command)
    {
        Said.Clear();
        return Meeting.Handle(command, Now, this);
    }

    public Refusal Join(JoinRequest request) => Tell(new Command.Join(Actor.Server, request));

    public ConferenceRoom WithChair(string name = "chair") => With(Person(name) with { Password = ChairPassword });

    public ConferenceRoom WithTerminalAsChair(string name = "chair") => With(Terminal(name) with { Password = ChairPassword });

    public ConferenceRoom With(params JoinRequest[] people)
    {
        foreach (var person in people)
            Assert.That(Join(person), Is.EqualTo(Refusal.None));
        return this;
    }

    public ConferenceRoom WithPeople(params string[] names) => With([.. names.Select(Person)]);

    public ConferenceRoom After(Command command)
    {
        Assert.That(Tell(command), Is.EqualTo(Refusal.None));
        return this;
    }

    public ParticipantId Calling(string number)
    {
        Assert.That(Tell(new Command.Invite(Controller, [Callee(number)])), Is.EqualTo(Refusal.None));
        return All<MeetingEvent.CallOut>()[^1].Who;
    }

    public ConferenceRoom Wait(TimeSpan time)
    {
        Said.Clear();
        var until = Now + time;
        while (Meeting.NextDeadline <= until)
        {
            Now = Now > Meeting.NextDeadline ? Now : Meeting.NextDeadline;
            Meeting.Advance(Now, this);
        }

        Now = until;
        return this;
    }

    public Participant Find(string name) => Meeting.Find(new(name))!;

    public bool Has(string name) => Meeting.Find(new(name)) is not null;

    public Attendee Line(string number) => Meeting.Attendees.Single(line => line.Number == number);

    public IReadOnlyList<T> All<T>() => [.. Said.OfType<T>()];

    public PictureSource Shown(string name) => Meeting.Pictures.For(new(name));

    public static string Json(MeetingState state) => JsonSerializer.Serialize(state, MeetingStateJson.Default.MeetingState);

    public string Snapshot() => Json(Meeting.Snapshot());

    void IMeetingOutput.Raise(MeetingEvent raised) => Said.Add(raised);

    Refusal ISeats.TryTake(ParticipantId who)
    {
        if (_seated.Count >= Seats)
            return Refusal.EnterpriseCapacityNotEnough;
        Assert.That(_seated.Add(who), Is.True, "a seat is taken once");
        return Refusal.None;
    }

    void ISeats.Return(ParticipantId who) => Assert.That(_seated.Remove(who), Is.True, "a seat that was taken is given back");

    Refusal IRecordingSpace.MayBegin() => Space;

    ParticipantId IParticipantIds.Next() => new($"call-{++_ids}");
}
