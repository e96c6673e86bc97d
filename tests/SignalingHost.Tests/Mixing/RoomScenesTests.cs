using Meetings;
using Meetings.Conduct;
using Mixer.Video.Composing;
using SignalingHost.Conferences;
using SignalingHost.Mixing;

namespace SignalingHost.Tests.Mixing;

/// <summary>What of a meeting's state is drawn over its composed pictures.</summary>
public sealed class RoomScenesTests
{
    [TestCase(RecordingState.Off, false)]
    [TestCase(RecordingState.Starting, false, Description = "nobody is recorded yet")]
    [TestCase(RecordingState.On, true)]
    [TestCase(RecordingState.Paused, false)]
    [TestCase(RecordingState.Stopping, false)]
    public void The_mark_of_a_recording_follows_the_meeting(RecordingState recording, bool isMarked) =>
        Assert.That(SceneOf(new Dynamics { Recording = recording }).IsRecorded, Is.EqualTo(isMarked));

    [TestCase(CaptionKind.Caption, false, CaptionPlace.Bottom)]
    [TestCase(CaptionKind.Banner, true, CaptionPlace.Top)]
    public void The_chairs_text_is_over_the_picture_also_of_who_waits(CaptionKind kind, bool moves, CaptionPlace place)
    {
        var caption = SceneOf(new Dynamics { Caption = new(kind, "请保持静音") }).Caption!;

        Assert.That((caption.Text, caption.Moves, caption.Place), Is.EqualTo(("请保持静音", moves, place)));
    }

    private static Scene SceneOf(Dynamics dynamics)
    {
        var directions = PictureDirections.Of(new MeetingView
        {
            Version = 1,
            Setup = new MeetingSetup { Conference = new ConferenceId("room"), Run = new RunId("run"), Corporation = default, Owner = default, Passwords = default! },
            Dynamics = dynamics,
            Participants = [],
            Attendees = [],
            Waiting = [],
            Layouts = [],
            Speakers = [],
        });
        return RoomScenes.Build(RoomScenes.KeyFor(directions, new("hall")), directions, _ => null);
    }
}
