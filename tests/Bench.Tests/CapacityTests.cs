using System.Xml.Linq;
using Load.Capacity;

namespace Bench.Tests;

/// <summary>How a server is filled, and what is made of it, with one whose end is known.</summary>
public sealed class CapacityTests
{
    [Test]
    public async Task It_is_filled_until_it_loses_and_what_it_held_before_counts()
    {
        var server = new PaperServer(holds: 23);
        var filling = new Filling(server, most: 100);
        await filling.RunAsync(TimeSpan.Zero, TimeSpan.Zero);

        Assert.That(filling.Held, Is.EqualTo(new[] { 20 }));
        Assert.That(filling.Runs[0].Select(step => step.Units), Is.EqualTo(new[] { 5, 10, 15, 20, 25 }));
        Assert.That(filling.Ended, Is.EqualTo("loss"));
        Assert.That(server.Units, Is.Zero, "nothing is left behind");
    }

    [Test]
    public async Task Later_runs_begin_near_the_end_and_say_how_far_it_strays()
    {
        var server = new PaperServer(holds: 23);
        var filling = new Filling(server, most: 100);
        await filling.RunAsync(TimeSpan.Zero, TimeSpan.Zero);
        await filling.RunAsync(TimeSpan.Zero, TimeSpan.Zero);
        server.Holds = 18;
        await filling.RunAsync(TimeSpan.Zero, TimeSpan.Zero);

        Assert.That(filling.Runs[1].Select(step => step.Units), Is.EqualTo(new[] { 13, 15, 17, 19, 21, 23, 25 }));
        Assert.That(filling.Held, Is.EqualTo(new[] { 20, 23, 17 }));
        Assert.That(filling.Median, Is.EqualTo(20));
        Assert.That(filling.Spread, Is.EqualTo(0.3).Within(1e-9));
        Assert.That(filling.AtMedian!.Units, Is.EqualTo(20));
    }

    [Test]
    public async Task It_ends_where_the_load_itself_is_full_and_says_so()
    {
        var filling = new Filling(new PaperServer(holds: 23) { LoadHolds = 12 }, most: 100);
        await filling.RunAsync(TimeSpan.Zero, TimeSpan.Zero);

        Assert.That((filling.Median, filling.Ended), Is.EqualTo((10, "the load was full first")));
    }

    [Test]
    public async Task The_picture_has_a_chart_for_cpu_delay_and_loss_and_a_line_for_each_run()
    {
        var filling = new Filling(new PaperServer(holds: 23), most: 100);
        await filling.RunAsync(TimeSpan.Zero, TimeSpan.Zero);
        await filling.RunAsync(TimeSpan.Zero, TimeSpan.Zero);
        var svg = XDocument.Parse(CapacityPlot.Draw("Machine <1>", [filling]));
        var names = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToArray();

        Assert.That(names, Has.Some.StartsWith("CPU").And.Some.StartsWith("delay").And.Some.StartsWith("loss").And.Some.EqualTo("Machine <1>"));
        Assert.That(svg.Descendants().Count(element => element.Name.LocalName == "polyline"), Is.EqualTo(6));
        Assert.That(svg.ToString(), Does.Not.Contain("NaN"));
    }

    /// <summary>Loses one packet in ten beyond so many.</summary>
    private sealed class PaperServer(int holds) : ICapacityKind
    {
        public int Holds { get; set; } = holds;

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

        public Task<CapacityStep> MeasureAsync(TimeSpan time, string what) =>
            Task.FromResult(new CapacityStep(Units, 10 * Units, 0.01 * Units, TimeSpan.FromMilliseconds(1), Units > Holds ? 0.1 : 0, Units > LoadHolds ? 1 : 0.5));

        public Task EmptyAsync()
        {
            Units = 0;
            return Task.CompletedTask;
        }
    }
}
