using Meetings.Conduct;
using Meetings.DialIn;
using Protocols;

namespace Meetings.Tests.DialIn;

/// <summary>A caller, a voice and one meeting with a password. Whatever is said takes two seconds.</summary>
internal sealed class TelephoneCall : IDialInOutput
{
    public const string Meeting = "981234567";
    public const string Password = "4321";

    private readonly Queue<Action> _next = [];
    private readonly DialInFlow _flow;
    private Instant _now = Instant.Zero;
    private Instant _spokenAt = Instant.Never;

    public TelephoneCall(DialInCall? call = null)
    {
        _flow = new DialInFlow(call ?? new DialInCall { Who = Who, Language = MeetingLanguage.English }, new DialInOptions());
        Turn(() => _flow.Begin(_now, this));
    }

    public static ParticipantId Who { get; } = new("caller");

    /// <summary>What the door says to somebody with the right id and password.</summary>
    public Refusal Door { get; set; } = Refusal.None;

    /// <summary>He has to wait for the chair first.</summary>
    public bool Waits { get; set; }

    public Refusal MeetingSays { get; set; } = Refusal.None;

    /// <summary>The names of all that was said; a bar where the voice was silenced.</summary>
    public List<string> Said { get; } = [];

    public List<Spoken> Recordings { get; } = [];

    public List<MeetingCommand> Asked { get; } = [];

    public bool ToneIsOn { get; private set; }

    public DialInEnd? HungUp { get; private set; }

    public bool IsInside => _flow.IsInside;

    /// <summary>What was said last, all of it.</summary>
    public string LastSaid => Said[^1];

    public TelephoneCall Press(string keys, double secondsBetween = 0.3)
    {
        foreach (var key in keys)
        {
            Wait(secondsBetween);
            Turn(() => _flow.Receive(key, _now, this));
        }

        return this;
    }

    public TelephoneCall Wait(double seconds)
    {
        var end = _now + TimeSpan.FromSeconds(seconds);
        while (true)
        {
            var due = Instant.Earlier(_spokenAt, _flow.NextDeadline);
            if (due > end)
                break;

            _now = Instant.Later(_now, due);
            if (_spokenAt <= due)
            {
                _spokenAt = Instant.Never;
                Turn(() => _flow.Spoke(_now, this));
            }
            else
            {
                Turn(() => _flow.Advance(_now, this));
            }
        }

        _now = end;
        return this;
    }

    public TelephoneCall Happens(MeetingEvent told)
    {
        Turn(() => _flow.Follow(told, _now, this));
        return this;
    }

    public TelephoneCall BecomesChair() => Happens(new MeetingEvent.ParticipantChanged(null, Me with { Role = Role.Chair }));

    public static Participant Me { get; } = new() { Id = Who, Name = "caller" };

    public void Speak(IReadOnlyList<Spoken> recordings)
    {
        Said.Add(recordings.Count == 0 ? "|" : string.Join(' ', recordings.Select(recording => recording.Name)));
        Recordings.AddRange(recordings);
        _spokenAt = recordings.Count == 0 ? Instant.Never : _now + TimeSpan.FromSeconds(2 * recordings.Count);
    }

    public void PlayWaitingTone(bool on) => ToneIsOn = on;

    public void Enter(string meeting, string? password) => _next.Enqueue(() =>
    {
        var refusal = meeting != Meeting ? Refusal.ConfIdNotExist
            : string.IsNullOrEmpty(password) ? Refusal.ConfAuthenNeedPassword
            : password != Password ? Refusal.ConfNotFoundOrAuthFailed
            : Door;
        if (refusal == Refusal.None)
        {
            _flow.Follow(Waits
                ? new MeetingEvent.WaitingChanged(new WaitingGuest { Request = new JoinRequest { Who = Who, Name = "caller" }, WaitingFor = WaitingFor.Chair })
                : new MeetingEvent.Joined(Me, default), _now, this);
        }

        _flow.Answer(refusal, _now, this);
    });

    public void Ask(MeetingCommand command)
    {
        Asked.Add(command);
        _next.Enqueue(() => _flow.Answer(MeetingSays, _now, this));
    }

    public void HangUp(DialInEnd reason)
    {
        Assert.That(HungUp, Is.Null);
        HungUp = reason;
    }

    private void Turn(Action turn)
    {
        turn();
        while (_next.TryDequeue(out var next))
            next();
    }
}
