using System.Xml.Linq;
using Load.Capacity;

namespace Bench.Tests;

/// <summary>How a server is filled, and what is made of it, with one whose end is known.</summary>
public sealed class CapacityTests
{
    [Test]
    public async Task It_is_filled_until_it_loses_and_the_runs_that_count_begin_shortly_before()
    {
        var server = new PaperServer(holds: 23);
        var filling = await FillAsync(server);

        Assert.That(filling.First.Select(step => step.Units), Is.EqualTo(new[] { 5, 7, 10, 15, 22, 33 }));
        Assert.That(filling.Runs[0].Select(step => step.Units), Is.EqualTo(new[] { 20, 22, 24 }));
        Assert.That((filling.Held[0], filling.Ended), Is.EqualTo((22, "loss")));
        Assert.That(server.Units, Is.Zero, "nothing is left behind");
    }

    [Test]
    public async Task Runs_say_how_far_its_end_strays_even_where_it_has_fallen_below_where_they_begin()
    {
        var server = new PaperServer(holds: 23);
        var filling = await FillAsync(server);
        await filling.RunAsync();
        server.Holds = 13;
        await filling.RunAsync();

        Assert.That(filling.Runs[2].Select(step => step.Units), Is.EqualTo(new[] { 20, 10, 12, 14 }));
        Assert.That(filling.Held, Is.EqualTo(new[] { 22, 22, 12 }));
        Assert.That(filling.Median, Is.EqualTo(22));
        Assert.That(filling.Spread, Is.EqualTo(10 / 22.0).Within(1e-9));
        Assert.That(filling.AtMedian!.Units, Is.EqualTo(22));
    }

    [Test]
    public async Task What_it_loses_once_is_not_its_end()
    {
        var server = new PaperServer(holds: 23) { Moments = 2 };
        var filling = await FillAsync(server);

        Assert.That(filling.Held, Is.EqualTo(new[] { 22 }));
    }

    [Test]
    public async Task It_ends_where_the_load_itself_is_full_and_says_so()
    {
        var filling = await FillAsync(new PaperServer(holds: 23) { LoadHolds = 12 });

        Assert.That((filling.Median, filling.Ended), Is.EqualTo((12, "the load was full first")));
    }

    [Test]
    public async Task The_picture_has_a_chart_for_cpu_delay_and_loss_and_a_line_for_each_run()
    {
        var filling = await FillAsync(new PaperServer(holds: 23));
        await filling.RunAsync();
        var svg = XDocument.Parse(CapacityPlot.Draw("Machine <1>", [filling]));
        var names = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToArray();

        Assert.That(names, Has.Some.StartsWith("CPU").And.Some.StartsWith("delay").And.Some.StartsWith("loss").And.Some.EqualTo("Machine <1>"));
        Assert.That(svg.Descendants().Count(element => element.Name.LocalName == "polyline"), Is.EqualTo(9), "the first filling and two runs");
        Assert.That(svg.ToString(), Does.Not.Contain("NaN"));
    }

    private static async Task<Filling> FillAsync(PaperServer server)
    {
        var filling = new Filling(server, most: 100, TimeSpan.Zero, TimeSpan.Zero);
        await filling.WarmUpAsync(TimeSpan.Zero);
        await filling.RunAsync();
        return filling;
    }

    /// <summary>Loses one packet in ten beyond so many.</summary>
    private sealed class PaperServer(int holds) : ICapacityKind
    {
        public int Holds { get; set; } = holds;

        /// <summary>So often it loses some for a moment after people have come.</summary>
        public int Moments { get; set; }

        public int LoadHolds { get; init; } = int.MaxValue;

        public int Units { get; private set; }

        public string Name => "paper";

        public string What => "meetings on paper";

        public string Delay => "none";

        public int PeopleEach => 10;

        public int Step => 5;

        public CapacityBounds Bounds { get; } = new(0.001, TimeSpan.FromMilliseconds(50));

        public Task<string> GrowAsync(int more)
        {
            Units += more;
            return Task.FromResult("");
        }

        public Task<CapacityStep> MeasureAsync(TimeSpan time, string what)
        {
            var loses = Units > Holds || (Units > 10 && Moments-- > 0 && Moments % 2 == 1);
            return Task.FromResult(new CapacityStep(Units, 10 * Units, 0.01 * Units, TimeSpan.FromMilliseconds(1), loses ? 0.1 : 0, Units > LoadHolds ? 1 : 0.5));
        }

        public Task EmptyAsync()
        {
            Units = 0;
            return Task.CompletedTask;
        }
    }
}
