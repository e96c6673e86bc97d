using Protocols.Dtmf;

namespace Protocols.Tests.Dtmf;

/// <summary>ITU-T Q.24 at its edges, for every key.</summary>
public sealed class DtmfToneDetectorTests
{
    private const string AllKeys = "0123456789*#ABCD";

    [Test]
    public void Every_key_is_heard_once_at_every_loudness([Values(8_000, 16_000)] int rate, [Values(-3, -10, -20, -30)] double decibels) =>
        Assert.That(Heard(rate, new Presses { Decibels = decibels }), Is.EqualTo(AllKeys));

    [Test]
    public void Forty_milliseconds_with_gaps_of_twenty_are_enough([Values(8_000, 16_000)] int rate, [Range(0, 12, 3)] int phase) =>
        Assert.That(Heard(rate, new Presses { Tone = 40, Gap = 20, Lead = 50 + phase }), Is.EqualTo(AllKeys));

    [TestCase(3.9)]
    [TestCase(-7.9)]
    public void One_tone_may_be_louder_than_the_other(double columnOverRow) =>
        Assert.That(Heard(8_000, new Presses { Twist = columnOverRow, Tone = 40, Gap = 40 }), Is.EqualTo(AllKeys));

    [TestCase(6.5)]
    [TestCase(-14)]
    public void But_not_by_any_amount(double columnOverRow) =>
        Assert.That(Heard(8_000, new Presses { Twist = columnOverRow }), Is.Empty);

    [TestCase(1.5)]
    [TestCase(-1.5)]
    public void The_frequencies_may_be_somewhat_off(double percent) =>
        Assert.That(Heard(8_000, new Presses { RowOff = percent, ColumnOff = percent, Tone = 40, Gap = 40 }), Is.EqualTo(AllKeys));

    [TestCase(3.5, 0)]
    [TestCase(-3.5, 0)]
    [TestCase(0, 3.5)]
    [TestCase(0, -3.5)]
    public void But_not_by_any_percentage(double row, double column) =>
        Assert.That(Heard(8_000, new Presses { RowOff = row, ColumnOff = column }), Is.Empty);

    [TestCase(22)]
    [TestCase(15)]
    public void A_noisy_line_is_no_obstacle(double signalToNoise) =>
        Assert.That(Heard(8_000, new Presses { SignalToNoise = signalToNoise, Tone = 60, Gap = 50 }), Is.EqualTo(AllKeys));

    [Test]
    public void A_tone_of_twenty_milliseconds_is_none() =>
        Assert.That(Heard(8_000, new Presses { Tone = 20, Gap = 60 }), Is.Empty);

    [Test]
    public void A_press_with_a_hole_of_eight_milliseconds_is_one_press() =>
        Assert.That(Heard(8_000, new Presses { Tone = 120, Gap = 60, HoleAt = 60, Hole = 8 }), Is.EqualTo(AllKeys));

    [Test]
    public void A_long_press_is_one_digit() =>
        Assert.That(Heard(8_000, new Presses { Tone = 3_000, Gap = 50 }), Is.EqualTo(AllKeys));

    [Test]
    public void Dial_tone_and_ringing_are_no_digits()
    {
        var detector = new DtmfToneDetector(8_000);
        var sound = new float[8_000];
        foreach (var (low, high) in new[] { (350, 440), (425, 425), (440, 480), (480, 620), (941, 941), (1209, 1209) })
        {
            for (var i = 0; i < sound.Length; i++)
                sound[i] = 0.2f * (float)(Math.Sin(Math.Tau * low * i / 8_000) + Math.Sin(Math.Tau * high * i / 8_000));

            Assert.That(detector.Receive(sound, new DtmfDigit[8]), Is.Zero, $"{low} and {high} Hz");
        }
    }

    [Test]
    public void Noise_is_no_digit()
    {
        var random = new Random(3);
        var detector = new DtmfToneDetector(16_000);
        var sound = new float[320];
        for (var frame = 0; frame < 3_000; frame++)
        {
            foreach (ref var sample in sound.AsSpan())
                sample = (random.NextSingle() - 0.5f) * 0.5f;

            Assert.That(detector.Receive(sound, new DtmfDigit[8]), Is.Zero);
        }
    }

    private static string Heard(int rate, Presses presses)
    {
        var sound = presses.Render(AllKeys, rate);
        var detector = new DtmfToneDetector(rate);
        var digits = new DtmfDigit[4];
        var heard = string.Empty;
        for (var at = 0; at + (rate / 50) <= sound.Length; at += rate / 50)
        {
            var count = detector.Receive(sound.AsSpan(at, rate / 50), digits);
            foreach (var digit in digits.AsSpan(0, count))
                heard += digit.Symbol;
        }

        return heard;
    }

    /// <summary>How somebody presses keys. Times in milliseconds, levels in dB below a full-scale sine, for each tone.</summary>
    private sealed record Presses
    {
        public double Decibels { get; init; } = -12;
        public double Twist { get; init; }
        public double RowOff { get; init; }
        public double ColumnOff { get; init; }
        public double Tone { get; init; } = 80;
        public double Gap { get; init; } = 80;
        public double Lead { get; init; } = 50;
        public double Hole { get; init; }
        public double HoleAt { get; init; }
        public double? SignalToNoise { get; init; }

        public float[] Render(string keys, int rate)
        {
            var random = new Random(1);
            var total = (int)((Lead + (keys.Length * (Tone + Gap)) + 200) * rate / 1000);
            var sound = new float[total];
            var (rowAmplitude, columnAmplitude) = (Amplitude(Decibels - Math.Max(Twist, 0)), Amplitude(Decibels + Math.Min(Twist, 0)));
            for (var i = 0; i < total; i++)
            {
                var t = i * 1000.0 / rate;
                var press = (int)Math.Floor((t - Lead) / (Tone + Gap));
                var since = t - Lead - (press * (Tone + Gap));
                if (t >= Lead && press < keys.Length && since < Tone && !(since >= HoleAt && since < HoleAt + Hole))
                {
                    DtmfDigit.TryFromSymbol(keys[press], out var digit);
                    var (row, column) = DtmfTone.FrequenciesOf(digit);
                    sound[i] += (float)((rowAmplitude * Math.Sin(Math.Tau * row * (1 + (RowOff / 100)) * i / rate)) + (columnAmplitude * Math.Sin(Math.Tau * column * (1 + (ColumnOff / 100)) * i / rate)));
                }

                if (SignalToNoise is { } ratio)
                    sound[i] += (float)(Amplitude(Decibels - ratio) * Math.Sqrt(2) * Math.Sqrt(3) * ((2 * random.NextDouble()) - 1) / Math.Sqrt(2));
            }

            return sound;
        }

        private static double Amplitude(double decibels) => Math.Pow(10, decibels / 20);
    }
}
