using MediaServer.Bandwidth;
using Protocols;
using static MediaServer.Bandwidth.DemandPriority;

namespace MediaServer.Tests.Bandwidth;

public sealed class BandwidthAllocationTests
{
    private static readonly LayerOption[] Camera = Audience.Camera();

    private static readonly LayerOption[] Share = [Audience.Layer(0, 0, 1_080, 300), Audience.Layer(0, 1, 1_080, 1_200)];

    [Test]
    public void With_an_unlimited_budget_everybody_gets_the_size_he_is_shown_in()
    {
        var bob = new Audience()
            .Watch(1, ScreenShare, 1_080, Share)
            .Watch(2, Speaker, 720, Camera)
            .Watch(3, Pane, 180, Camera)
            .Watch(4, Pane, 300, Camera)
            .Given(Bitrate.Unlimited);

        Assert.That(bob.Grants.Select(g => g.Choice.ToString()), Is.EqualTo(new[] { "S0T1", "S2T2", "S0T2", "S1T2" }));
    }

    [Test]
    public void Everybody_is_seen_before_anybody_is_seen_better()
    {
        var bob = new Audience()
            .Watch(1, Speaker, 720, Camera)
            .Watch(2, Pane, 180, Camera)
            .Watch(3, Pane, 180, Camera)
            .GivenKilobits(200);

        Assert.That(bob.Grants.Select(g => g.Choice.ToString()), Is.EqualTo(new[] { "S0T0", "S0T0", "S0T0" }));
    }

    [Test]
    public void The_screen_share_is_complete_before_the_speaker_grows()
    {
        var bob = new Audience()
            .Watch(1, Speaker, 720, Camera)
            .Watch(2, ScreenShare, 1_080, Share)
            .GivenKilobits(1_300);

        Assert.That(bob[2].Choice, Is.EqualTo(new LayerChoice(0, 1)));
        Assert.That(bob[1].Choice, Is.EqualTo(new LayerChoice(0, 1)));
    }

    [Test]
    public void Panes_take_turns()
    {
        var bob = new Audience();
        for (var track = 0; track < 6; track++)
            bob.Watch(track, Pane, 360, Camera);

        bob.GivenKilobits(6 * 310);

        Assert.That(bob.Grants, Has.All.Matches<Grant>(g => g.Choice == new LayerChoice(1, 1)));
    }

    [Test]
    public void A_camera_loses_frame_rate_before_size_but_does_not_become_a_slide_show()
    {
        var bob = new Audience().Watch(1, Speaker, 720, Camera);

        Assert.That(bob.GivenKilobits(1_000)[1].Choice, Is.EqualTo(new LayerChoice(2, 1)));
        Assert.That(bob.GivenKilobits(700)[1].Choice, Is.EqualTo(new LayerChoice(1, 2)));
    }

    [Test]
    public void A_screen_share_stays_sharp_at_any_frame_rate()
    {
        LayerOption[] share =
        [
            Audience.Layer(0, 0, 540, 100), Audience.Layer(0, 2, 540, 300),
            Audience.Layer(1, 0, 1_080, 400), Audience.Layer(1, 2, 1_080, 1_500),
        ];

        var bob = new Audience().Watch(1, ScreenShare, 1_080, share).GivenKilobits(500);

        Assert.That(bob[1].Choice, Is.EqualTo(new LayerChoice(1, 0)));
    }

    [Test]
    public void A_paused_picture_says_why()
    {
        var bob = new Audience()
            .Watch(1, Speaker, 720, Camera)
            .Watch(2, Pane, 0, Camera)
            .Watch(3, Pane, 180, Audience.Layer(0, 0, 180, 60, active: false))
            .Watch(4, Pane, 180, Camera)
            .GivenKilobits(100);

        Assert.That(
            bob.Grants.Select(g => g.Paused),
            Is.EqualTo(new[] { PauseReason.None, PauseReason.NotWanted, PauseReason.NothingSent, PauseReason.NoBandwidth }));
    }

    [Test]
    public void A_layer_that_is_not_sent_now_is_passed_over()
    {
        var bob = new Audience()
            .Watch(1, Speaker, 360, Audience.Layer(0, 0, 180, 100), Audience.Layer(1, 0, 360, 400, active: false), Audience.Layer(2, 0, 720, 900))
            .GivenKilobits(2_000);

        Assert.That(bob[1].Choice, Is.EqualTo(new LayerChoice(2, 0)));
    }

