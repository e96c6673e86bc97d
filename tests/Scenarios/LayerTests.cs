using MediaServer.Subscriptions;
using Protocols;
using Protocols.Sdp;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>The picture becomes larger or smaller, by wish or for want of bandwidth, and is whole all the while.</summary>
public sealed class LayerTests
{
    private static readonly CameraOptions Vp9 = new()
    {
        Codec = CodecChoice.Vp9,
        Encodings = [new("", 720, Bitrate.Kilobits(1_500))],
        SpatialLayers = 3,
        TemporalLayers = 3,
    };

    private static readonly CameraOptions Av1 = Vp9 with { Codec = CodecChoice.Av1 };

    private static IEnumerable<TestCaseData> Cameras()
    {
        yield return new TestCaseData(CameraOptions.Simulcast).SetArgDisplayNames("VP8 simulcast");
        yield return new TestCaseData(Vp9).SetArgDisplayNames("VP9 L3T3");
        yield return new TestCaseData(Av1).SetArgDisplayNames("AV1 L3T3");
    }

    [TestCaseSource(nameof(Cameras))]
    public void The_picture_is_as_tall_as_the_viewer_shows_it_and_never_broken(CameraOptions camera)
    {
        using var meeting = new SimulatedMeeting(seed: 41);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(camera));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(6);
        using (Assert.EnterMultipleScope())
        {
            foreach (var height in new[] { 720, 180, 360, 720, 360, 180, 720 })
            {
                meeting.Wish(bob, 0, ParticipantOptions.PictureOf("alice") with { Height = height });
                meeting.RunFor(4);
                Assert.That(bob.Picture.Play().HeightAt(meeting.Now), Is.EqualTo(height));
            }
        }

