using Protocols.Audio;
using Protocols.Rtp;

namespace Protocols.Tests.Audio;

public sealed class DominantSpeakerTests
{
    [Test]
    public void A_cough_does_not_take_the_floor([Values(20, 100, 200, 300)] int length, [Values] bool dtx, [Values(0, 40)] int jitter)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var room = new Room(seed) { Dtx = dtx, Jitter = jitter }.Speech('A', 0, 3_000).Speech('B', 4_000, 4_000 + length, level: 10).Run(6_000);

            Assert.That(room.Floor.Select(f => f.Who), Is.EqualTo("A"));
        }
    }

    [Test]
    public void Coughing_again_and_again_does_not_take_the_floor_either([Values] bool dtx, [Values(100, 250, 300)] int length)
    {
        var room = new Room { Dtx = dtx }.Speech('A', 0, 3_000);
        for (var at = 4_000; at < 10_000; at += 3 * length)
            room.Speech('B', at, at + length, level: 10);

        Assert.That(room.Run(12_000).Floor.Select(f => f.Who), Is.EqualTo("A"));
    }

    [TestCase(0, 0.0, 20, false)]
    [TestCase(0, 0.0, 20, true)]
    [TestCase(0, 0.0, 60, false)]
    [TestCase(0, 0.0, 10, false)]
    [TestCase(0, 0.2, 20, false)]
    [TestCase(0, 0.4, 20, true)]
    [TestCase(60, 0.0, 20, false)]
    [TestCase(60, 0.2, 20, true)]
    public void Who_speaks_after_another_has_the_floor_within_600_ms(int jitter, double loss, int packetTime, bool dtx)
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var room = new Room(seed) { Jitter = jitter, Loss = loss, Dtx = dtx }
                .PacketsOf('B', packetTime).Speech('A', 0, 3_000).Speech('B', 3_000, 6_000).Run(7_000);

            Assert.That(room.Floor.Select(f => f.Who), Is.EqualTo("AB"));
            Assert.That(room.Floor[1].At, Is.InRange(3_300, 3_600 + jitter), $"seed {seed}");
        }
    }

    [Test]
    public void Speech_with_pauses_between_words_takes_the_floor_and_keeps_it()
    {
        var room = new Room().Speech('A', 0, 2_000);
        for (var at = 3_000; at < 9_000; at += 600)
            room.Speech('B', at, at + 480);

        room.Run(10_000);

        Assert.That(room.Floor.Select(f => f.Who), Is.EqualTo("AB"));
        Assert.That(room.Floor[1].At, Is.LessThan(3_600));
    }

    [Test]
    public void Short_words_of_assent_do_not_take_the_floor_from_who_goes_on_speaking()
    {
        var room = new Room();
        for (var at = 0; at < 12_000; at += 900)
            room.Speech('A', at, at + 700);
        for (var at = 3_100; at < 12_000; at += 1_700)
            room.Speech('B', at, at + 500, level: 28);

        Assert.That(room.Run(12_000).Floor.Select(f => f.Who), Is.EqualTo("A"));
    }

    [Test]
    public void Two_who_talk_at_once_and_equally_loud_do_not_make_the_picture_jump()
    {
        var room = new Room(5) { Loss = 0.1 }.Speech('A', 0, 20_000, level: 30).Speech('B', 1_000, 20_000, level: 28).Run(20_000);

        Assert.That(room.Floor.Select(f => f.Who), Is.EqualTo("A"));
    }

    [Test]
    public void Who_talks_over_another_and_is_clearly_louder_takes_the_floor_after_a_second()
    {
        var room = new Room().Speech('A', 0, 9_000, level: 35).Speech('B', 3_000, 9_000, level: 27).Run(9_000);

        Assert.That(room.Floor.Select(f => f.Who), Is.EqualTo("AB"));
        Assert.That(room.Floor[1].At, Is.InRange(3_900, 4_300));
    }

    [Test]
    public void A_television_in_the_background_does_not_keep_the_floor()
    {
        var room = new Room().Speech('A', 0, 9_000, level: 60).Speech('B', 3_000, 9_000, level: 30).Run(9_000);

        Assert.That(room.Floor.Select(f => f.Who), Is.EqualTo("AB"));
        Assert.That(room.Floor[1].At, Is.LessThan(3_600));
    }

    [Test]
    public void Noise_without_the_voice_flag_and_whispers_below_the_limit_are_nothing()
    {
        var speakers = new DominantSpeaker<int>(new DominantSpeakerOptions());
        for (var at = 0; at < 3_000; at += 20)
        {
            var now = new Instant(at * TimeSpan.TicksPerMillisecond);
            speakers.Receive(1, new AudioLevel(20, IsVoice: false), now);
            speakers.Receive(2, new AudioLevel(80, IsVoice: true), now);
            speakers.Advance(now);
        }

        Assert.That(speakers.Dominant, Is.Null);
        Assert.That(speakers.Loudest(new int[3]), Is.Zero);
        Assert.That(speakers.NextDeadline, Is.EqualTo(Instant.Never));
    }

    [Test]
    public void The_floor_is_kept_through_silence_and_given_up_by_leaving()
    {
        var room = new Room().Speech('A', 0, 2_000).Run(60_000);
        Assert.That(room.Speakers.Dominant, Is.EqualTo('A'));
        Assert.That(room.Speakers.NextDeadline, Is.EqualTo(Instant.Never), "a silent meeting wakes nobody");

        room.Speakers.Remove('A');

        Assert.That(room.Speakers.Dominant, Is.Null);
    }

    [Test]
    public void They_are_ranked_by_who_spoke_last_and_the_dominant_one_is_first()
    {
        var room = new Room().Speech('A', 0, 2_000).Speech('B', 2_000, 4_000).Speech('C', 4_000, 6_000).Speech('A', 6_000, 8_000)
            .Speech('D', 8_500, 8_700).Run(10_000);
        Span<char> ranked = stackalloc char[10];

        Assert.That(ranked[..room.Speakers.Rank(ranked)].ToString(), Is.EqualTo("ACB"));
        Assert.That(room.Speakers.Rank(ranked[..2]), Is.EqualTo(2));
    }

    [Test]
    public void Nothing_is_allocated_once_everybody_is_known()
    {
        var speakers = new DominantSpeaker<int>(new DominantSpeakerOptions());
        var random = new Random(1);
        var loudest = new int[3];
        var ranked = new int[25];
        var now = new Instant(0);
        Talk(2_000);
        Assert.That(Allocations.Least(() => Talk(20_000)), Is.Zero);

        void Talk(int packets)
        {
            for (var i = 0; i < packets; i++)
            {
                now += TimeSpan.FromMilliseconds(1);
                speakers.Receive(random.Next(100), new AudioLevel((byte)random.Next(100), random.Next(2) == 0), now);
                speakers.Advance(now);
                speakers.Loudest(loudest);
                speakers.IsLoud(i % 100);
                if (i % 100 == 0)
                    speakers.Rank(ranked);
            }
        }
    }
}
