using Protocols;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>
/// A sender stops the larger encodings of a camera without a word, because his own estimate leaves no room for them, or sends packets
/// of one that nobody can begin with.
/// </summary>
public sealed class SilentLayerTests
{
    private static readonly LinkConditions Down = new() { IsDown = true };

    // What browsers do after an outage: the smallest first, the others seconds later when their estimate has grown again.
    [Test]
    public void After_an_outage_the_viewer_sees_what_flows_and_larger_ones_as_they_come_back(
        [Values] Line line, [Values(2, 10)] int seconds, [Values] bool followsDemand)
    {
        using var meeting = new SimulatedMeeting(seed: 51);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast with { FollowsDemand = followsDemand }));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice") with { HasMicrophone = true });
        alice.StartMedia();
        bob.StartMedia();
        meeting.RunFor(8);
        Assert.That(bob.Picture.Play().HeightAt(meeting.Now), Is.EqualTo(720));

        Set(alice, Down);
        if (line == Line.Both)
            Set(bob, Down);

        meeting.RunFor(seconds);
        alice.Camera!.Suspend(1, true);
        alice.Camera.Suspend(2, true);
        Set(alice, LinkConditions.Fair);
        Set(bob, LinkConditions.Fair);
        var back = meeting.Now;
        meeting.RunFor(8);
        alice.Camera.Suspend(1, false);
        var middle = meeting.Now;
        meeting.RunFor(5);
        alice.Camera.Suspend(2, false);
        var large = meeting.Now;
        meeting.RunFor(8);
        Finish(meeting);

        var seen = bob.Picture.Play();
        TestContext.Out.WriteLine(
            $"seen after {FirstAfter(seen, back, 0)} ms, 360 lines {FirstAfter(seen, middle, 360)} ms, 720 lines {FirstAfter(seen, large, 720)} ms after they flowed; "
            + $"longest freeze {seen.LongestFreeze(back, large).TotalMilliseconds:F0} ms; asked {Asked(alice, back, meeting.Now)}, at most {MostInASecond(alice)} in a second; {meeting.Counters()}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(FirstAfter(seen, back, 0), Is.LessThan(700));
            Assert.That(seen.LongestFreeze(back + TimeSpan.FromSeconds(0.7), large), Is.LessThan(TimeSpan.FromMilliseconds(500)));
            Assert.That(FirstAfter(seen, middle, 360), Is.LessThan(1_500));
            Assert.That(FirstAfter(seen, large, 720), Is.LessThan(1_500));
            Assert.That(MostInASecond(alice), Is.LessThanOrEqualTo(6));
            if (line == Line.Speaker)
                StreamLaws.AssertContinuous(bob.Picture, CodecChoiceName);
        }
    }

    [Test]
    public void A_larger_layer_that_stops_in_mid_call_gives_way_to_the_one_below_and_comes_back([Values] bool followsDemand)
    {
        using var meeting = new SimulatedMeeting(seed: 52);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast with { FollowsDemand = followsDemand }));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(8);
        alice.Camera!.Suspend(2, true);
        var stopped = meeting.Now;
        meeting.RunFor(6);
        var during = bob.Picture.Play();
        alice.Camera.Suspend(2, false);
        var again = meeting.Now;
        meeting.RunFor(5);
        Finish(meeting);

        var seen = bob.Picture.Play();
        TestContext.Out.WriteLine(
            $"below after {FirstAfter(seen, stopped + TimeSpan.FromMilliseconds(50), 0)} ms at {during.HeightAt(again)}, back after {FirstAfter(seen, again, 720)} ms; "
            + $"freeze {seen.LongestFreeze(stopped, again).TotalMilliseconds:F0} ms; asked {Asked(alice, stopped, again)}, at most {MostInASecond(alice)} in a second");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(during.HeightAt(again), Is.EqualTo(360));
            Assert.That(seen.LongestFreeze(stopped, again), Is.LessThan(TimeSpan.FromMilliseconds(1_500)));
            Assert.That(FirstAfter(seen, again, 720), Is.LessThan(1_500));
            Assert.That(MostInASecond(alice), Is.LessThanOrEqualTo(6));
            StreamLaws.AssertContinuous(bob.Picture, CodecChoiceName);
        }
    }

    // Repairs and filler of a layer that the sender has stopped look like the layer itself.
    [Test]
    public void A_layer_that_nobody_can_begin_with_is_given_up_though_its_packets_come()
    {
        using var meeting = new SimulatedMeeting(seed: 53);
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(CameraOptions.Simulcast));
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice"));
        alice.StartMedia();
        meeting.RunFor(8);
        alice.Camera!.Deafen(2, true);
        Set(alice, Down);
        meeting.RunFor(3);
        Set(alice, LinkConditions.Fair);
        var back = meeting.Now;
        meeting.RunFor(14);
        alice.Camera.Deafen(2, false);
        var hears = meeting.Now;
        meeting.RunFor(8);
        Finish(meeting);

        var seen = bob.Picture.Play();
        TestContext.Out.WriteLine(
            $"seen after {FirstAfter(seen, back, 0)} ms at {seen.HeightAt(hears)}, 720 lines {FirstAfter(seen, hears, 720)} ms after it answers; "
            + $"longest freeze then {seen.LongestFreeze(back + TimeSpan.FromSeconds(3), hears).TotalMilliseconds:F0} ms; asked {Asked(alice, back, hears)}, at most {MostInASecond(alice)} in a second");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(FirstAfter(seen, back, 0), Is.LessThan(2_500));
            Assert.That(seen.HeightAt(hears), Is.EqualTo(360));
            Assert.That(seen.LongestFreeze(back + TimeSpan.FromSeconds(3), hears), Is.LessThan(TimeSpan.FromMilliseconds(300)));
            Assert.That(FirstAfter(seen, hears, 720), Is.LessThan(6_500));
            Assert.That(MostInASecond(alice), Is.LessThanOrEqualTo(6));
        }
    }

    public enum Line
    {
        Speaker,
        Both,
    }

    private static Protocols.Sdp.CodecName CodecChoiceName => CameraOptions.Simulcast.Codec.Name;

    private static void Set(SimulatedParticipant who, LinkConditions weather) => (who.Uplink.Conditions, who.Downlink.Conditions) = (weather, weather);

    private static void Finish(SimulatedMeeting meeting)
    {
        meeting.StopAllMedia();
        meeting.RunFor(1.5);
    }

    /// <summary>Milliseconds until a picture was shown that had been taken since then; the most there is if none was.</summary>
    private static double FirstAfter(Showing seen, Instant from, int height) =>
        seen.Shown.Where(frame => frame.Frame.CapturedAt >= from && frame.Frame.Height >= height)
            .Select(frame => (frame.At - from).TotalMilliseconds)
            .DefaultIfEmpty(double.MaxValue)
            .Min();

    private static int Asked(SimulatedParticipant who, Instant from, Instant to) => who.Camera!.RequestedAt.Count(at => at >= from && at < to);

    private static int MostInASecond(SimulatedParticipant who) =>
        who.Camera!.RequestedAt.Select(from => Asked(who, from, from + TimeSpan.FromSeconds(1))).DefaultIfEmpty(0).Max();
}
