using Mixer.Video.Planning;
using Protocols;
using Scenarios.World;

namespace Scenarios;

/// <summary>Browsers that are shown a composed picture: each is in the class that his line carries, and nobody else notices.</summary>
public sealed class ComposedViewerTests
{
    private static readonly Bitrate Most = Bitrate.Megabits(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan InTheEnd = TimeSpan.FromMinutes(3);

    [Test]
    public void A_weak_line_moves_to_a_lower_class_and_back_when_it_is_good_again()
    {
        using var meeting = new SimulatedMeeting(seed: 501);
        using var mixer = new SimulatedMixer(meeting);
        var (weak, good) = (Join("weak", meeting, mixer), Join("good", meeting, mixer));
        meeting.RunFor(15);
        Assert.That((Rates(mixer, weak), Rates(mixer, good)), Is.EqualTo(("1000", "1000")), "both lines carry it");

        weak.Downlink.Conditions = new LinkConditions { Rate = Bitrate.Kilobits(700) };
        Assert.That(meeting.Timeline.RunUntil(() => mixer.StepsOf(weak)[^1].Rate <= Bitrate.Kilobits(512), Soon), Is.True, "to half");
        weak.Downlink.Conditions = new LinkConditions { Rate = Bitrate.Kilobits(350) };
        Assert.That(meeting.Timeline.RunUntil(() => mixer.StepsOf(weak)[^1].Rate == Bitrate.Kilobits(256), Soon), Is.True, "to a quarter");

        weak.Downlink.Conditions = LinkConditions.Fair;
        Assert.That(meeting.Timeline.RunUntil(() => mixer.StepsOf(weak)[^1].Rate == Most, InTheEnd), Is.True, $"back: {Rates(mixer, weak)}");
        Assert.That(Rates(mixer, good), Is.EqualTo("1000"), "nobody else notices");
    }

    [Test]
    public void A_still_picture_costs_little_and_a_hitch_of_the_line_makes_it_no_smaller()
    {
        using var meeting = new SimulatedMeeting(seed: 502);
        using var mixer = new SimulatedMixer(meeting);
        var weak = Join("weak", meeting, mixer);
        mixer.Detail = 0.1;
        meeting.RunFor(5);
        for (var i = 0; i < 5; i++)
        {
            weak.Downlink.Conditions = new LinkConditions { Delay = TimeSpan.FromMilliseconds(150), Jitter = TimeSpan.FromMilliseconds(100) };
            meeting.RunFor(0.4);
            weak.Downlink.Conditions = LinkConditions.Fair;
            meeting.RunFor(8);
        }

        Assert.That(Rates(mixer, weak), Is.EqualTo("1000"));
    }

    private static SimulatedParticipant Join(string name, SimulatedMeeting meeting, SimulatedMixer mixer)
    {
        var who = meeting.Join(name, ParticipantOptions.ViewerOf(SimulatedMixer.OwnerFor(name)));
        mixer.Show(who, Most);
        return who;
    }

    private static string Rates(SimulatedMixer mixer, SimulatedParticipant who) => string.Join(' ', mixer.StepsOf(who).Select(step => step.Rate.InKilobits));
}
