using MediaServer.Engines;
using MediaServer.Shards;
using MediaServer.Tracks;
using Protocols;
using Protocols.Rtp;
using Protocols.Sdp;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>Who does not decode a picture asks for its twin, is shown that and nothing else, and nobody else is.</summary>
public sealed class TwinTests
{
    private static readonly CameraOptions Vp9Camera = CameraOptions.Simple with { Codec = CodecChoice.Vp9 };

    [Test]
    public void A_viewer_without_the_codec_gets_the_twin_as_soon_as_there_is_one([Values(1, 2)] int shards)
    {
        using var meeting = new SimulatedMeeting(seed: 401, shards: shards);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(Vp9Camera));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice") with { Decodes = [CodecChoice.Vp8], Shard = shards - 1 });
        var carol = meeting.Join("carol", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(1);
        var wanted = Wanted(meeting).First();
        Assert.That((wanted.Viewer, wanted.Stream), Is.EqualTo((bob.Peer, bob.PictureMids[0])));
        Assert.That(ShownTo(bob, meeting), Is.Null);

        var engine = meeting.Sit(height: 720);
        var twin = Publish(engine, wanted.Track);
        meeting.RunFor(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ShownTo(bob, meeting), Is.EqualTo(twin));
            Assert.That(ShownTo(carol, meeting), Is.EqualTo(wanted.Track));
            Assert.That(engine.Told.OfType<EngineEvent.KeyFrameWanted>().Select(asked => asked.Track), Does.Contain(twin));
            Assert.That(engine.Told.OfType<EngineEvent.DemandChanged>().Last().Encodings, Is.Not.Zero);
        }

        var asked = Wanted(meeting).Count();
        meeting.RunFor(5);
        Assert.That(Wanted(meeting).Count(), Is.EqualTo(asked), "who has it asks no more");
        meeting.SetGate("alice", TrackSource.Camera, isClosed: true);
        meeting.RunFor(1);
        Assert.That(ShownTo(bob, meeting), Is.Null, "a picture behind a closed gate is nobody's");
        Assert.That(engine.Told.OfType<EngineEvent.DemandChanged>().Last().Encodings, Is.Zero);
        meeting.SetGate("alice", TrackSource.Camera, isClosed: false);
        meeting.RunFor(1);
        Assert.That(ShownTo(bob, meeting), Is.EqualTo(twin));

        bob.Leave();
        meeting.RunFor(1);
        Assert.That(engine.Told.OfType<EngineEvent.DemandChanged>().Last().Encodings, Is.Zero);
    }

    [Test]
    public void A_twin_that_ends_is_asked_for_again_every_two_seconds_while_somebody_misses_it()
    {
        using var meeting = new SimulatedMeeting(seed: 402);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(Vp9Camera));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice") with { Decodes = [CodecChoice.Vp8] });
        alice.StartMedia();
        meeting.RunFor(1);
        var engine = meeting.Sit(height: 720);
        Publish(engine, Wanted(meeting).First().Track);
        meeting.RunFor(1);
        var before = Wanted(meeting).Count();

        engine.Leave();
        meeting.RunFor(5);
        Assert.That(ShownTo(bob, meeting), Is.Null);
        Assert.That(Wanted(meeting).Count() - before, Is.InRange(3, 4), "at once, and every two seconds from then or from when it was asked for last");

        before = Wanted(meeting).Count();
        alice.Leave();
        meeting.RunFor(5);
        Assert.That(Wanted(meeting).Count() - before, Is.Zero, "what is gone is missed by nobody");
    }

    [Test]
    public void A_place_says_whose_it_is_also_when_its_twin_is_shown()
    {
        using var meeting = new SimulatedMeeting(seed: 403);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(Vp9Camera));
        var bob = meeting.Join("bob", new ParticipantOptions { Pictures = [new(new MediaServer.Subscriptions.SourceChoice.Place(0))], Decodes = [CodecChoice.Vp8] });
        alice.StartMedia();
        meeting.RunFor(1);
        var engine = meeting.Sit(height: 720);
        Publish(engine, Wanted(meeting).First().Track);
        meeting.RunFor(1);
        engine.Leave();
        meeting.RunFor(1);
        Assert.That(
            meeting.Events.OfType<MediaEvent.StreamShows>().Where(shows => shows.Viewer == bob.Peer).Select(shows => shows.Who?.Value),
            Is.EqualTo(new[] { null, "alice" }).Or.EqualTo(new[] { "alice" }));
    }

    private static IEnumerable<MediaEvent.TwinWanted> Wanted(SimulatedMeeting meeting) => meeting.Events.OfType<MediaEvent.TwinWanted>();

    private static TrackId? ShownTo(SimulatedParticipant who, SimulatedMeeting meeting) => meeting.PeerOf(who).Outgoing.Single(stream => stream.Setup.IsVideo).Source?.Id;

    private static TrackId Publish(SimulatedEngine engine, TrackId of)
    {
        var track = new EngineTrack(new ParticipantId("alice"), TrackSource.Camera, TwinCodec.Description)
        {
            VideoCodec = TwinCodec.Video,
            IsUnlisted = true,
            EncodingCount = 2,
            TwinOf = of,
        };
        var id = new TrackId(0x6000_0001);
        engine.Publish(track.In(new RoomId("room"), id));
        return id;
    }
}
