using Protocols;
using Scenarios.Media;
using Scenarios.World;

namespace Scenarios;

/// <summary>Packets get lost on the way to the server or from it.</summary>
public sealed class LossTests
{
    private const double Seconds = 20;

    [Test]
    public void Every_frame_comes_and_soon_while_few_packets_are_lost([Values] Direction direction, [Values(0, 0.01, 0.05)] double loss)
    {
        using var call = new Call(direction, new LinkConditions { Loss = loss }, seed: 11);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(call.Showing.Shown, Has.Count.EqualTo(call.Filmed));
            Assert.That(call.Showing.Broken.Count, Is.Zero);
            Assert.That(call.Showing.Pieces.Count, Is.Zero);
            Assert.That(call.Showing.LongestDelay, Is.LessThan(TimeSpan.FromMilliseconds(loss == 0 ? 60 : 250)));
            Assert.That(call.Camera.KeyFrames, Is.LessThanOrEqualTo(2));
            Assert.That(call.SentForMedia, Is.LessThan(1.25));
        }
    }

    [Test]
    public void Losses_in_a_row_are_repaired_like_single_ones([Values] Direction direction)
    {
        using var call = new Call(direction, new LinkConditions { Loss = 0.05, MeanBurst = 5 }, seed: 12);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(call.Showing.Shown, Has.Count.EqualTo(call.Filmed));
            Assert.That(call.Showing.LongestDelay, Is.LessThan(TimeSpan.FromMilliseconds(400)));
        }
    }

    // The promise for heavy loss is survival: the picture goes on, nobody floods the line, and nobody asks for key frames all the time.
    // On the downlink the server first has to learn, by sending less for a moment, that the loss is not its own doing.
    [Test]
    public void The_picture_survives_when_a_third_or_half_of_all_packets_is_lost([Values] Direction direction, [Values(0.3, 0.5)] double loss)
    {
        using var call = new Call(direction, new LinkConditions { Loss = loss }, seed: 13);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(call.Showing.FramesPerSecond(call.From, call.To), Is.GreaterThan(12));
            Assert.That(call.Showing.LongestFreeze(call.From, call.To), Is.LessThan(TimeSpan.FromSeconds(direction == Direction.Uplink ? 2 : 8)));
            Assert.That(call.Camera.KeyFrameRequests, Is.LessThan(Seconds * 2));
            Assert.That(call.SentForMedia, Is.LessThan(4));
        }
    }

    // A busy machine lets everything wait and hands it on at once; a longer way lets all be late from one packet to the next. Neither says what
    // the line carries, and the camera has one size: to send less is to send nothing.
    [Test]
    public void A_picture_goes_on_after_a_moment_in_which_everything_was_late(
        [Values(0, 0.05)] double loss, [Values(300, 600, 1_000)] int milliseconds, [Values] bool isHandedOnAtOnce, [Range(1, 4)] int seed)
    {
        using var meeting = new SimulatedMeeting(seed);
        var weather = new LinkConditions { Loss = loss, Delay = TimeSpan.FromMilliseconds(1) };
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(new CameraOptions { Encodings = [new("", 360, Bitrate.Kilobits(500))] }) with { Uplink = weather, Downlink = weather });
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice") with { Uplink = weather, Downlink = weather });
        alice.StartMedia();
        meeting.RunFor(2);
        var begin = meeting.Now;
        for (var step = 0; step < 40; step++)
        {
            for (var left = step is 0 or 6 or 22 ? milliseconds : 0; left > 0; left -= 10)
            {
                var late = TimeSpan.FromMilliseconds(isHandedOnAtOnce ? left : milliseconds);
                bob.Downlink.Conditions = bob.Uplink.Conditions = weather with { Delay = weather.Delay + late };
                meeting.RunFor(0.01);
            }

            bob.Downlink.Conditions = bob.Uplink.Conditions = weather;
            meeting.RunFor(0.25);
            if (bob.Picture.Stream is { } stream && bob.Picture.Play().LongestFreeze(meeting.Now - TimeSpan.FromSeconds(0.4), meeting.Now) > TimeSpan.FromSeconds(0.39))
                bob.Client.RequestKeyFrame(stream);
        }

        var longest = bob.Picture.Play().LongestFreeze(begin, meeting.Now).TotalMilliseconds;
        TestContext.Out.WriteLine($"{loss:P0} lost, {milliseconds} ms late: stood still for {longest:F0} ms");
        Assert.That(longest, Is.LessThan(milliseconds + 2_000));
    }

    // As on a bad wireless line: what is sent, what is asked for again and what is reported are lost alike. A camera of one size can be
    // sent whole or not at all, so a limit that is too low stops it.
    [Test]
    public void The_picture_goes_on_when_every_line_loses_packets_both_ways([Values(0.05, 0.3)] double loss, [Range(1, 6)] int seed)
    {
        using var meeting = new SimulatedMeeting(seed);
        var weather = new LinkConditions { Loss = loss, Delay = TimeSpan.FromMilliseconds(1) };
        var camera = new CameraOptions { Encodings = [new("", 360, Bitrate.Kilobits(500))] };
        var alice = meeting.Join("alice", ParticipantOptions.Speaker(camera) with { Uplink = weather, Downlink = weather });
        var bob = meeting.Join("bob", ParticipantOptions.ViewerOf("alice") with { Uplink = weather, Downlink = weather });
        alice.StartMedia();
        var from = meeting.Now;
        while (meeting.Now < from + TimeSpan.FromSeconds(Seconds))
        {
            meeting.RunFor(0.25);

            // A decoder that stands still asks until it goes on.
            if (bob.Picture.Stream is { } stream && bob.Picture.Play().LongestFreeze(meeting.Now - TimeSpan.FromSeconds(0.4), meeting.Now) > TimeSpan.FromSeconds(0.39))
                bob.Client.RequestKeyFrame(stream);
        }

        var to = meeting.Now;
        meeting.StopAllMedia();
        meeting.RunFor(1.5);
        var seen = bob.Picture.Play();
        var most = alice.Camera!.RequestedAt.Select(at => alice.Camera.RequestedAt.Count(other => other >= at && other - at < TimeSpan.FromSeconds(1))).DefaultIfEmpty(0).Max();
        TestContext.Out.WriteLine(
            $"{loss:P0}: {seen.FramesPerSecond(from, to):F1} fps, freeze {seen.LongestFreeze(from, to).TotalMilliseconds:F0} ms, broken {seen.Broken.Count}, pieces {seen.Pieces.Count}, keys {alice.Camera.KeyFrames} asked {alice.Camera.KeyFrameRequests}, "
            + $"at most {most} in a second; target {meeting.PeerOf(bob).Sender.Congestion.Target}; {meeting.Counters()}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen.LongestFreeze(from, to), Is.LessThan(TimeSpan.FromSeconds(loss < 0.1 ? 1 : 5)));
            Assert.That(seen.FramesPerSecond(from, to), Is.GreaterThan(loss < 0.1 ? 28 : 15));
            Assert.That(most, Is.LessThanOrEqualTo(3));
        }
    }

    [Test]
    public void Redundant_sound_goes_on_under_heavy_loss([Values] Direction direction, [Values(0.05, 0.3, 0.5)] double loss)
    {
        using var call = new Call(direction, new LinkConditions { Loss = loss }, seed: 14);
        var missing = call.Bob.Sound.MissingOf(call.Alice.Microphone!) / (double)call.Alice.Microphone!.Frames;

        // Four earlier frames in each packet leave the fifth power of the loss, and the first moments come before the loss is known.
        Assert.That(missing, Is.LessThan(loss switch { 0.05 => 0.005, 0.3 => 0.02, _ => 0.08 }));
    }

    public enum Direction
    {
        Uplink,
        Downlink,
    }

    /// <summary>Alice is seen and heard by Bob while the weather is bad on one of their lines.</summary>
    private sealed class Call : IDisposable
    {
        private readonly SimulatedMeeting _meeting;

        public Call(Direction direction, LinkConditions weather, int seed)
        {
            _meeting = new SimulatedMeeting(seed);
            Alice = _meeting.Join("alice", ParticipantOptions.Speaker() with { KnowsRed = true, Uplink = direction == Direction.Uplink ? weather : LinkConditions.Fair });
            Bob = _meeting.Join("bob", ParticipantOptions.ViewerOf("alice") with { KnowsRed = true, Downlink = direction == Direction.Downlink ? weather : LinkConditions.Fair });
            Alice.Microphone!.Redundancy = direction == Direction.Uplink ? 4 : 0;
            From = _meeting.Now + TimeSpan.FromSeconds(1);
            var line = direction == Direction.Uplink ? Alice.Uplink : Bob.Downlink;
            var before = line.OfferedBytes;
            foreach (var person in _meeting.People)
                person.StartMedia();

            _meeting.RunFor(Seconds - 0.01);

            // The last frames are repaired in good weather: a lost last packet leaves no gap by which it could be missed.
            To = _meeting.Now;
            line.Conditions = LinkConditions.Fair;
            _meeting.RunFor(0.2);
            _meeting.StopAllMedia();
            _meeting.RunFor(1.5);
            Showing = Bob.Picture.Play();
            SentForMedia = (line.OfferedBytes - before) / (double)(Alice.Camera!.SentBytes + Alice.Microphone!.SentBytes);
            TestContext.Out.WriteLine(
                $"{direction} {weather.Loss:P0}: shown {Showing.Shown.Count} of {Filmed}, broken {Showing.Broken.Count}, pieces {Showing.Pieces.Count}, "
                + $"delay {Showing.LongestDelay.TotalMilliseconds:F0} ms, freeze {Showing.LongestFreeze(From, To).TotalMilliseconds:F0} ms, "
                + $"fps {Showing.FramesPerSecond(From, To):F1}, keys {Camera.KeyFrames} asked {Camera.KeyFrameRequests}, sent {SentForMedia:F2}, "
                + $"sound missing {Bob.Sound.MissingOf(Alice.Microphone!)} of {Alice.Microphone!.Frames}, target {_meeting.PeerOf(Bob).Sender.Congestion.Target}");
        }

        public SimulatedParticipant Alice { get; }

        public SimulatedParticipant Bob { get; }

        public Camera Camera => Alice.Camera!;

        public Showing Showing { get; }

        public Instant From { get; }

        public Instant To { get; }

        public int Filmed => _meeting.Ledger.Count(Camera);

        /// <summary>Bytes offered to the bad line for each byte of media.</summary>
        public double SentForMedia { get; }

        public void Dispose() => _meeting.Dispose();
    }
}
