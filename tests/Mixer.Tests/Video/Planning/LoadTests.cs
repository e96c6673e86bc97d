using Mixer.Video.Composing;
using Mixer.Video.Planning;
using Protocols;

namespace Mixer.Tests.Video.Planning;

public sealed class LoadTests
{
    private static readonly RateStep Hd = new(CanvasSize.Hd, Bitrate.Megabits(1), 30);
    private static readonly RateStep FullHd = new(CanvasSize.FullHd, Bitrate.Megabits(2), 30);

    private readonly CostModel _model = new();

    [Test]
    public void The_model_is_within_a_fifth_of_what_was_measured()
    {
        Assert.That(_model.Decode(1280, 720, 30), Is.EqualTo(0.041).Within(20).Percent);
        Assert.That(_model.Decode(1920, 1080, 30), Is.EqualTo(0.08).Within(20).Percent);
        Assert.That(_model.Encode(Hd, VideoProfile.H264Baseline, EncoderEffort.X264Veryfast), Is.EqualTo(0.18).Within(20).Percent);
        Assert.That(_model.Encode(Hd, VideoProfile.H264Baseline, EncoderEffort.X264Superfast), Is.EqualTo(0.12).Within(20).Percent);
        Assert.That(_model.Encode(FullHd, VideoProfile.H264Baseline, EncoderEffort.X264Superfast), Is.EqualTo(0.27).Within(20).Percent);
    }

    [Test]
    public void A_core_is_promised_to_three_shared_meetings_of_nine()
    {
        var admission = new Admission(1, new AdmissionOptions());
        var meeting = (9 * _model.Decode(640, 360, 30)) + _model.Compose(Hd) + _model.Encode(Hd, VideoProfile.H264Baseline, EncoderEffort.X264Superfast);
        var admitted = 0;
        while (admission.TryPromise(meeting, MixLimits.None))
            admitted++;

        Assert.That(admitted, Is.EqualTo(3));
        admission.GiveBack(meeting);
        Assert.That(admission.TryPromise(meeting, MixLimits.None), Is.True);
    }

    [Test]
    public void A_machine_half_as_fast_is_promised_half_as_much()
    {
        var admission = new Admission(1, new AdmissionOptions()) { MachineFactor = 2 };
        Assert.That(admission.TryPromise(0.3, MixLimits.None), Is.True);
        Assert.That((admission.Promised, admission.Room), Is.EqualTo((0.6, 0.2)).Within(1e-9));
        Assert.That(admission.TryPromise(0.15, MixLimits.None), Is.False);

        admission.MachineFactor = 3;
        Assert.That(admission.Room, Is.Zero, "it has become slower: nobody new until some go");
        admission.GiveBack(0.3);
        Assert.That(admission.Promised, Is.Zero);
    }

    // What a second of the model's work takes on this machine, in seconds of its core.
    [TestCase(1.0, 1.0)]
    [TestCase(2.5, 2.5)]
    [TestCase(0.3, 1.0, Description = "pictures that stand still are no faster machine")]
    [TestCase(100, 8.0)]
    public void The_machine_is_found_out_by_what_its_pictures_take(double takes, double expected)
    {
        var speed = new MachineSpeed(new MachineSpeedOptions());
        for (var second = 1; second < 200; second++)
            speed.Receive(second * 0.5, TimeSpan.FromSeconds(second * 0.5 * takes));

        Assert.That(speed.Factor, Is.EqualTo(expected).Within(1).Percent);
    }

    [Test]
    public void One_bad_moment_and_hardly_any_work_prove_little()
    {
        var speed = new MachineSpeed(new MachineSpeedOptions());
        speed.Receive(1.9, TimeSpan.FromSeconds(19));
        Assert.That(speed.Factor, Is.EqualTo(1), "too little work to conclude from");

        speed.Receive(22, TimeSpan.FromSeconds(66));
        Assert.That(speed.Factor, Is.EqualTo(1.5));
        speed.Receive(44, TimeSpan.FromSeconds(88));
        Assert.That(speed.Factor, Is.EqualTo(1.375));
    }

    [Test]
    public void Things_are_given_up_in_their_order_and_taken_back_in_the_reverse()
    {
        var shedding = new LoadShedding(new LoadSheddingOptions());
        var steps = new List<ShedStep>();
        var now = Instant.Zero;
        for (; now < Instant.Zero + TimeSpan.FromSeconds(60); now += TimeSpan.FromMilliseconds(500))
        {
            if (shedding.Receive(1.0, now))
                steps.Add(shedding.Step);
        }

        Assert.That(steps, Is.EqualTo(Enum.GetValues<ShedStep>().Skip(1)));
        Assert.That(shedding.Limits, Is.EqualTo(new MixLimits { Largest = CanvasSize.Hd, SmallFramesPerSecond = 15, Effort = EncoderEffort.OpenH264Low }));

        var relaxed = now;
        for (; shedding.Step != ShedStep.Nothing; now += TimeSpan.FromMilliseconds(500))
            shedding.Receive(0.2, now);
        Assert.That((now - relaxed).TotalSeconds, Is.InRange(7 * 15, 7 * 16.5));
        Assert.That(shedding.Limits, Is.EqualTo(MixLimits.None));
    }

    [Test]
    public void A_short_peak_gives_up_nothing()
    {
        var shedding = new LoadShedding(new LoadSheddingOptions());
        for (var i = 0; i < 600; i++)
            Assert.That(shedding.Receive(i % 10 < 3 ? 1.0 : 0.7, Instant.Zero + (i * TimeSpan.FromMilliseconds(500))), Is.False);
    }

    [Test]
    public void When_new_video_is_given_up_there_is_no_room()
    {
        var admission = new Admission(100, new AdmissionOptions());

        Assert.That(admission.TryPromise(0.1, MixLimits.None with { NewVideo = false }), Is.False);
        Assert.That(admission.Promised, Is.Zero);
    }
}
