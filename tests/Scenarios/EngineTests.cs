using MediaServer.Engines;
using MediaServer.Tracks;
using Protocols;
using Protocols.Codecs;
using Protocols.Rtp;
using Protocols.Sdp;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>The chair of an engine gets pictures like any receiver, and what it publishes is asked for like anybody's.</summary>
public sealed class EngineTests
{
    [Test]
    public void An_engine_is_sent_the_smallest_size_that_will_do_and_nobody_sends_more()
    {
        using var meeting = new SimulatedMeeting(seed: 301);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast with { FollowsDemand = true }));
        var engine = meeting.Sit(height: 150);
        alice.StartMedia();
        meeting.RunFor(10);
        Assert.That(new[] { 0, 1, 2 }.Select(alice.Camera!.IsActive), Is.EqualTo(new[] { true, false, false }));
        Assert.That(engine.Packets[^1].Encoding, Is.Zero);

        engine.Wish(720);
        meeting.RunFor(5);
        Assert.That(engine.Packets[^1].Encoding, Is.EqualTo(2));
        Assert.That(engine.Packets.Last(packet => packet.Encoding != 2).At, Is.LessThan(meeting.Now - TimeSpan.FromSeconds(1)));
        Assert.That(Gaps(engine), Is.Zero, "what it is not given leaves no gap");
    }

    [Test]
    public void A_size_that_its_sender_has_no_room_for_goes_on_being_asked_for()
    {
        using var meeting = new SimulatedMeeting(seed: 304);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast with { FollowsDemand = true }));
        var engine = meeting.Sit(height: 720);
        alice.StartMedia();
        meeting.RunFor(5);
        alice.Camera!.Suspend(2, true);
        var wasDropped = false;
        for (var i = 0; i < 100; i++)
        {
            meeting.RunFor(0.1);
            wasDropped |= !alice.Camera.IsActive(2);
        }

        Assert.That(wasDropped, Is.False);
        Assert.That(engine.Packets[^1].Encoding, Is.EqualTo(1), "meanwhile the next smaller one");
        alice.Camera.Suspend(2, false);
        meeting.RunFor(3);
        Assert.That(engine.Packets[^1].Encoding, Is.EqualTo(2));
    }

    [Test]
    public void A_picture_lost_to_a_full_ring_goes_on_at_a_key_frame()
    {
        using var meeting = new SimulatedMeeting(seed: 302);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker());
        var engine = meeting.Sit(height: 720);
        alice.StartMedia();
        meeting.RunFor(3);
        engine.IsRingFull = true;
        meeting.RunFor(2);
        var dropped = meeting.Core.Counters.Dropped(DropReason.RingFull);
        var before = engine.Packets.Count;
        engine.IsRingFull = false;
        meeting.RunFor(2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(dropped, Is.InRange(1, 10), "one for each key frame that was tried");
            Assert.That(engine.Packets, Has.Count.GreaterThan(before + 50));
            Assert.That(engine.Packets[before].IsBeginning, Is.True);
            Assert.That(engine.Packets.Skip(before + 1).Any(packet => packet.IsBeginning), Is.False);
        }
    }

    [Test]
    public void Who_is_shown_an_engines_picture_asks_the_engine_for_it()
    {
        using var meeting = new SimulatedMeeting(seed: 303);
        var engine = meeting.Sit(height: 720);
        var track = new TrackId(0x6000_0001);
        engine.Publish(new TrackSetup
        {
            Id = track,
            Room = new RoomId("room"),
            Owner = new ParticipantId("mixer"),
            Source = TrackSource.Camera,
            Codec = new CodecDescription { PayloadType = new PayloadType(96), Name = CodecName.Vp8, EncodingName = "VP8", ClockRate = 90_000 },
            VideoCodec = VideoCodec.Vp8,
            Extensions = RtpExtensionMap.Empty,
            IsUnlisted = true,
        });
        meeting.Join("bob", ParticipantOptions.ViewerOf("mixer"));
        meeting.RunFor(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(engine.Told.OfType<EngineEvent.KeyFrameWanted>().Select(asked => asked.Track), Does.Contain(track));
            Assert.That(engine.Told.OfType<EngineEvent.DemandChanged>().Last().Encodings, Is.EqualTo(1));
            Assert.That(engine.Told.OfType<EngineEvent.TrackAdded>(), Is.Empty, "its own it is not told of");
        }
    }

    private static int Gaps(SimulatedEngine engine) =>
        engine.Packets.Zip(engine.Packets.Skip(1)).Count(pair => (ushort)(pair.Second.Sequence - pair.First.Sequence) != 1);
}
