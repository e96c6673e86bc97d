namespace SignalingHost.Tests.Telemetry;

/// <summary>The strict reader is only worth something if it refuses.</summary>
public sealed class ExpositionTests
{
    private const string Head = "# HELP a_total A.\n# TYPE a_total counter\n";
    private const string Histogram = "# HELP h H.\n# TYPE h histogram\n";

    [TestCase(Head + "a_total 1")]
    [TestCase(Head + "a_total 1\r\n")]
    [TestCase(Head + "a_total one\n")]
    [TestCase(Head + "a_total -1\n")]
    [TestCase(Head + "a_total  1\n")]
    [TestCase(Head + "a_total{b=1} 1\n")]
    [TestCase(Head + "a_total{b=\"1\",b=\"2\"} 1\n")]
    [TestCase(Head + "a_total{b.c=\"1\"} 1\n")]
    [TestCase(Head + "a_total{b=\"\\x\"} 1\n")]
    [TestCase(Head + "a_total 1\na_total 2\n")]
    [TestCase(Head + "other_total 1\n")]
    [TestCase(Head)]
    [TestCase("a_total 1\n")]
    [TestCase("# TYPE a_total counter\na_total 1\n")]
    [TestCase("# HELP a A.\n# TYPE a counter\na 1\n")]
    [TestCase(Histogram + "h_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n")]
    [TestCase(Histogram + "h_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n")]
    [TestCase(Histogram + "h_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 1\n")]
    [TestCase(Histogram + "h_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n")]
    [TestCase(Histogram + "h_bucket{le=\"+Inf\"} 1\nh_count 1\n")]
    public void What_the_format_forbids_is_refused(string text) => Assert.That(() => Exposition.Parse(text), Throws.TypeOf<FormatException>());

    [TestCase(Head + "a_total 1\n")]
    [TestCase(Head + "a_total{b=\"x}y,\\\"\\\\\\n\",c=\"\"} 1.5E+16 1700000000000\n")]
    [TestCase(Histogram + "h_bucket{le=\"0.5\"} 0\nh_bucket{le=\"+Inf\"} 2\nh_sum NaN\nh_count 2\n")]
    public void What_it_allows_is_read(string text) => Assert.That(Exposition.Parse(text), Has.Count.EqualTo(1));
}