    [Test]
    public void Pictures_get_worse_at_once_and_better_only_after_two_seconds_with_room_to_spare()
    {
        var bob = new Audience(new AllocationOptions()).Watch(1, Speaker, 720, Camera).GivenKilobits(2_000);
        Assert.That(bob[1].Choice, Is.EqualTo(new LayerChoice(2, 2)), "the first answer need not wait");

        Assert.That(bob.After(1).GivenKilobits(800)[1].Choice, Is.EqualTo(new LayerChoice(1, 2)));
        Assert.That(bob.After(0.5).GivenKilobits(2_000)[1].Choice, Is.EqualTo(new LayerChoice(1, 2)));
        Assert.That(bob.After(1).GivenKilobits(2_000)[1].Choice, Is.EqualTo(new LayerChoice(1, 2)));
        Assert.That(bob.After(1.5).GivenKilobits(2_000)[1].Choice, Is.EqualTo(new LayerChoice(2, 2)));
    }

    [Test]
    public void What_fits_exactly_is_kept_but_not_climbed_to()
    {
        var bob = new Audience(new AllocationOptions()).Watch(1, Speaker, 360, Camera).GivenKilobits(550);
        Assert.That(bob[1].Choice, Is.EqualTo(new LayerChoice(1, 1)), "500 kbit/s with headroom do not fit 550");

        bob.After(5).GivenKilobits(610);
        Assert.That(bob[1].Choice, Is.EqualTo(new LayerChoice(1, 1)), "610 has not stood for two seconds");

        bob.After(3).GivenKilobits(610);
        Assert.That(bob[1].Choice, Is.EqualTo(new LayerChoice(1, 2)));

        bob.After(3).GivenKilobits(505);
        Assert.That(bob[1].Choice, Is.EqualTo(new LayerChoice(1, 2)), "what is there is kept as long as it fits");
    }

    // An overuse lowers the estimate to 0.85 of what arrives, which is less than what is sent.
    [Test]
    public void A_picture_in_one_size_goes_on_through_a_dip_of_the_estimate()
    {
        var bob = new Audience(new AllocationOptions()).Watch(1, DemandPriority.Pane, 720, Audience.Layer(0, 0, 360, 500));
        bob.GivenKilobits(1_000);

        Assert.That(bob.GivenKilobits(425)[1].IsPaused, Is.False);
        Assert.That(bob.After(0.1).GivenKilobits(260)[1].IsPaused, Is.False);
        Assert.That(bob.After(0.1).GivenKilobits(240)[1].Paused, Is.EqualTo(PauseReason.NoBandwidth));
        Assert.That(bob.After(0.1).GivenKilobits(425)[1].Paused, Is.EqualTo(PauseReason.NoBandwidth), "what was paused is not begun beyond the budget");
        Assert.That(bob.After(0.1).GivenKilobits(500)[1].IsPaused, Is.False, "and waits for nothing within it");
    }

    [Test]
    public void A_picture_in_one_size_goes_on_for_three_seconds_through_a_deep_dip_that_delay_alone_tells_of()
    {
        var bob = new Audience(new AllocationOptions()) { MayBeDip = true }.Watch(1, DemandPriority.Pane, 720, Audience.Layer(0, 0, 360, 500));
        bob.GivenKilobits(1_000);

        Assert.That(bob.After(0.1).GivenKilobits(100)[1].IsPaused, Is.False);
        Assert.That(bob.After(2.8).GivenKilobits(100)[1].IsPaused, Is.False);
        Assert.That(bob.After(0.2).GivenKilobits(100)[1].Paused, Is.EqualTo(PauseReason.NoBandwidth), "it lasts");
    }

    [Test]
    public void Only_the_most_important_picture_goes_on_beyond_the_budget()
    {
        var bob = new Audience(new AllocationOptions())
            .Watch(1, DemandPriority.Pane, 720, Audience.Layer(0, 0, 360, 500))
            .Watch(2, DemandPriority.Speaker, 720, Audience.Layer(0, 0, 360, 500));
        bob.GivenKilobits(2_000);

        bob.After(0.1).GivenKilobits(450);

        Assert.That(bob[2].IsPaused, Is.False);
        Assert.That(bob[1].IsPaused, Is.True);
    }

