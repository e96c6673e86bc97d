using MediaServer.Bandwidth;
using Protocols;

namespace MediaServer.Tests.Bandwidth;

/// <summary>What must hold for any audience: random demands, random layers, random budgets, each from a seed.</summary>
public sealed class BandwidthAllocationPropertyTests
{
    [Test]
    public void The_grants_never_cost_more_than_the_budget_or_one_picture_is_left_in_its_smallest_size([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var bob = Random(random, new AllocationOptions());

        for (var i = 0; i < 200; i++)
        {
            var budget = Bitrate.Kilobits(random.Next(0, 6_000));
            bob.Now += TimeSpan.FromMilliseconds(random.Next(1, 1_500));
            bob.Given(budget);

            if (bob.Total > budget)
            {
                Assert.That(bob.Grants.Count(grant => !grant.IsPaused), Is.EqualTo(1));
                Assert.That(bob.Total, Is.LessThanOrEqualTo(budget * 2));
            }
        }
    }

    [Test]
    public void The_order_in_which_demands_are_listed_plays_no_part([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var budget = Bitrate.Kilobits(random.Next(100, 6_000));
        var bob = Random(random, Audience.Prompt);
        var before = bob.Given(budget).Grants.OrderBy(g => g.Track).ToArray();

        var after = bob.Shuffle(random).Given(budget).Grants.OrderBy(g => g.Track).ToArray();

        Assert.That(after, Is.EqualTo(before));
    }

    // Not nobody: what is too little for one's next step another takes, until the one can have it.
    [Test]
    public void The_worst_served_of_equals_never_gets_less_from_a_larger_budget([Range(1, 20)] int seed)
    {
        var layers = RandomLayers(new Random(seed));
        var bob = new Audience();
        for (var track = 0; track < 12; track++)
            bob.Watch(track, DemandPriority.Stage, 720, layers);

        var worst = LayerChoice.None;
        for (var kilobits = 0; kilobits < 8_000; kilobits += 10)
        {
            bob.GivenKilobits(kilobits);

            Assert.That(bob.Grants.Min(g => g.Choice), Is.GreaterThanOrEqualTo(worst));
            worst = bob.Grants.Min(g => g.Choice);
        }
    }

    [Test]
    public void With_a_larger_budget_more_is_seen_and_the_most_important_better([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var layers = RandomLayers(random);
        var bob = new Audience().Watch(0, DemandPriority.ScreenShare, 720, layers).Watch(1, DemandPriority.ScreenShare, 720, layers);
        for (var track = 2; track < 12; track++)
            bob.Watch(track, (DemandPriority)random.Next(3), 720, layers);

        var shown = 0;
        var shares = LayerChoice.None;
        for (var kilobits = 0; kilobits < 8_000; kilobits += 10)
        {
            bob.GivenKilobits(kilobits);
            Assert.That(bob.Grants.Count(g => !g.IsPaused), Is.GreaterThanOrEqualTo(shown));
            shown = bob.Grants.Count(g => !g.IsPaused);
            if (shown < 12)
                continue;

            var worse = bob[0].Choice < bob[1].Choice ? bob[0].Choice : bob[1].Choice;
            Assert.That(worse, Is.GreaterThanOrEqualTo(shares));
            shares = worse;
        }
    }

    [Test]
    public void A_screen_share_is_never_worse_than_a_pane_with_the_same_layers([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var layers = RandomLayers(random);
        var bob = new Audience().Watch(0, DemandPriority.ScreenShare, 720, layers);
        for (var track = 1; track < 8; track++)
            bob.Watch(track, DemandPriority.Pane, 720, layers);

        for (var i = 0; i < 100; i++)
        {
            bob.GivenKilobits(random.Next(0, 8_000));

            Assert.That(bob.Grants.Skip(1).Max(g => g.Choice), Is.LessThanOrEqualTo(bob[0].Choice));
        }
    }

    [Test]
    public void Nobody_gets_more_than_he_is_shown([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var layers = Audience.Camera();
        var bob = new Audience();
        var heights = new int[10];
        for (var track = 0; track < heights.Length; track++)
            bob.Watch(track, DemandPriority.Pane, heights[track] = random.Next(0, 800), layers);

        bob.Given(Bitrate.Unlimited);

        foreach (var grant in bob.Grants.Where(g => !g.IsPaused))
        {
            var smaller = layers.Where(l => l.Height >= heights[grant.Track]).Select(l => l.Height).DefaultIfEmpty(720).Min();
            Assert.That(layers.Single(l => l.Choice == grant.Choice).Height, Is.LessThanOrEqualTo(smaller));
        }
    }

    [Test]
    public void A_budget_that_swings_by_fifteen_percent_makes_no_picture_worse([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        var bob = Random(random, new AllocationOptions());
        for (var i = 0; i < 100; i++)
            Swing();

        var worse = 0;
        for (var i = 0; i < 300; i++)
        {
            var before = bob.Grants.Select(g => g.Choice).ToArray();
            Swing();
            worse += before.Zip(bob.Grants, (b, g) => g.Choice < b ? 1 : 0).Sum();
        }

        Assert.That(worse, Is.Zero);

        void Swing()
        {
            bob.Now += TimeSpan.FromMilliseconds(100);
            bob.GivenKilobits(2_000 * (0.85 + (0.15 * random.NextDouble())));
        }
    }

    private static Audience Random(Random random, AllocationOptions options)
    {
        var bob = new Audience(options);
        var priorities = Enum.GetValues<DemandPriority>();
        var count = random.Next(1, 20);
        for (var track = 0; track < count; track++)
            bob.Watch(track, priorities[random.Next(priorities.Length)], random.Next(0, 1_080), RandomLayers(random));

        return bob;
    }

    private static LayerOption[] RandomLayers(Random random)
    {
        var layers = new List<LayerOption>();
        var kilobits = 30.0;
        for (var spatial = 0; spatial < random.Next(1, 4); spatial++)
        {
            for (var temporal = 0; temporal < random.Next(1, 4); temporal++)
            {
                kilobits *= 1 + random.NextDouble();
                layers.Add(Audience.Layer(spatial, temporal, 180 << spatial, kilobits, active: random.Next(10) > 0));
            }
        }

        return [.. layers];
    }
}
