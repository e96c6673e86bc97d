using System.Text.Json;
using Load;
using Load.Measuring;

namespace Bench.Tests;

public sealed class MeasuringTests
{
    private const string Earlier = """
        # TYPE conference_dropped_packets_total counter
        conference_dropped_packets_total{reason="Muted"} 3
        conference_dropped_packets_total{reason="NotRtp"} 1
        conference_forwarded_packets_total 100
        """;

    private const string Later = """
        conference_dropped_packets_total{reason="Muted"} 10
        conference_dropped_packets_total{reason="NotRtp"} 1
        conference_forwarded_packets_total 250
        """;

    [Test]
    public void Metrics_are_read_by_name_and_only_new_drops_are_told()
    {
        var (earlier, later) = (MetricsSnapshot.Parse(Earlier), MetricsSnapshot.Parse(Later));

        Assert.That(later.ForwardedPackets - earlier.ForwardedPackets, Is.EqualTo(150));
        Assert.That(later.DropsSince(earlier), Is.EqualTo(new[] { ("Muted", 7L) }));
    }

    [Test]
    public void Results_are_saved_as_rows_that_a_machine_can_read()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var table = new ResultTable("core");
            table.Facts["result"] = "FORWARD b1=1ns";
            table.Add(("together", 1), ("ns/packet", 3_210.5));
            table.Save(folder.FullName);

            using var saved = JsonDocument.Parse(File.ReadAllText(folder.GetFiles("core-*.json").Single().FullName));
            Assert.That(saved.RootElement.GetProperty("facts").GetProperty("result").GetString(), Is.EqualTo("FORWARD b1=1ns"));
            Assert.That(saved.RootElement.GetProperty("rows")[0].GetProperty("ns/packet").GetDouble(), Is.EqualTo(3_210.5));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void Arguments_are_names_with_values_flags_and_one_plain_word()
    {
        var arguments = new Arguments(["--receivers=40", "--quick", "3"]);

        Assert.That(arguments.Number("receivers", 1), Is.EqualTo(40));
        Assert.That(arguments.Has("quick"), Is.True);
        Assert.That(arguments.Word, Is.EqualTo("3"));
        Assert.That(arguments.Number("passes", 2), Is.EqualTo(2));
    }

    [Test]
    public void A_median_of_an_even_count_is_between_the_middle_two() =>
        Assert.That(new[] { 4.0, 1, 3, 2 }.Median(), Is.EqualTo(2.5));
}
