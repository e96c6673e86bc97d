namespace Protocols.Tests;

public sealed class PinnedRingTests
{
    [Test]
    public void Numbers_a_ring_apart_share_a_place()
    {
        var ring = new PinnedRing<int>(8);
        for (var number = -8; number < 0; number++)
            ring[number] = number;

        Assert.That(ring.Places.ToArray(), Is.EqualTo(new[] { -8, -7, -6, -5, -4, -3, -2, -1 }));
        Assert.That(ring[long.MaxValue], Is.EqualTo(-1));
        Assert.That(ring[16], Is.EqualTo(-8));
    }

    [TestCase(0)]
    [TestCase(-8)]
    [TestCase(12)]
    public void A_ring_has_a_power_of_two_of_places(int length) =>
        Assert.That(() => new PinnedRing<int>(length), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void Its_places_stay_where_they_are()
    {
        var ring = new PinnedRing<long>(1_024);
        ref var place = ref ring[5];
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        place = 7;

        Assert.That(ring[5], Is.EqualTo(7));
        Assert.That(ring.Places[5], Is.EqualTo(7));
    }
}
