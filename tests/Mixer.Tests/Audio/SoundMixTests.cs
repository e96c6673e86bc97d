using Mixer.Audio;
using Mixer.Audio.Codecs;
using Mixer.Tests.Audio.World;

namespace Mixer.Tests.Audio;

/// <summary>What people hear, looked at as sound.</summary>
public sealed class SoundMixTests
{
    // Off the harmonics of each other, and within what a telephone carries.
    private static readonly double[] Pitches = [440, 710, 1_130, 1_570];

    [Test]
    public void Everybody_hears_all_the_others_as_loud_as_they_are_and_nobody_himself()
    {
        using var room = new SoundRoom();
        AudioCodec[] codecs = [AudioCodec.Pcmu, AudioCodec.Pcma, AudioCodec.G722, AudioCodec.Opus];
        var callers = codecs.Select((codec, i) => room.Join(codec, Tone.Of(Pitches[i], -20))).ToArray();

        room.RunFor(4);

        using (Assert.EnterMultipleScope())
        {
            foreach (var listener in callers)
            {
                for (var i = 0; i < callers.Length; i++)
                {
                    var level = Tone.Level(listener.HeardLast(1), listener.Rate, Pitches[i]);
                    if (callers[i] == listener)
                        Assert.That(level, Is.LessThan(-58), $"{listener.Codec} hears himself");
                    else
                        Assert.That(level, Is.EqualTo(-20).Within(1.5), $"{listener.Codec} hears {callers[i].Codec}");
                }
            }
        }
    }

    [Test]
    public void Silent_listeners_of_one_codec_share_one_encoding()
    {
        using var room = new SoundRoom();
        room.Join(AudioCodec.Pcma, Tone.Voice());
        var listeners = Enumerable.Range(0, 30).Select(i => room.Listen(i % 2 == 0 ? AudioCodec.Pcma : AudioCodec.G722)).ToArray();

        room.RunFor(1);
        var before = room.Encodings;
        room.RunFor(1);

        using (Assert.EnterMultipleScope())
        {
            // The speaker's own, one for each codec of the listeners.
            Assert.That(room.Encodings - before, Is.EqualTo(50 * 3));
            Assert.That(listeners.Select(listener => listener.PacketsHeard), Is.All.EqualTo(101));
            Assert.That(listeners.Select(listener => Tone.Energy(listener.HeardLast(0.5))), Is.All.GreaterThan(-30));
        }
    }

    [TestCase(AudioCodec.Pcma)]
    [TestCase(AudioCodec.G722)]
    [TestCase(AudioCodec.Opus)]
    public void Nothing_clicks_when_somebody_begins_ends_or_is_muted(AudioCodec codec)
    {
        using var room = new SoundRoom();
        var listener = room.Listen(codec);
        var hum = room.Join(AudioCodec.Opus, Tone.Of(200, -14));
        room.RunFor(1);
        var calm = Tone.LargestStep(listener.HeardLast(0.4));

        // Somebody enters in the middle of a tone, is muted, unmuted, leaves. A tone of 200 Hz at -14 dB steps by 0.2 / 38 a sample at 48 kHz.
        var other = room.Join(AudioCodec.Opus, Tone.Of(250, -14));
        room.RunFor(1);
        room.Mix.Mute(hum.Id, on: true);
        room.RunFor(0.6);
        room.Mix.Mute(hum.Id, on: false);
        room.RunFor(0.6);
        room.Mix.RemoveVoice(other.Id);
        room.RunFor(0.6);

        var largest = Tone.LargestStep(listener.HeardLast(2.8));
        TestContext.Out.WriteLine($"{codec}: largest step {calm:F4} before, {largest:F4} with all changes");
        Assert.That(largest, Is.LessThan(calm * 2.6));
    }

    [Test]
    public void A_listener_who_begins_and_stops_speaking_hears_no_break_in_the_others()
    {
        using var room = new SoundRoom();
        room.Join(AudioCodec.Opus, Tone.Of(300, -14));
        var guest = room.Join(AudioCodec.G722);
        room.RunFor(2);
        var calm = Tone.LargestStep(guest.HeardLast(1));

        for (var turn = 0; turn < 3; turn++)
        {
            guest.Says = Tone.Voice();
            room.RunFor(0.7);
            guest.Says = Tone.Silence;
            room.RunFor(3.5);
        }

        Assert.That(Tone.LargestStep(guest.HeardLast(12)), Is.LessThan(calm * 1.3));
        Assert.That(guest.TimestampsAreEven);
    }

