using Meetings.Corporations;
using SignalingHost.Accounts;
using SignalingHost.Tests.Hosting;

namespace SignalingHost.Tests.Accounts;

/// <summary>Who is shut out by wrong passwords, and for how long.</summary>
public sealed class PasswordTriesTests
{
    private const string Home = "192.0.2.1";

    private static readonly TryKey Meeting = TryKey.Meeting(new("912345678"));

    private ManualClock _clock = null!;
    private PasswordTries _tries = null!;

    [SetUp]
    public void Begin()
    {
        _clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero));
        _tries = new PasswordTries(_clock);
    }

    [Test]
    public void The_fifth_wrong_password_locks_the_meeting_for_that_source_and_for_no_other()
    {
        Fail(4, Home);
        Assert.That(_tries.IsLocked(Meeting, Home), Is.False);

        Fail(1, Home);
        Assert.That(_tries.IsLocked(Meeting, Home), Is.True);
        Assert.That(_tries.IsLocked(Meeting, "192.0.2.2"), Is.False);
        Assert.That(_tries.IsLocked(TryKey.Account("912345678"), Home), Is.False);
    }

    [Test]
    public void Each_further_wrong_password_doubles_the_time_up_to_an_hour()
    {
        Fail(4, Home);
        var minutes = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            Fail(1, Home);
            minutes.Add(MinutesUntilOpen());
        }

        Assert.That(minutes, Is.EqualTo(new[] { 1, 2, 4, 8, 16, 32, 60, 60 }));
    }

    [Test]
    public void Guessing_from_many_places_locks_the_meeting_for_all()
    {
        for (var i = 0; i < 99; i++)
            Fail(1, $"198.51.100.{i}");
        Assert.That(_tries.IsLocked(Meeting, Home), Is.False);

        Fail(1, "198.51.100.200");
        Assert.That(_tries.IsLocked(Meeting, Home), Is.True);
    }

    [Test]
    public void A_source_that_guesses_here_and_there_is_locked_everywhere()
    {
        for (var i = 0; i < 50; i++)
            _tries.Failed(TryKey.Meeting(new($"9{i:00000000}")), Home);

        Assert.That(_tries.IsLocked(Meeting, Home), Is.True);
        Assert.That(_tries.IsLocked(PasswordTries.AccountKey("admin"), Home), Is.True);
        Assert.That(_tries.IsLocked(Meeting, "192.0.2.2"), Is.False);
    }

    [Test]
    public void A_network_of_ipv6_is_one_source()
    {
        for (var i = 0; i < 5; i++)
            _tries.Failed(Meeting, $"2001:db8:1:2::{i}");

        Assert.That(_tries.IsLocked(Meeting, "2001:db8:1:2:ffff::1"), Is.True);
        Assert.That(_tries.IsLocked(Meeting, "2001:db8:1:3::1"), Is.False);
    }

    [Test]
    public void The_right_password_forgives_the_source_and_the_highest_one_the_meeting()
    {
        Fail(4, Home);
        _tries.Succeeded(Meeting, Home, isHighest: false);
        Fail(4, Home);
        Assert.That(_tries.IsLocked(Meeting, Home), Is.False);

        for (var i = 0; i < 91; i++)
            Fail(1, $"198.51.100.{i}");
        _tries.Succeeded(Meeting, Home, isHighest: true);
        Fail(1, "198.51.100.200");
        Assert.That(_tries.IsLocked(Meeting, "203.0.113.1"), Is.False);
    }

    [Test]
    public void Who_knows_the_guests_password_cannot_guess_the_hosts_without_end()
    {
        var guesses = 0;
        while (guesses < 1_000 && !_tries.IsLocked(Meeting, Home))
        {
            Fail(1, Home);
            guesses++;
            _tries.Succeeded(Meeting, Home, isHighest: false);
        }

        Assert.That(guesses, Is.EqualTo(50));
    }

    private void Fail(int times, string source)
    {
        for (var i = 0; i < times; i++)
            _tries.Failed(Meeting, source);
    }

    private int MinutesUntilOpen()
    {
        var minutes = 0;
        while (_tries.IsLocked(Meeting, Home))
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            minutes++;
        }

        return minutes;
    }
}
