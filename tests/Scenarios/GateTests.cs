using MediaServer.Shards;
using MediaServer.Subscriptions;
using MediaServer.Tracks;
using Scenarios.World;

namespace Scenarios;

/// <summary>The meeting closes and opens what somebody sends.</summary>
public sealed class GateTests
{
    [TestCase(0)]
    [TestCase(1)]
    public void A_closed_camera_is_nobodys_picture_and_an_open_one_is_seen_again(int shardOfTheViewer)
    {
        using var meeting = new SimulatedMeeting(seed: 61, shards: 2);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        var bob = meeting.Join("bob", new ParticipantOptions
        {
            Pictures = [ParticipantOptions.PictureOf("alice"), new StreamWish(new SourceChoice.Place(0)), new StreamWish(new SourceChoice.DominantSpeaker())],
            Shard = shardOfTheViewer,
        });
        alice.StartMedia();
        meeting.RunFor(3);
        Assert.That(bob.Pictures.Select(picture => picture.Packets), Is.All.GreaterThan(10), "before");

        meeting.SetGate("alice", TrackSource.Camera, isClosed: true);
        meeting.RunFor(0.2);
        var shown = meeting.PeerOf(bob).Outgoing.Select(stream => stream.Source).ToList();
        var packets = bob.Pictures.Sum(picture => picture.Packets);
        meeting.RunFor(2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown, Is.All.Null);
            Assert.That(bob.Pictures.Sum(picture => picture.Packets), Is.EqualTo(packets), "while closed");
        }

        meeting.SetGate("alice", TrackSource.Camera, isClosed: false);
        meeting.RunFor(2);
        meeting.StopAllMedia();
        meeting.RunFor(1.5);
        Assert.That(bob.Picture.Play().Shown[^1].Frame.CapturedAt, Is.GreaterThan(meeting.Now - TimeSpan.FromSeconds(2)), meeting.Counters());
    }

    [TestCase(0)]
    [TestCase(1)]
    public void A_gate_that_was_closed_before_anything_was_sent_lets_nothing_through(int shardOfTheListener)
    {
        using var meeting = new SimulatedMeeting(seed: 62, shards: 2);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice") with { Shard = shardOfTheListener });
        meeting.SetGate("alice", TrackSource.Microphone, isClosed: true);
        alice.StartMedia();
        meeting.RunFor(2);
        Assert.That((bob.Sound.Packets, bob.Picture.Packets > 0), Is.EqualTo((0, true)));

        meeting.SetGate("alice", TrackSource.Microphone, isClosed: false);
        meeting.RunFor(2);
        Assert.That(bob.Sound.Packets, Is.GreaterThan(50));
    }

    [Test]
    public void Who_speaks_is_told_until_he_is_silent_and_not_while_his_gate_is_closed()
    {
        using var meeting = new SimulatedMeeting(seed: 63);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        alice.Microphone!.Loudness = 20;
        alice.StartMedia();
        meeting.RunFor(2);
        Assert.That(Voices(meeting), Is.Not.Empty.And.All.EqualTo("alice"));
        var lasted = meeting.Events.OfType<MediaEvent.VoicesHeard>().Select(heard => heard.Voices[0].Lasts).ToList();
        Assert.That(lasted, Is.Ordered.And.Some.GreaterThan(TimeSpan.FromSeconds(1)), "he makes no pause");

        meeting.SetGate("alice", TrackSource.Microphone, isClosed: true);
        meeting.RunFor(1);
        var told = meeting.Events.OfType<MediaEvent.VoicesHeard>().Count();
        meeting.RunFor(2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(meeting.Events.OfType<MediaEvent.VoicesHeard>().Last().Voices, Is.Empty);
            Assert.That(meeting.Events.OfType<MediaEvent.VoicesHeard>().Count(), Is.EqualTo(told), "silence is told once");
        }
    }

    [Test]
    public void Who_is_shown_by_the_servers_choice_is_told_to_the_viewer()
    {
        using var meeting = new SimulatedMeeting(seed: 64);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        var bob = meeting.Join("bob", new ParticipantOptions { Pictures = [new StreamWish(new SourceChoice.DominantSpeaker()), ParticipantOptions.PictureOf("alice")] });
        alice.StartMedia();
        meeting.RunFor(2);

        var shown = meeting.Events.OfType<MediaEvent.StreamShows>().Where(shows => shows.Viewer == bob.Peer).ToList();
        Assert.That(shown.Select(shows => (shows.Stream, shows.Who, shows.Source)), Is.EqualTo(new[] { (bob.PictureMids[0], (ParticipantId?)new ParticipantId("alice"), TrackSource.Camera) }));
    }

    private static IEnumerable<string> Voices(SimulatedMeeting meeting) =>
        meeting.Events.OfType<MediaEvent.VoicesHeard>().SelectMany(heard => heard.Voices).Select(voice => voice.Who.Value);
}
