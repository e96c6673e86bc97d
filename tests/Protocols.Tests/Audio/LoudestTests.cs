using Protocols.Audio;
using Protocols.Rtp;

namespace Protocols.Tests.Audio;

public sealed class LoudestTests
{
    [Test]
    public void The_first_packet_of_a_talk_spurt_is_already_heard()
    {
        var speakers = new DominantSpeaker<int>(new DominantSpeakerOptions());

        speakers.Receive(7, new AudioLevel(50, IsVoice: true), new Instant(1));

        Assert.That(speakers.IsLoud(7), Is.True);
        Assert.That(speakers.IsLoud(8), Is.False);
    }

    [Test]
    public void A_place_is_held_for_one_and_a_half_seconds_after_the_last_voice()
    {
        var room = new Room().Speech('A', 1_000, 2_000).Run(5_000);

        Assert.That(room.Heard, Is.EqualTo(new[] { (1_000, "A"), (1_980 + 1_500, "") }));
    }

    [Test]
    public void A_pause_for_breath_costs_no_syllable()
    {
        var room = new Room().Speech('A', 0, 2_000).Speech('A', 3_200, 5_000).Speech('A', 6_000, 7_000).Run(7_500);

        Assert.That(room.Heard, Is.EqualTo(new[] { (0, "A") }));
    }

    [Test]
    public void A_fourth_equally_loud_waits_until_somebody_pauses_and_is_heard_then()
    {
        var room = new Room().Speech('A', 0, 4_000).Speech('B', 0, 9_000).Speech('C', 0, 9_000).Speech('D', 1_000, 9_000).Run(9_000);

        Assert.That(room.Heard.Select(h => h.Who), Is.EqualTo(new[] { "ABC", "BCD" }));
        Assert.That(room.Heard[1].At, Is.InRange(4_260, 4_320));
    }

    [Test]
    public void A_fourth_who_is_clearly_louder_is_heard_at_once_in_place_of_the_softest()
    {
        var room = new Room().Speech('A', 0, 9_000, 30).Speech('B', 0, 9_000, 45).Speech('C', 0, 9_000, 32).Speech('D', 3_000, 9_000, 31).Run(9_000);

        Assert.That(room.Heard, Is.EqualTo(new[] { (0, "ABC"), (3_000, "ACD") }));
    }

    [Test]
    public void Where_a_place_is_sure_for_a_while_a_louder_one_waits_for_that_long_and_no_longer()
    {
        var room = new Room { Options = new DominantSpeakerOptions { PlaceLeast = TimeSpan.FromSeconds(1) } };

        room.Speech('A', 0, 9_000).Speech('B', 2_600, 9_000, 45).Speech('C', 0, 9_000).Speech('D', 3_000, 9_000).Run(9_000);

        Assert.That(room.Heard, Is.EqualTo(new[] { (0, "AC"), (2_600, "ABC"), (3_600, "ACD") }));
    }

    [Test]
    public void A_fourth_who_speaks_while_one_of_three_is_silent_is_heard_from_the_first_packet()
    {
        var room = new Room().Speech('A', 0, 2_000).Speech('B', 0, 9_000).Speech('C', 0, 9_000).Speech('D', 2_500, 9_000).Run(9_000);

        Assert.That(room.Heard, Is.EqualTo(new[] { (0, "ABC"), (2_500, "BCD") }));
    }

    [Test]
    public void Leaving_frees_the_place_at_once()
    {
        var room = new Room().Speech('A', 0, 1_000).Speech('B', 0, 1_000).Run(1_000);
        var version = room.Speakers.LoudestVersion;

        room.Speakers.Remove('A');

        var loudest = new char[3];
        Assert.That(room.Speakers.Loudest(loudest), Is.EqualTo(1));
        Assert.That(loudest[0], Is.EqualTo('B'));
        Assert.That(room.Speakers.LoudestVersion, Is.Not.EqualTo(version));
    }

    // Ten people in a heated discussion: places must not change hands at every packet.
    [Test]
    public void A_crowd_is_never_more_than_three_and_changes_seldom([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var room = new Room(seed) { Jitter = 40, Loss = 0.1 };
        foreach (var who in "ABCDEFGHIJ")
        {
            for (var at = random.Next(3_000); at < 60_000; at += random.Next(500, 8_000))
            {
                var end = at + random.Next(200, 4_000);
                room.Speech(who, at, end, 25 + random.Next(20));
                at = end;
            }
        }

        room.Run(60_000);

        Assert.That(room.Heard.Max(h => h.Who.Length), Is.EqualTo(3));
        Assert.That(room.Heard.Select(h => h.Who.Distinct().Count()), Is.EqualTo(room.Heard.Select(h => h.Who.Length)));
        Assert.That(room.Heard, Has.Count.LessThan(240), "four changes a second would be babble");
        Assert.That(room.Floor, Has.Count.InRange(5, 60));
    }
}
