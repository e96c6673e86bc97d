using Protocols.Dtmf;

namespace Protocols.Tests.Dtmf;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DigitDoorTests
{
    private readonly DigitDoor _door = new();

    [Test]
    public void A_press_that_comes_in_two_ways_counts_once_whichever_comes_first()
    {
        var passed = Press('5', DigitTransport.Info, 0) + Press('5', DigitTransport.Rtp, 100)
            + Press('6', DigitTransport.Rtp, 1_000) + Press('6', DigitTransport.Info, 1_100) + Press('6', DigitTransport.InBand, 1_150);

        Assert.That(passed, Is.EqualTo("56"));
    }

    [Test]
    public void The_same_key_twice_by_one_way_counts_twice() =>
        Assert.That(Press('1', DigitTransport.InBand, 0) + Press('1', DigitTransport.InBand, 200), Is.EqualTo("11"));

    [Test]
    public void Another_key_by_a_better_way_counts() =>
        Assert.That(Press('1', DigitTransport.InBand, 0) + Press('2', DigitTransport.Rtp, 300), Is.EqualTo("12"));

    [Test]
    public void Nobody_listens_for_tones_once_a_better_way_was_seen()
    {
        var before = _door.ListensForTones;
        Press('1', DigitTransport.Rtp, 0);

        Assert.That((before, _door.ListensForTones), Is.EqualTo((true, false)));
    }

    private string Press(char symbol, DigitTransport transport, int milliseconds)
    {
        DtmfDigit.TryFromSymbol(symbol, out var digit);
        return _door.TryPass(digit, transport, Instant.Zero + TimeSpan.FromMilliseconds(milliseconds)) ? $"{digit}" : string.Empty;
    }
}
