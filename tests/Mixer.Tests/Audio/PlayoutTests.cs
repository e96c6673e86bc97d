using Mixer.Audio;
using Mixer.Audio.Codecs;
using Mixer.Audio.Playout;
using Mixer.Synchronizing;
using Mixer.Tests.Audio.World;
using Protocols;
using Protocols.Rtp;

namespace Mixer.Tests.Audio;

/// <summary>One voice over a bad line, as a listener in the same room hears it.</summary>
public sealed class PlayoutTests
{
    [TestCase(AudioCodec.Pcma)]
    [TestCase(AudioCodec.G722)]
    [TestCase(AudioCodec.Opus)]
    public void A_tenth_of_the_packets_lost_costs_hardly_any_energy_and_no_clicks(AudioCodec codec)
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.Opus);
        var clean = room.Join(codec, Tone.Voice());
        room.RunFor(8);
        var (energy, step) = (Tone.Energy(listener.HeardLast(6)), Tone.LargestStep(listener.HeardLast(6)));
        room.Mix.RemoveVoice(clean.Id);
        clean.IsSending = false;
        var lossy = room.Join(codec, Tone.Voice(), new Line { Loss = 0.1 });
        room.RunFor(8);

        var (lossyEnergy, lossyStep) = (Tone.Energy(listener.HeardLast(6)), Tone.LargestStep(listener.HeardLast(6)));
        var statistics = room.Mix.StatisticsOf(lossy.Id);
        TestContext.Out.WriteLine($"{codec}: {energy:F1} dB clean, {lossyEnergy:F1} dB with losses; step {step:F3} and {lossyStep:F3}; {statistics}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lossyEnergy, Is.EqualTo(energy).Within(1.2));
            Assert.That(lossyStep, Is.LessThan(step * 1.8));
            Assert.That(statistics.Recovered > 0 || statistics.Concealed > TimeSpan.FromMilliseconds(300));
            Assert.That(statistics.Delay, Is.LessThan(TimeSpan.FromMilliseconds(80)));
        }
    }

    [TestCase(AudioCodec.Pcma, +200, 10)]
    [TestCase(AudioCodec.Pcma, -200, 10)]
    [TestCase(AudioCodec.G722, -200, 10)]
    [TestCase(AudioCodec.Opus, +200, 2)]
    public void A_clock_that_is_200_ppm_off_is_followed(AudioCodec codec, double ppm, int minutes)
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.Pcma);
        var voice = room.Join(codec, Tone.Of(440, -20), new Line { ClockPpm = ppm, Jitter = TimeSpan.FromMilliseconds(5) });
        room.RunFor(10);
        var (shortest, longest) = (TimeSpan.MaxValue, TimeSpan.Zero);
        for (var step = 0; step < 6 * minutes; step++)
        {
            room.RunFor(10);
            var delay = room.Mix.StatisticsOf(voice.Id).Delay;
            (shortest, longest) = (delay < shortest ? delay : shortest, delay > longest ? delay : longest);
        }

        var statistics = room.Mix.StatisticsOf(voice.Id);
        var softest = Enumerable.Range(4, 240 * minutes).Min(quarter => Tone.Energy(listener.HeardBetween(quarter / 4.0, (quarter + 1) / 4.0)));
        TestContext.Out.WriteLine($"{codec} {ppm} ppm: delay {shortest.TotalMilliseconds:F0} to {longest.TotalMilliseconds:F0} ms, softest quarter second {softest:F1} dB, {statistics}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shortest, Is.GreaterThan(TimeSpan.FromMilliseconds(3)));
            Assert.That(longest, Is.LessThan(TimeSpan.FromMilliseconds(60)));
            Assert.That(statistics.Concealed, Is.LessThan(TimeSpan.FromMilliseconds(500)));
            Assert.That(softest, Is.GreaterThan(-21.5));
        }
    }

    [TestCase(AudioCodec.Pcma)]
    [TestCase(AudioCodec.Opus)]
    public void A_voice_waits_for_its_picture_while_it_is_told_and_not_longer_than_it_may(AudioCodec codec)
    {
        using var room = new SoundRoom();
        room.Listen(AudioCodec.Pcma);
        var line = new Line();
        var voice = room.Join(codec, Tone.Voice(), line);
        var clock = new CaptureMoment(Instant.Zero + line.Phase, new RtpTimestamp(4_294_900_000));
        room.RunFor(3);
        var alone = room.Mix.StatisticsOf(voice.Id).Delay;
        var own = room.Mix.Synchronize(voice.Id, clock, TimeSpan.Zero, room.Now)!.Value;
        Assert.That(own, Is.EqualTo(line.Latency + alone).Within(TimeSpan.FromMilliseconds(12)), "the line, and the wait for what is late on it");

        Assert.That(DelayWith(own + TimeSpan.FromMilliseconds(150)), Is.EqualTo(alone + TimeSpan.FromMilliseconds(150)).Within(TimeSpan.FromMilliseconds(15)));
        Assert.That(DelayWith(own + TimeSpan.FromMilliseconds(900)), Is.EqualTo(alone + new LipSyncOptions().LongestWait).Within(TimeSpan.FromMilliseconds(15)));
        room.RunFor(15);
        Assert.That(room.Mix.StatisticsOf(voice.Id).Delay, Is.EqualTo(alone).Within(TimeSpan.FromMilliseconds(15)), "nothing is told of a picture any more");

        TimeSpan DelayWith(TimeSpan picture)
        {
            for (var second = 0; second < 8; second++)
            {
                room.Mix.Synchronize(voice.Id, clock, picture, room.Now);
                room.RunFor(1);
            }

            return room.Mix.StatisticsOf(voice.Id).Delay;
        }
    }

    [TestCase(0, 45)]
    [TestCase(20, 75)]
    [TestCase(60, 115)]
    [TestCase(120, 180)]
    public void The_delay_is_little_more_than_the_jitter(int jitter, int longest)
    {
        using var room = new SoundRoom();
        room.Listen(AudioCodec.Pcma);
        var voice = room.Join(AudioCodec.G722, Tone.Voice(), new Line { Jitter = TimeSpan.FromMilliseconds(jitter) });
        room.RunFor(30);
        var before = room.Mix.StatisticsOf(voice.Id);
        room.RunFor(30);

        var statistics = room.Mix.StatisticsOf(voice.Id);
        TestContext.Out.WriteLine($"jitter {jitter} ms: {statistics}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(statistics.Delay, Is.LessThan(TimeSpan.FromMilliseconds(longest)));
            Assert.That(statistics.Concealed - before.Concealed, Is.LessThan(TimeSpan.FromMilliseconds(600)));
        }
    }

    [Test]
    public void From_the_packet_to_the_ear_it_takes_less_than_fifty_milliseconds_on_a_good_line()
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.Pcma);
        var line = new Line { Latency = TimeSpan.FromMilliseconds(30) };
        var voice = room.Join(AudioCodec.Pcma, Tone.Silence.Then(2, Tone.Of(1_000, -12)), line);
        room.RunFor(3);

        // Sample n of what is heard belongs to the tick that began at n / 8 ms; the packet with the tone's first sample arrived at 2 s + phase + latency.
        var onset = listener.Heard.ToArray().ToList().FindIndex(sample => MathF.Abs(sample) > 0.1f) / 8_000.0;
        var added = TimeSpan.FromSeconds(onset - 2) - line.Phase - line.Latency;
        TestContext.Out.WriteLine($"{added.TotalMilliseconds:F1} ms; {room.Mix.StatisticsOf(voice.Id)}");
        Assert.That(added, Is.GreaterThan(TimeSpan.Zero).And.LessThan(TimeSpan.FromMilliseconds(50)));
    }

    [Test]
    public void A_burst_of_lateness_is_got_over_and_the_delay_comes_down_again()
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.Opus);
        var voice = room.Join(AudioCodec.Pcma, Tone.Of(500, -20), new Line { Spike = (5, 5.5, TimeSpan.FromMilliseconds(150)) });
        room.RunFor(5.6);
        var during = room.Mix.StatisticsOf(voice.Id).Delay;
        room.RunFor(20);

        TestContext.Out.WriteLine($"{during} then {room.Mix.StatisticsOf(voice.Id)}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Mix.StatisticsOf(voice.Id).Delay, Is.LessThan(TimeSpan.FromMilliseconds(60)));
            Assert.That(Tone.Level(listener.HeardLast(2), listener.Rate, 500), Is.EqualTo(-20).Within(1.5));
        }
    }

    [Test]
    public void Sound_that_comes_a_second_late_is_not_heard_a_second_late()
    {
        using var room = new SoundRoom();
        room.Listen(AudioCodec.Opus);
        var voice = room.Join(AudioCodec.Pcma, Tone.Voice(), new Line { Spike = (4, 5, TimeSpan.FromSeconds(1)) });

        for (var i = 0; i < 40; i++)
        {
            room.RunFor(0.5);
            Assert.That(room.Mix.StatisticsOf(voice.Id).Delay, Is.LessThan(TimeSpan.FromMilliseconds(900)));
        }

        Assert.That(room.Mix.StatisticsOf(voice.Id).Delay, Is.LessThan(TimeSpan.FromMilliseconds(80)));
    }

    [TestCase(AudioCodec.Pcma)]
    [TestCase(AudioCodec.G722)]
    public void A_long_outage_fades_out_and_the_voice_comes_back(AudioCodec codec)
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.Opus);
        var voice = room.Join(codec, Tone.Of(500, -20));
        room.RunFor(3);
        voice.IsSending = false;
        room.RunFor(2);
        var inBetween = Tone.Energy(listener.HeardLast(1.5));
        voice.IsSending = true;
        room.RunFor(2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(inBetween, Is.LessThan(-70));
            Assert.That(Tone.Level(listener.HeardLast(1), listener.Rate, 500), Is.EqualTo(-20).Within(1));
            Assert.That(Tone.LargestStep(listener.Heard), Is.LessThan(0.02));
        }
    }

    [Test]
    public void A_source_that_changes_its_codec_or_begins_anew_is_heard_on()
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.Opus);
        var voice = room.Join(AudioCodec.Pcma);
        voice.IsSending = false;
        using var pcma = AudioCodec.Pcma.NewEncoder(new OpusOptions());
        using var g722 = AudioCodec.G722.NewEncoder(new OpusOptions());
        var payload = new byte[1500];
        for (var packet = 0; packet < 300; packet++)
        {
            // G.722 from the second second, and from the fourth with numbers and timestamps of nowhere.
            var (encoder, codec) = packet < 100 ? (pcma, AudioCodec.Pcma) : (g722, AudioCodec.G722);
            var rate = codec.SampleRate();
            var length = encoder.Encode(Tone.Render(Tone.Of(500, -20), rate, packet / 50.0, rate / 50), payload);
            var (sequence, timestamp) = packet < 200 ? (packet, packet * 160) : (40_000 + packet, 1_000_000_000 + (packet * 160));
            room.Mix.Receive(voice.Id, codec, new((ushort)sequence), new((uint)timestamp), payload.AsSpan(0, length), room.Now);
            room.RunFor(0.02);
        }

        using (Assert.EnterMultipleScope())
        {
            for (var at = 0.5; at < 5.5; at += 0.5)
            {
                if (at is not 1.5 and not 2.0 and not 3.5 and not 4.0)
                    Assert.That(Tone.Level(listener.HeardBetween(at, at + 0.5), listener.Rate, 500), Is.EqualTo(-20).Within(1), $"{at} s");
            }
        }
    }

    [Test]
    public void Hostile_packets_cost_bounded_time_and_memory_and_harm_nobody_else()
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.Pcma);
        room.Join(AudioCodec.Pcma, Tone.Of(500, -20));
        var villain = room.Join(AudioCodec.Pcma);
        villain.IsSending = false;
        var random = new Random(9);
        var payload = new byte[5_000];
        room.RunFor(1);
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(payload.AsSpan(0, 20));
            room.Mix.Receive(villain.Id, (AudioCodec)random.Next(4), new((ushort)random.Next(65_536)), new((uint)random.NextInt64(1L << 32)),
                payload.AsSpan(0, random.Next(3) == 0 ? random.Next(5_000) : random.Next(200)), room.Now);
            if (i % 20 == 0)
                room.RunFor(0.02);
        }

        room.Mix.Mute(villain.Id, on: true);
        room.RunFor(3);
        Assert.That(Tone.Level(listener.HeardLast(1), 8_000, 500), Is.EqualTo(-20).Within(1));
    }

    [Test]
    public void Packets_out_of_order_and_twice_are_heard_in_order_and_once()
    {
        using var playout = new PlayoutBuffer(AudioCodec.Pcma, new PlayoutOptions());
        var outcomes = new List<DropReason>();
        foreach (var number in (ReadOnlySpan<ushort>)[65_534, 0, 65_535, 65_535, 2, 1, 0])
        {
            var media = unchecked((ushort)(number - 65_534));
            var payload = new byte[160];
            Array.Fill(payload, G711.ToALaw((media + 1) * 2_000));
            outcomes.Add(playout.Receive(new SequenceNumber(number), new RtpTimestamp(media * 160u), payload, Instant.Zero + TimeSpan.FromMilliseconds(media * 20)));
        }

        var heard = new List<int>();
        for (var tick = 0; tick < 10; tick++)
        {
            var frame = new float[160];
            if (playout.Read(frame, Instant.Zero + TimeSpan.FromMilliseconds(tick * 20)) && frame[159] != 0)
                heard.Add((int)Math.Round(frame[100] * 32_768 / 2_000));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcomes.Count(outcome => outcome == DropReason.Duplicate), Is.EqualTo(2));
            Assert.That(heard.Distinct(), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }).Or.EqualTo(new[] { 1, 2, 3, 4, 5, 0 }));
        }
    }

    [Test]
    public void A_pause_of_the_sender_is_silence_and_not_loss()
    {
        using var room = new SoundRoom();
        room.Listen(AudioCodec.Pcma);
        var voice = room.Join(AudioCodec.Pcma);
        voice.IsSending = false;
        var payload = new byte[160];
        ushort sequence = 0;
        for (var packet = 0; packet < 500; packet++)
        {
            // A second of speech, a second in which nothing is sent and no number used.
            if (packet % 100 < 50)
                room.Mix.Receive(voice.Id, AudioCodec.Pcma, new(sequence++), new((uint)(packet * 160)), payload, room.Now);
            room.RunFor(0.02);
        }

        var statistics = room.Mix.StatisticsOf(voice.Id);
        TestContext.Out.WriteLine(statistics);
        Assert.That(statistics.TooLate, Is.Zero);
        Assert.That(statistics.Concealed, Is.LessThanOrEqualTo(TimeSpan.FromMilliseconds(600)));
    }
}
