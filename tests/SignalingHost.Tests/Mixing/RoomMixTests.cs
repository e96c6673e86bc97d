using MediaServer.Shards;
using MediaServer.Tracks;
using Mixer.Audio;
using Mixer.Audio.Codecs;
using Mixer.Tests.Audio.World;
using Protocols;
using SignalingHost.Mixing;
using SignalingHost.Tests.Mixing.World;

namespace SignalingHost.Tests.Mixing;

/// <summary>Telephones and browsers in one room, each measured at his ear. Everybody has a tone of his own.</summary>
public sealed class RoomMixTests
{
    private const double Loud = -20;
    private const double Absent = -45;

    [TestCase(AudioCodec.Pcmu)]
    [TestCase(AudioCodec.Pcma)]
    [TestCase(AudioCodec.G722)]
    [TestCase(AudioCodec.Opus)]
    public void Everybody_hears_the_others_and_not_himself(AudioCodec codec)
    {
        using var room = new SimulatedRoom();
        var anna = room.Call("anna", codec, Tone.Of(440));
        var bert = room.Call("bert", AudioCodec.Pcma, Tone.Of(1_000));
        var browser = room.Browse("browser", Tone.Of(700));
        room.RunFor(3);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((anna.Heard(1_000), anna.Heard(700)), Is.EqualTo((-12.0, -12.0)).Within(4.0), "anna hears both others");
            Assert.That((bert.Heard(440), bert.Heard(700)), Is.EqualTo((-12.0, -12.0)).Within(2.0), "bert hears both others");
            Assert.That(anna.Heard(440), Is.LessThan(Absent), "anna herself");
            Assert.That(bert.Heard(1_000), Is.LessThan(Absent), "bert himself");
            Assert.That(browser.Heard(anna.Who, 440), Is.EqualTo(-12).Within(2), "the browser is given anna in Opus");
            Assert.That(browser.Heard(bert.Who, 1_000), Is.EqualTo(-12).Within(2), "the browser is given bert in Opus");
            Assert.That(room.Mix.Dropped, Is.Zero);
        }
    }

    [TestCase(AudioCodec.Pcma)]
    [TestCase(AudioCodec.Opus)]
    public void Who_speaks_on_a_telephone_becomes_the_dominant_speaker_though_its_packets_do_not_say_how_loud_they_are(AudioCodec codec)
    {
        using var room = new SimulatedRoom();
        var anna = room.Call("anna", codec, t => t < 2 ? 0 : Tone.Voice()(t));
        room.Browse("browser");
        room.RunFor(5);

        Assert.That(room.Events.OfType<MediaEvent.SpeakerChanged>().Select(change => change.Speaker), Does.Contain(anna.Who));
        Assert.That(room.Events.OfType<MediaEvent.VoicesHeard>().SelectMany(heard => heard.Voices).Select(voice => voice.Who), Does.Contain(anna.Who));
    }

    [Test]
    public void A_muted_telephone_is_heard_by_nobody_and_its_keys_are_heard_all_the_same()
    {
        using var room = new SimulatedRoom();
        var keys = "";
        var anna = room.Call("anna", AudioCodec.Pcma, Tone.Of(440));
        var bert = room.Call("bert", AudioCodec.Pcma);
        var browser = room.Browse("browser");
        room.Mix.Handle(new SoundLetter.ListenForDigits(SimulatedRoom.Id, anna.Who, digit => keys += digit.Symbol), room.Now);
        room.RunFor(1);
        Assert.That(bert.Heard(440), Is.GreaterThan(Loud), "before");

        room.Mix.Handle(new SoundLetter.Mute(SimulatedRoom.Id, anna.Who, On: true), room.Now);
        room.RunFor(0.3);
        var given = browser.PacketsFrom(anna.Who);
        anna.Speech.Says = t => t % 0.3 < 0.12 ? Tone.Of(770, -9)(t) + Tone.Of(1_336, -9)(t) : 0;
        room.RunFor(0.9);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(keys, Is.EqualTo("555"));
            Assert.That(bert.Heard(440), Is.LessThan(Absent));
            Assert.That(bert.Heard(770), Is.LessThan(Absent));
            Assert.That(browser.PacketsFrom(anna.Who), Is.EqualTo(given));
        }

        anna.Speech.Says = Tone.Of(440);
        room.Mix.Handle(new SoundLetter.Mute(SimulatedRoom.Id, anna.Who, On: false), room.Now);
        room.RunFor(1);
        Assert.That(bert.Heard(440), Is.GreaterThan(Loud), "after");
    }

    [Test]
    public void What_is_behind_a_closed_gate_is_not_in_the_mix()
    {
        using var room = new SimulatedRoom();
        var anna = room.Call("anna", AudioCodec.Pcma);
        var browser = room.Browse("browser", Tone.Of(700));
        room.RunFor(1);
        Assert.That(anna.Heard(700), Is.GreaterThan(Loud), "before");

        room.Post(new ShardLetter.Mute(SimulatedRoom.Id, browser.Who, TrackSource.Microphone, IsMuted: true));
        room.RunFor(1);
        Assert.That(anna.Heard(700), Is.LessThan(-70), "while it is closed");

        room.Post(new ShardLetter.Mute(SimulatedRoom.Id, browser.Who, TrackSource.Microphone, IsMuted: false));
        room.RunFor(1);
        Assert.That(anna.Heard(700), Is.GreaterThan(Loud), "after");
    }

    [Test]
    public void Who_has_left_is_heard_no_more_and_who_comes_back_is()
    {
        using var room = new SimulatedRoom();
        var anna = room.Call("anna", AudioCodec.G722, Tone.Of(440));
        var bert = room.Call("bert", AudioCodec.Pcmu);
        room.RunFor(1);
        Assert.That(bert.Heard(440), Is.GreaterThan(Loud));

        anna.HangUp();
        room.RunFor(1);
        Assert.That(bert.Heard(440), Is.LessThan(-70));
        Assert.That(room.Mix.Listeners, Is.EqualTo(1));

        room.Call("anna", AudioCodec.Pcma, Tone.Of(500));
        room.RunFor(1);
        Assert.That(bert.Heard(500), Is.GreaterThan(Loud));
    }

    [Test]
    public void One_alone_is_told_prompts_and_the_teller_knows_how_each_ended()
    {
        using var room = new SimulatedRoom();
        var ends = new List<(double At, PromptEnd How)>();
        var anna = room.Call("anna", AudioCodec.Pcma);
        room.RunFor(0.5);
        var begun = room.Now;
        Tell(440, 0.5);
        room.RunFor(0.4);
        Assert.That(anna.Speech.Heard(440, 0.2), Is.GreaterThan(Loud));
        room.RunFor(0.4);
        Assert.That(ends, Is.EqualTo(new[] { (0.5, PromptEnd.Said) }).Within(0.03));

        room.Mix.Handle(new SoundLetter.PlayWaitingTone(SimulatedRoom.Id, anna.Who, On: true), room.Now);
        Tell(600, 5);
        room.RunFor(0.5);
        Tell(800, 5);
        room.RunFor(0.5);
        Assert.That(anna.Speech.Heard(800, 0.3), Is.GreaterThan(Loud));
        room.Mix.Handle(new SoundLetter.Tell(SimulatedRoom.Id, anna.Who, null, null), room.Now);
        room.RunFor(0.3);
        Assert.That(anna.Speech.Heard(440, 0.2), Is.GreaterThan(-35), "the tone of waiting");
        Tell(600, 5);
        anna.HangUp();
        Assert.That(ends.Select(end => end.How), Is.EqualTo(new[] { PromptEnd.Said, PromptEnd.Replaced, PromptEnd.Replaced, PromptEnd.Gone }));

        void Tell(double frequency, double seconds) => room.Mix.Handle(
            new SoundLetter.Tell(SimulatedRoom.Id, anna.Who, new Note(frequency, seconds), how => ends.Add(((room.Now - begun).TotalSeconds, how))), room.Now);
    }

    [Test]
    public void A_lost_tenth_of_the_packets_is_hardly_heard()
    {
        using var room = new SimulatedRoom();
        var anna = room.Call("anna", AudioCodec.Pcma, Tone.Of(440));
        var bert = room.Call("bert", AudioCodec.Pcma);
        anna.Loss = 0.1;
        room.RunFor(4);

        Assert.That(bert.Speech.Heard(440, 2), Is.EqualTo(-12).Within(2.5));
    }

    [Test]
    public void Of_many_browsers_only_the_loudest_reach_the_mix()
    {
        using var room = new SimulatedRoom();
        var anna = room.Call("anna", AudioCodec.Pcma);
        var browsers = Enumerable.Range(0, 8).Select(number => room.Browse($"browser {number}", number < 2 ? Tone.Of(500 + (200 * number)) : null)).ToList();
        room.RunFor(3);
        room.PacketsToMix.Clear();
        room.RunFor(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((anna.Heard(500), anna.Heard(700)), Is.EqualTo((-12.0, -12.0)).Within(2.0));
            Assert.That(room.PacketsToMix.Keys.Intersect(browsers.Select(browser => browser.Track)).Count(), Is.LessThanOrEqualTo(4));
        }
    }

    [Test]
    public void Silent_listeners_of_one_codec_are_sent_one_entry_between_them()
    {
        using var room = new SimulatedRoom();
        for (var i = 0; i < 20; i++)
            room.Call($"listener {i}", AudioCodec.Pcma);

        room.RunFor(2);
        var before = room.Sent;
        room.RunFor(1);

        Assert.That((room.Sent.Entries - before.Entries, room.Sent.Tracks - before.Tracks), Is.EqualTo((50, 1_000)));
    }

    // Whoever talks may have an encoding of his own, and so an entry; all others share a few. A hundred entries of a tick are a fortieth of what the lane holds.
    [TestCase(400)]
    [TestCase(2)]
    public void Each_of_four_hundred_telephones_in_one_room_hears_every_tick(int talking)
    {
        using var room = new SimulatedRoom();
        var telephones = Enumerable.Range(0, 400).Select(number => room.Call($"telephone {number}", AudioCodec.Pcma, number < talking ? Tone.Voice(100 + (number / 4)) : null)).ToList();
        room.RunFor(2);
        var (heard, sent, dropped) = (telephones.ConvertAll(telephone => telephone.Speech.PacketsHeard), room.Sent, room.Mix.Dropped);
        room.RunFor(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(telephones.Select((telephone, number) => telephone.Speech.PacketsHeard - heard[number]), Is.All.EqualTo(50));
            Assert.That((room.Mix.TicksSkipped, room.Mix.Dropped - dropped), Is.EqualTo((0, 0)));
            Assert.That((room.Core.Counters.Dropped(DropReason.RingFull), room.Core.Counters.Dropped(DropReason.PoolExhausted)), Is.EqualTo((0, 0)));
            Assert.That((room.Sent.Entries - sent.Entries) / 50, Is.LessThan(100));
        }
    }

    [Test]
    public void A_room_in_full_talk_allocates_nothing()
    {
        using var room = new SimulatedRoom();
        room.Call("anna", AudioCodec.Pcma, Tone.Voice());
        room.Call("bert", AudioCodec.G722, Tone.Voice(150));
        room.Call("carl", AudioCodec.Opus, Tone.Voice(90));
        for (var i = 0; i < 10; i++)
            room.Call($"listener {i}", AudioCodec.Pcmu);

        room.Browse("browser", Tone.Voice(200));
        room.RunFor(15);

        Assert.That(Allocations.Least(() => room.AllocatedBytes, () => room.RunFor(5)), Is.Zero);
    }

    [Test]
    public void Full_rings_lose_sound_and_count_it_and_all_is_well_after()
    {
        using var room = new SimulatedRoom();
        var anna = room.Call("anna", AudioCodec.Pcma, Tone.Of(440));
        var bert = room.Call("bert", AudioCodec.Pcma);
        room.RunFor(2);
        var (held, heard) = (room.Core.Pool.Outstanding, bert.Speech.PacketsHeard);
        room.IsRingFull = true;
        room.RunFor(3);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Core.Counters.Dropped(DropReason.RingFull), Is.EqualTo(300), "both telephones' packets");
            Assert.That(bert.Heard(440), Is.LessThan(Absent));
            Assert.That(bert.Speech.PacketsHeard - heard, Is.EqualTo(150).Within(2), "the mix goes on");
        }

        room.IsRingFull = false;
        room.IsWayBackFull = true;
        var dropped = room.Mix.Dropped;
        room.RunFor(3);
        Assert.That(room.Mix.Dropped - dropped, Is.GreaterThanOrEqualTo(300), "a mix for each, and anna's voice");
        Assert.That(room.Core.Pool.Outstanding, Is.LessThanOrEqualTo(held));

        room.IsWayBackFull = false;
        room.RunFor(2);
        Assert.That(bert.Heard(440), Is.GreaterThan(Loud));
    }

    /// <summary>A prompt of one tone.</summary>
    private sealed class Note(double frequency, double seconds) : ISoundSource
    {
        private int _at;

        public bool TryRead(Span<float> frame)
        {
            if (_at >= seconds * SoundFrame.SampleRate)
                return false;

            Tone.Render(Tone.Of(frequency), SoundFrame.SampleRate, _at / (double)SoundFrame.SampleRate, frame.Length).CopyTo(frame);
            _at += frame.Length;
            return true;
        }
    }
}
