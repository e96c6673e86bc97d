using System.Runtime.CompilerServices;
using MediaServer.Packets;
using MediaServer.Subscriptions;
using Protocols;
using Protocols.Rtp;

namespace MediaServer.Tests.Subscriptions;

public sealed class SentRingTests
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(1);
    private static readonly Instant Start = Instant.Zero + TimeSpan.FromHours(30);

    private SentRing _ring = new(128, Keep);

    [Test]
    public void What_was_numbered_is_found_as_it_was_written()
    {
        ref var sent = ref _ring.Add(70_000, Start);
        sent.Slot = new PacketSlot(7, 9);
        sent.Timestamp = new RtpTimestamp(90_000);
        sent.Marker = true;
        sent.Redundancy = 2;

        ref var found = ref _ring.Find(70_000);

        Assert.That((found.Slot, found.Timestamp, found.Marker, found.IsImportant, found.Redundancy), Is.EqualTo((new PacketSlot(7, 9), new RtpTimestamp(90_000), true, false, 2)));
        Assert.That(found.OfferedAt.At(Start + TimeSpan.FromMinutes(1)), Is.EqualTo(Start));
        Assert.That(IsKnown(70_001) || IsKnown(70_000 - 65_536), Is.False);
    }

    [Test]
    public void Traits_of_a_packet_are_changed_one_by_one([Values] bool marker, [Values] bool important, [Values(0, 1, 2)] int redundancy)
    {
        var sent = new SentPacket(1, Start) { Marker = !marker, IsImportant = !important, Redundancy = 2 - redundancy };

        sent.Marker = marker;
        sent.IsImportant = important;
        sent.Redundancy = redundancy;

        Assert.That((sent.Marker, sent.IsImportant, sent.Redundancy, sent.IsUsed), Is.EqualTo((marker, important, redundancy, true)));
    }

    [Test]
    public void Young_numbers_are_kept_and_old_ones_make_room()
    {
        for (var number = 1; number <= 100; number++)
            _ring.Add(number, Start);

        Assert.That(Enumerable.Range(1, 100).All(number => IsKnown(number)));
        for (var number = 101; number <= 128; number++)
            _ring.Add(number, Start + Keep);

        Assert.That(Enumerable.Range(1, 128).All(number => IsKnown(number)));
        _ring.Add(129, Start + Keep);
        Assert.That(IsKnown(1), Is.False);
        Assert.That(IsKnown(2));
    }

    [Test]
    public void Numbers_past_32_bits_are_told_apart()
    {
        const long first = uint.MaxValue - 2L;
        for (var number = first; number < first + 6; number++)
            _ring.Add(number, Start);

        Assert.That(Enumerable.Range(0, 6).All(step => IsKnown(first + step)));
        Assert.That(IsKnown(first + 6) || IsKnown(first - 1), Is.False);
    }

    [SetUp]
    public void Begin() => _ring = new SentRing(128, Keep);

    private bool IsKnown(long number) => !Unsafe.IsNullRef(ref _ring.Find(number));
}