        Finish(meeting, bob, camera);
    }

    [TestCaseSource(nameof(Cameras))]
    public void The_picture_fits_the_line_and_comes_back_with_it(CameraOptions camera)
    {
        using var meeting = new SimulatedMeeting(seed: 42);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(camera));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(10);
        var before = bob.Picture.Play().HeightAt(meeting.Now);
        bob.Downlink.Conditions = new LinkConditions { Rate = Bitrate.Kilobits(400) };
        meeting.RunFor(10);
        var during = bob.Picture.Play();
        var narrow = during.HeightAt(meeting.Now);
        var smooth = during.FramesPerSecond(meeting.Now - TimeSpan.FromSeconds(5), meeting.Now);
        bob.Downlink.Conditions = LinkConditions.Fair;
        meeting.RunFor(25);
        var after = bob.Picture.Play().HeightAt(meeting.Now);
        TestContext.Out.WriteLine($"{before} {narrow} at {smooth:F1} fps, {after}, queue lost {bob.Downlink.LostInQueue}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.EqualTo(720));
            Assert.That(narrow, Is.InRange(180, 360));
            Assert.That(smooth, Is.GreaterThan(7));
            Assert.That(after, Is.EqualTo(720));

            // The queue overflowed before the estimate had fallen, and what was lost then is not all worth repairing.
            Assert.That(during.Broken.Count, Is.LessThan(30));
        }
    }

    // Under a low first estimate the upper layers come one after the other, and the last of them must come too.
    [TestCaseSource(nameof(Cameras))]
    public void A_good_line_ends_up_with_every_frame_of_the_largest_picture(CameraOptions camera)
    {
        var low = new MediaServer.Peers.PeerOptions { Sending = new() { Congestion = new() { Estimator = new() { Start = Bitrate.Kilobits(300) } } } };
        using var meeting = new SimulatedMeeting(seed: 43, low);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(camera));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(20);
        var showing = bob.Picture.Play();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(showing.HeightAt(meeting.Now), Is.EqualTo(720));
            Assert.That(showing.FramesPerSecond(meeting.Now - TimeSpan.FromSeconds(5), meeting.Now), Is.GreaterThan(29));
        }

        Finish(meeting, bob, camera);
    }

    [Test]
    public void Frame_rate_is_given_up_before_size()
    {
        var camera = new CameraOptions { Encodings = [new("", 360, Bitrate.Kilobits(800))], TemporalLayers = 3 };
        using var meeting = new SimulatedMeeting(seed: 44);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(camera));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(6);
        bob.Downlink.Conditions = new LinkConditions { Rate = Bitrate.Kilobits(600) };
        meeting.RunFor(15);
        var fps = bob.Picture.Play().FramesPerSecond(meeting.Now - TimeSpan.FromSeconds(8), meeting.Now);
        TestContext.Out.WriteLine($"{fps:F1} fps");
        Assert.That(fps, Is.InRange(7, 25));
        Finish(meeting, bob, camera);
    }

    [Test]
    public void The_sender_is_told_of_sizes_that_nobody_watches_and_sends_them_again_when_somebody_does()
    {
        using var meeting = new SimulatedMeeting(seed: 45);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast with { FollowsDemand = true }));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(5);
        meeting.Wish(bob, 0, ParticipantOptions.PictureOf("alice") with { Height = 180 });
        meeting.RunFor(8);
        var whileSmall = new[] { 0, 1, 2 }.Select(alice.Camera!.IsActive).ToArray();
        var asked = meeting.Now;
        meeting.Wish(bob, 0, ParticipantOptions.PictureOf("alice"));
        meeting.RunFor(5);
        var showing = bob.Picture.Play();
        var back = showing.Shown.First(frame => frame.At > asked && frame.Frame.Height == 720).At - asked;
        TestContext.Out.WriteLine($"large again after {back.TotalMilliseconds} ms");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(whileSmall, Is.EqualTo(new[] { true, false, false }));
            Assert.That(back, Is.LessThan(TimeSpan.FromSeconds(1)));
        }

        Finish(meeting, bob, alice.Camera!.Options);
    }

    [Test]
    public void A_hidden_picture_costs_nothing_and_comes_back_within_half_a_second()
    {
        using var meeting = new SimulatedMeeting(seed: 46);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(4);
        meeting.Wish(bob, 0, ParticipantOptions.PictureOf("alice") with { Height = 0 });
        meeting.RunFor(0.1);
        var packets = bob.Picture.Packets;
        meeting.RunFor(5);
        Assert.That(bob.Picture.Packets, Is.EqualTo(packets));

        var asked = meeting.Now;
        meeting.Wish(bob, 0, ParticipantOptions.PictureOf("alice"));
        meeting.RunFor(3);
        Assert.That(bob.Picture.Play().Shown.First(frame => frame.At > asked).At - asked, Is.LessThan(TimeSpan.FromMilliseconds(500)));
        Finish(meeting, bob, alice.Camera!.Options);
    }

    // Extensions are offered for the whole transport, and browsers send descriptors with every codec; their frame numbers are rewritten
    // for codecs only that have no numbers of their own.
    [Test]
    public void Descriptors_of_dependencies_go_only_where_they_are_rewritten()
    {
        using var meeting = new SimulatedMeeting(seed: 47);
        var camera = CameraOptions.Simulcast with { DescribesDependencies = true };
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(camera));
        var carol = meeting.Join("carol", ParticipantOptions.Speaker(Av1));
        var bob = meeting.Join("bob", new ParticipantOptions { Pictures = [ParticipantOptions.PictureOf("alice"), ParticipantOptions.PictureOf("carol")] });
        alice.StartMedia();
        carol.StartMedia();
        meeting.RunFor(3);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bob.Pictures[0].Packets, Is.GreaterThan(50));
            Assert.That(bob.Pictures[0].Described, Is.Zero);
            Assert.That(bob.Pictures[1].Described, Is.EqualTo(bob.Pictures[1].Packets));
        }

        Finish(meeting, bob, camera);
    }

    private static void Finish(SimulatedMeeting meeting, SimulatedParticipant viewer, CameraOptions camera)
    {
        meeting.StopAllMedia();
        meeting.RunFor(1.5);
        StreamLaws.AssertContinuous(viewer.Picture, camera.Codec.Name);
    }
}