    [Test]
    public void Twenty_who_shout_at_once_are_not_clipped()
    {
        using var room = new SoundRoom(new SoundMixOptions { Loudest = new() { Places = 20, QuietestVoice = 70 } });
        var listener = room.Listen(AudioCodec.Opus);
        var telephone = room.Listen(AudioCodec.Pcma);
        for (var i = 0; i < 20; i++)
            room.Join(AudioCodec.Pcma, Tone.Voice(90 + (i * 11)).Loud(6));

        room.RunFor(3);

        var peak = telephone.HeardLast(2).ToArray().Max(MathF.Abs);
        TestContext.Out.WriteLine($"peak {peak:F3}, energy {Tone.Energy(telephone.HeardLast(2)):F1} dB");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(peak, Is.LessThan(0.999));
            Assert.That(LongestRunAtPeak(telephone.HeardLast(2)), Is.LessThan(4));
            Assert.That(Tone.Energy(listener.HeardLast(2)), Is.GreaterThan(-14));
        }
    }

    [Test]
    public void Whoever_is_heard_is_heard_to_the_end_though_a_fifth_and_a_sixth_talk_as_well()
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.G722);
        foreach (var pitch in Pitches)
            room.Join(AudioCodec.G722, Tone.Of(pitch, -20));

        room.RunFor(1);
        room.Join(AudioCodec.G722, Tone.Of(2_500, -21));
        room.Join(AudioCodec.G722, Tone.Of(3_100, -19));
        room.RunFor(4);

        using (Assert.EnterMultipleScope())
        {
            for (var at = 1.0; at < 4.5; at += 0.5)
            {
                foreach (var pitch in Pitches)
                    Assert.That(Tone.Level(listener.HeardBetween(at, at + 0.5), listener.Rate, pitch), Is.EqualTo(-20).Within(1.5), $"{pitch} Hz at {at} s");
            }

            Assert.That(Tone.Level(listener.HeardLast(1), listener.Rate, 3_100), Is.LessThan(-55));
        }
    }

    [Test]
    public void Who_is_much_louder_than_the_softest_takes_his_place()
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.G722);
        foreach (var pitch in Pitches)
            room.Join(AudioCodec.G722, Tone.Of(pitch, -40));

        room.RunFor(1);
        room.Join(AudioCodec.G722, Tone.Of(2_500, -18));
        room.RunFor(1.5);

        Assert.That(Tone.Level(listener.HeardLast(1), listener.Rate, 2_500), Is.EqualTo(-18).Within(1.5));
    }

    [Test]
    public void A_telephone_is_heard_by_browsers_as_a_track_of_Opus()
    {
        using var room = new SoundRoom();
        var telephone = room.Join(AudioCodec.Pcma, Tone.Of(600, -20));
        room.Join(AudioCodec.G722, Tone.Of(900, -20));
        var browser = room.Follow(telephone);

        room.RunFor(3);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Tone.Level(browser.HeardLast(1), browser.Rate, 600), Is.EqualTo(-20).Within(1.5));
            Assert.That(Tone.Level(browser.HeardLast(1), browser.Rate, 900), Is.LessThan(-60));
            Assert.That(browser.TimestampsAreEven);
        }
    }

    [Test]
    public void A_prompt_is_heard_by_the_one_it_is_for_over_a_softer_meeting()
    {
        using var room = new SoundRoom();
        room.Join(AudioCodec.G722, Tone.Of(440, -20));
        var told = room.Listen(AudioCodec.Pcma);
        var other = room.Listen(AudioCodec.Pcma);
        room.RunFor(2);

        room.Mix.Tell(told.Id, new SteadyTone(1_000, seconds: 2));
        room.RunFor(1.5);
        var (prompt, under, elsewhere) = (Tone.Level(told.HeardLast(1), 8_000, 1_000), Tone.Level(told.HeardLast(1), 8_000, 440), Tone.Level(other.HeardLast(1), 8_000, 1_000));
        room.RunFor(2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(prompt, Is.EqualTo(-12).Within(1));
            Assert.That(under, Is.EqualTo(-32).Within(1.5));
            Assert.That(elsewhere, Is.LessThan(-60));
            Assert.That(Tone.Level(told.HeardLast(1), 8_000, 440), Is.EqualTo(-20).Within(1.5));
            Assert.That(told.TimestampsAreEven);
        }
    }

    [Test]
    public void An_announcement_is_heard_by_all()
    {
        using var room = new SoundRoom();
        var speaker = room.Join(AudioCodec.G722, Tone.Of(440, -20));
        var listener = room.Listen(AudioCodec.Opus);
        room.RunFor(1);

        room.Mix.Announce(new SteadyTone(1_000, seconds: 1));
        room.RunFor(1);

        Assert.That(new[] { speaker, listener }.Select(ear => Tone.Level(ear.HeardLast(0.5), ear.Rate, 1_000)), Is.All.EqualTo(-12).Within(1));
    }

    [Test]
    public void Everybody_is_sent_something_though_nobody_says_anything()
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.G722);

        room.RunFor(2);

        Assert.That(listener.PacketsHeard, Is.EqualTo(101));
        Assert.That(Tone.Energy(listener.HeardLast(1)), Is.LessThan(-60));
    }

    [Test]
    public void A_mix_that_is_called_late_leaves_out_what_nobody_waits_for_and_keeps_its_clock()
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.Opus);
        room.RunFor(1);
        var (heard, timestamp) = (listener.PacketsHeard, listener.LastTimestamp!.Value);

        room.Mix.Advance(room.Now + TimeSpan.FromSeconds(10), room);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listener.PacketsHeard - heard, Is.LessThanOrEqualTo(6));
            Assert.That(listener.LastTimestamp!.Value - timestamp, Is.EqualTo(480_000));
            Assert.That(room.Mix.TicksSkipped, Is.GreaterThan(490));
        }
    }

    [Test]
    public void A_settled_mix_allocates_nothing()
    {
        using var room = new SoundRoom();
        AudioCodec[] codecs = [AudioCodec.Pcmu, AudioCodec.Pcma, AudioCodec.G722, AudioCodec.Opus];
        var quiet = new QuietOutput();
        foreach (var codec in codecs)
        {
            room.Join(codec, Tone.Voice());
            room.Listen(codec);
        }

        room.RunFor(3);
        var payloads = new byte[200];
        var sent = 0;
        Assert.That(Allocations.Least(() =>
        {
            var now = room.Mix.NextDeadline;
            room.Mix.Receive(new VoiceId(1), AudioCodec.Pcmu, new((ushort)sent), new((uint)(sent * 160)), payloads.AsSpan(0, 160), now);
            room.Mix.Receive(new VoiceId(3), AudioCodec.Pcma, new((ushort)sent), new((uint)(sent * 160)), payloads.AsSpan(0, 160), now);
            room.Mix.Advance(now, quiet);
            sent++;
        }, times: 200), Is.Zero);
    }

    private static int LongestRunAtPeak(ReadOnlySpan<float> sound)
    {
        var (longest, run, last) = (0, 0, 0f);
        foreach (var sample in sound)
        {
            run = MathF.Abs(sample) > 0.95f && sample == last ? run + 1 : 0;
            (longest, last) = (Math.Max(longest, run), sample);
        }

        return longest;
    }

    private sealed class QuietOutput : ISoundMixOutput
    {
        public void SendMix(ReadOnlySpan<VoiceId> listeners, AudioCodec codec, Protocols.Rtp.RtpTimestamp timestamp, ReadOnlySpan<byte> payload)
        {
        }

        public void SendVoice(VoiceId voice, Protocols.Rtp.AudioLevel level, Protocols.Rtp.RtpTimestamp timestamp, ReadOnlySpan<byte> payload)
        {
        }

        public void Measure(VoiceId voice, Protocols.Rtp.AudioLevel level)
        {
        }

        public void HearDigit(VoiceId voice, Protocols.Dtmf.DtmfDigit digit)
        {
        }
    }

    private sealed class SteadyTone(double frequency, double seconds) : ISoundSource
    {
        private int _at;

        public bool TryRead(Span<float> frame)
        {
            Tone.Render(Tone.Of(frequency), SoundFrame.SampleRate, _at / (double)SoundFrame.SampleRate, frame.Length).CopyTo(frame);
            _at += frame.Length;
            return _at <= seconds * SoundFrame.SampleRate;
        }
    }
}
