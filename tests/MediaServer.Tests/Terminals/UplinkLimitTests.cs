using MediaServer.Terminals;
using Protocols;

namespace MediaServer.Tests.Terminals;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class UplinkLimitTests
{
    private static readonly Bitrate Agreed = Bitrate.Kilobits(1_000);

    private readonly UplinkLimit _limit = new();

    [TestCase(0)]
    [TestCase(0.1)]
    public void A_line_that_loses_little_is_asked_for_nothing(double lost)
    {
        Assert.That(_limit.TryJudge(lost, Agreed, Agreed), Is.False);
        Assert.That(_limit.Asked, Is.Null);
    }

    [Test]
    public void A_line_that_loses_much_is_asked_for_less_than_came_through()
    {
        Assert.That(_limit.TryJudge(0.3, Bitrate.Kilobits(700), Agreed), Is.True);
        Assert.That(_limit.Asked!.Value.InKilobits, Is.EqualTo(560).Within(0.1));
    }

    [Test]
    public void Never_less_than_a_picture_needs()
    {
        for (var i = 0; i < 20; i++)
            _limit.TryJudge(0.5, Bitrate.Kilobits(30), Agreed);

        Assert.That(_limit.Asked, Is.EqualTo(UplinkLimit.Least));
        Assert.That(_limit.TryJudge(0.5, Bitrate.Kilobits(30), Agreed), Is.False, "nothing new to say");
    }

    [Test]
    public void A_line_that_has_become_clean_is_given_back_all_step_by_step_and_is_then_left_alone()
    {
        _limit.TryJudge(0.3, Bitrate.Kilobits(700), Agreed);
        Assert.That(_limit.TryJudge(0.05, Bitrate.Kilobits(560), Agreed), Is.False, "neither bad nor clean");

        var steps = 0;
        while (_limit.TryJudge(0, Bitrate.Kilobits(560), Agreed) && steps < 100)
            steps++;

        Assert.That(steps, Is.EqualTo(7), "steps of a tenth from 560 to 1 000 kbit/s");
        Assert.That(_limit.Asked, Is.EqualTo(Agreed));
    }
}
