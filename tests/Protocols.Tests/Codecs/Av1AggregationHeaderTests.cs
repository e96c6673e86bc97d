using Protocols.Codecs;

namespace Protocols.Tests.Codecs;

public sealed class Av1AggregationHeaderTests
{
    [TestCase("18 0A 0B", true, true, TestName = "One element, a sequence header, in the first packet of a sequence")]
    [TestCase("28 03 0A 0B 00 32 10", true, true, TestName = "Two elements, the first with its length")]
    [TestCase("20 01 32 0A 0B", false, true, TestName = "The sequence header may be the second")]
    [TestCase("00 02 12 00 02 0A 01", false, true, TestName = "All elements with lengths")]
    [TestCase("90 0A 0B", false, false, TestName = "The rest of a torn element is not looked into")]
    [TestCase("10 32 10", false, false, TestName = "A frame alone")]
    public void The_first_packet_of_a_sequence_is_recognised(string bytes, bool starts, bool hasHeader)
    {
        Assert.That(Av1AggregationHeader.TryParse(Packets.Hex(bytes), out var av1));

        Assert.That((av1.StartsCodedVideoSequence, av1.HasSequenceHeader), Is.EqualTo((starts, hasHeader)));
    }

    [TestCase("")]
    [TestCase("10")]
    [TestCase("98 0A", TestName = "A sequence can't begin with a continued element")]
    [TestCase("20 05 0A", TestName = "An element that runs over the end")]
    [TestCase("00 FF FF FF FF FF", TestName = "A length without end")]
    public void What_does_not_fit_is_refused(string bytes) =>
        Assert.That(Av1AggregationHeader.TryParse(Packets.Hex(bytes), out _), Is.False);

    [Test]
    public void No_bytes_make_the_parser_throw()
    {
        foreach (var bytes in Packets.Hostile(Packets.Hex("00 02 12 00 02 0A 01 03 32 01 02"), seed: 5))
            _ = Av1AggregationHeader.TryParse(bytes, out _);
    }
}
