using Meetings;
using Meetings.Conduct;
using SignalingHost.Conferences;
using SignalingHost.Mixing;

namespace SignalingHost.Tests.Mixing.World;

/// <summary>A meeting that is as the test says: who is in it, who is shown what, who speaks.</summary>
internal sealed class ToldMeeting
{
    private readonly List<Participant> _people = [];
    private MeetingView _view;

    public ToldMeeting() => Running = new RunningMeeting(_view = ViewOf(1, PicturePlan.Nothing, null, []));

    public RunningMeeting Running { get; }

    /// <summary>Whether the composition has content and the people beside it.</summary>
    public bool SharesContent
    {
        get;
        set
        {
            field = value;
            Direct();
        }
    }

    public void Enter(string name)
    {
        _people.Add(new Participant { Id = new ParticipantId(name), Name = name, CameraOn = true });
        Direct();
    }

    public void Leave(string name)
    {
        _people.RemoveAll(one => one.Name == name);
        Direct();
    }

    /// <summary>The even composition of all, or content and all beside it, unless other panes are said, and nothing imposed unless that is said.</summary>
    public void Direct(PicturePlan? plan = null, Composition? composition = null, params string[] speakers)
    {
        composition ??= Even();
        _view = ViewOf(_view.Version + 1, plan ?? PicturePlan.Nothing, composition, [.. speakers.Select(name => new Speaker(new ParticipantId(name), name, 50))]);
        Running.Publish(_view, []);
    }

    public static PicturePlan Everybody(string name) => new(PictureSource.Site(new ParticipantId(name)), new Dictionary<ParticipantId, PictureSource>());

    private Composition? Even() => PictureDirections.OfCameras(_people.Select(one => one.Id.Value), SharesContent).Composition;

    private MeetingView ViewOf(long version, PicturePlan plan, Composition? composition, Speaker[] speakers) => new()
    {
        Version = version,
        Setup = new MeetingSetup
        {
            Conference = new ConferenceId("room"),
            Run = new RunId("run"),
            Corporation = default,
            Owner = default,
            Subject = "Morning",
            Passwords = default!,
        },
        Dynamics = new Dynamics(),
        Participants = [.. _people],
        Attendees = [],
        Waiting = [],
        Layouts = [],
        Speakers = speakers,
        Pictures = plan,
        Composition = composition,
    };
}
