using Meetings.Corporations;

namespace Meetings.Tests.Corporations;

public sealed class TryLimitsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private static readonly TryKey Meeting = TryKey.Meeting(new("912345678"));

    private readonly TryLimitOptions _options = new() { FreeTries = 3, MaxKeys = 100 };

    [Test]
    public void The_last_free_try_locks_and_an_earlier_one_does_not()
    {
        var limits = new TryLimits(_options);
        limits.Failed(Meeting, Start);
        limits.Failed(Meeting, Start);
        Assert.That(limits.IsLocked(Meeting, Start), Is.False);

        limits.Failed(Meeting, Start);
        Assert.That(limits.LockedFor(Meeting, Start), Is.EqualTo(TimeSpan.FromMinutes(1)));
        Assert.That(limits.IsLocked(Meeting, Start.AddMinutes(1)), Is.False);
    }

    [Test]
    public void Every_further_failure_doubles_the_lock_up_to_the_longest()
    {
        var limits = new TryLimits(_options);
        var now = Start;
        limits.Failed(Meeting, now);
        limits.Failed(Meeting, now);

        var locks = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            limits.Failed(Meeting, now);
            locks.Add(limits.LockedFor(Meeting, now).TotalMinutes);
            now += limits.LockedFor(Meeting, now);
        }

        Assert.That(locks, Is.EqualTo(new double[] { 1, 2, 4, 8, 16, 32, 60, 60, 60 }));
    }

    [Test]
    public void Tries_while_locked_do_not_lengthen_the_lock()
    {
        var limits = new TryLimits(_options);
        for (var i = 0; i < 50; i++)
            limits.Failed(Meeting, Start);

        Assert.That(limits.LockedFor(Meeting, Start), Is.EqualTo(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public void A_right_password_and_a_long_silence_forgive()
    {
        var limits = new TryLimits(_options);
        limits.Failed(Meeting, Start);
        limits.Failed(Meeting, Start);
        limits.Succeeded(Meeting);
        limits.Failed(Meeting, Start);
        limits.Failed(Meeting, Start);
        Assert.That(limits.IsLocked(Meeting, Start), Is.False);

        limits.Failed(Meeting, Start.AddHours(3));
        Assert.That(limits.IsLocked(Meeting, Start.AddHours(3)), Is.False);
    }

    [Test]
    public void A_meeting_an_account_and_a_source_of_the_same_name_are_counted_apart()
    {
        var limits = new TryLimits(_options with { FreeTries = 1 });
        limits.Failed(TryKey.Account("912345678"), Start);

        Assert.That(limits.IsLocked(Meeting, Start), Is.False);
        Assert.That(limits.IsLocked(TryKey.Source("912345678"), Start), Is.False);
    }

    [Test]
    public void A_flood_of_sources_neither_fills_the_memory_nor_opens_a_lock()
    {
        var limits = new TryLimits(_options);
        for (var i = 0; i < 3; i++)
            limits.Failed(Meeting, Start);
        for (var i = 0; i < 10_000; i++)
            limits.Failed(TryKey.Source($"10.0.{i / 256}.{i % 256}"), Start);

        Assert.That(limits.Count, Is.EqualTo(100));
        Assert.That(limits.IsLocked(Meeting, Start), Is.True);
    }
}