    [Test]
    public void A_picture_that_was_not_sent_for_a_while_comes_back_at_once()
    {
        var bob = new Audience(new AllocationOptions()).Watch(1, DemandPriority.Pane, 720, Audience.Layer(0, 0, 360, 500));
        bob.GivenKilobits(1_000);
        bob.Watch(1, DemandPriority.Pane, 720, Audience.Layer(0, 0, 360, 500, active: false)).After(0.1).GivenKilobits(1_000);
        Assert.That(bob[1].Paused, Is.EqualTo(PauseReason.NothingSent));

        bob.Watch(1, DemandPriority.Pane, 720, Audience.Layer(0, 0, 360, 500)).After(0.1).GivenKilobits(1_000);

        Assert.That(bob[1].IsPaused, Is.False);
    }

    [Test]
    public void The_deadline_brings_the_better_picture_without_another_report()
    {
        var bob = new Audience(new AllocationOptions()).Watch(1, Speaker, 720, Camera).GivenKilobits(800);
        bob.After(1).GivenKilobits(3_000);
        var raised = bob.Now;

        while (bob[1].Choice < new LayerChoice(2, 2) && bob.Allocation.NextDeadline != Instant.Never)
        {
            bob.Now = bob.Allocation.NextDeadline;
            bob.GivenKilobits(3_000);
        }

        Assert.That(bob[1].Choice, Is.EqualTo(new LayerChoice(2, 2)));
        Assert.That(bob.Now - raised, Is.InRange(TimeSpan.FromSeconds(1.7), TimeSpan.FromSeconds(2.6)));
        Assert.That(bob.Allocation.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void A_new_speaker_grows_at_once_and_the_old_one_makes_room()
    {
        var bob = new Audience(new AllocationOptions())
            .Watch(1, Speaker, 720, Camera)
            .Watch(2, Pane, 180, Camera)
            .GivenKilobits(2_200)
            .After(10);

        bob.Watch(1, Pane, 180, Camera).Watch(2, Speaker, 720, Camera).GivenKilobits(2_200);

        Assert.That(bob[2].Choice, Is.EqualTo(new LayerChoice(2, 2)));
        Assert.That(bob[1].Choice, Is.EqualTo(new LayerChoice(0, 2)));
    }

    [Test]
    public void A_picture_that_was_hidden_comes_back_at_once()
    {
        var bob = new Audience(new AllocationOptions()).Watch(1, Pane, 360, Camera).GivenKilobits(2_000).After(5);
        bob.Watch(1, Pane, 0, Camera).GivenKilobits(2_000).After(0.5);

        bob.Watch(1, Pane, 360, Camera).GivenKilobits(2_000);

        Assert.That(bob[1].Choice, Is.EqualTo(new LayerChoice(1, 2)));
    }

    [Test]
    public void What_is_wanted_is_the_cost_of_everything_in_full_with_headroom()
    {
        var bob = new Audience(new AllocationOptions())
            .Watch(1, Speaker, 720, Camera)
            .Watch(2, Pane, 180, Camera)
            .GivenKilobits(100);

        Assert.That(bob.Allocation.Wanted.InKilobits, Is.EqualTo(1_650 * 1.2).Within(1));
        Assert.That(bob.Allocation.Granted, Is.EqualTo(bob.Total));
    }

    [Test]
    public void Asking_again_allocates_nothing()
    {
        var demands = Enumerable.Range(0, 50).Select(i => new Demand(i, i == 7 ? Speaker : Pane, i == 7 ? 720 : 180, 0, Camera.Length)).ToArray();
        var grants = new Grant[demands.Length];
        var allocation = new BandwidthAllocation(new AllocationOptions());
        var now = new Instant(TimeSpan.TicksPerHour);
        allocation.Allocate(Bitrate.Megabits(4), false, demands, Camera, grants, now);

        Assert.That(Allocations.Least(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                now += TimeSpan.FromMilliseconds(100);
                allocation.Allocate(Bitrate.Kilobits(3_000 + (i * 37 % 2_000)), false, demands, Camera, grants, now);
            }
        }), Is.Zero);
    }
}
