using Meetings.Booking;

namespace Meetings.Conduct;

/// <summary>
/// What the rules of one running meeting share: who is there, how things stand, and the turn under way. A rule first checks, then
/// changes; nothing here is touched by a command that is refused.
/// </summary>
internal sealed class Hall(MeetingSetup setup, MeetingPorts ports)
{
    private Dynamics _told = new();
    private IMeetingOutput? _output;

    public MeetingSetup Setup { get; set; } = setup;

    public MeetingOptions Options => Setup.Options;

    public MeetingPorts Ports => ports;

    public Roster Roster { get; } = new();

    public AttendeeList Attendees { get; } = new();

    public Dynamics Dynamics { get; set; } = new();

    public DateTimeOffset Now { get; private set; }

    /// <summary>Who is in, or how pictures are made, has changed: the composition and the plan have to be made anew.</summary>
    public bool PicturesStale { get; set; }

    public bool IsVideo => Setup.Media == MediaKind.Video;

    public bool IsOver => Dynamics.State == RunState.Destroyed;

    public Participant? Chair => Roster.Entered(Dynamics.Chair);

    public void Begin(DateTimeOffset now, IMeetingOutput output)
    {
        Now = now;
        _output = output;
    }

    public void Raise(MeetingEvent raised) => _output!.Raise(raised);

    public void Say(Prompt prompt, ParticipantId? to = null) => Raise(new MeetingEvent.Prompted(prompt, Setup.Language, to, ""));

    public void SayOf(Participant whom, Prompt prompt) =>
        Raise(new MeetingEvent.Prompted(prompt, Setup.Language, To: null, whom.Name) { About = whom.Id });

    public void TakeStateAsTold()
    {
        _told = Dynamics;
        Roster.TakeChanges();
        Attendees.TakeChanges();
    }

    /// <summary>The end of a turn: every person and every setting that has changed is told once.</summary>
    public void Tell()
    {
        foreach (var (before, after) in Roster.TakeChanges())
        {
            if (Hears(before) != Hears(after))
                Raise(new MeetingEvent.SoundGate(after.Id, Hears(after)));
            Raise(new MeetingEvent.ParticipantChanged(before, after));
        }

        foreach (var line in Attendees.TakeChanges())
            Raise(new MeetingEvent.AttendeeChanged(line));

        if (Dynamics != _told)
            Raise(new MeetingEvent.DynamicsChanged(_told, Dynamics));
        _told = Dynamics;

        static bool Hears(Participant? heard) => heard is { Presence: Presence.In, Muted: false };
    }
}
