using Mixer.Audio.Codecs;
using Mixer.Tests.Audio.World;
using Protocols.Dtmf;

namespace Mixer.Tests.Audio;

/// <summary>Keys pressed by somebody whose terminal sends them as tones.</summary>
public sealed class DigitTests
{
    private const string Keys = "1234567890*#";

    [TestCase(AudioCodec.Pcmu)]
    [TestCase(AudioCodec.Pcma)]
    [TestCase(AudioCodec.G722)]
    public void Keys_are_heard_by_the_mix_and_by_nobody_else(AudioCodec codec)
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.Opus);
        var telephone = room.Join(codec, t => Pressed(t) + Tone.Of(2_600, -30)(t));
        room.Mix.ListenForDigits(telephone.Id, on: true);
        room.RunFor(0.7);
        var before = Tone.Level(listener.HeardLast(0.2), listener.Rate, 2_600);
        room.RunFor(4);

        var loudest = Loudest(listener, 0.5, 4.5);
        TestContext.Out.WriteLine($"{codec}: {room.Digits}, the loudest 20 ms of a key's tone are {loudest:F1} dB");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(room.Digits, Is.EqualTo(Keys));
            Assert.That(before, Is.EqualTo(-30).Within(2));
            Assert.That(Tone.Level(listener.HeardLast(0.2), listener.Rate, 2_600), Is.EqualTo(-30).Within(2), "he is heard again afterwards");
            Assert.That(loudest, Is.LessThan(-28));
        }
    }

    [Test]
    public void While_events_say_that_a_key_is_down_its_tone_is_not_heard()
    {
        using var room = new SoundRoom();
        var listener = room.Listen(AudioCodec.Opus);
        var telephone = room.Join(AudioCodec.Pcma, Tone.Of(440, -20));
        room.RunFor(2);
        room.Mix.KeepQuiet(telephone.Id, room.Now + TimeSpan.FromMilliseconds(300));
        room.RunFor(0.25);
        var during = Tone.Energy(listener.HeardLast(0.15));
        room.RunFor(0.5);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(during, Is.LessThan(-55));
            Assert.That(Tone.Energy(listener.HeardLast(0.3)), Is.EqualTo(-20).Within(2));
        }
    }

    /// <summary>A key every 250 ms from the first second on, 100 ms each, at -12 dB for each tone.</summary>
    private static double Pressed(double t)
    {
        var press = (int)Math.Floor((t - 1) / 0.25);
        if (t < 1 || press >= Keys.Length || t - 1 - (press * 0.25) > 0.1 || !DtmfDigit.TryFromSymbol(Keys[press], out var digit))
            return 0;

        var (row, column) = DtmfTone.FrequenciesOf(digit);
        return 0.25 * (Math.Sin(Math.Tau * row * t) + Math.Sin(Math.Tau * column * t));
    }

    private static double Loudest(Caller listener, double from, double until)
    {
        var loudest = -200.0;
        for (var at = from; at < until; at += 0.01)
        {
            foreach (var frequency in (ReadOnlySpan<int>)[.. DtmfTone.Rows, .. DtmfTone.Columns])
                loudest = Math.Max(loudest, Tone.Level(listener.HeardBetween(at, at + 0.02), listener.Rate, frequency));
        }

        return loudest;
    }
}
