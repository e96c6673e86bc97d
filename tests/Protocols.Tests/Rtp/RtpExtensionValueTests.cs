using Protocols.Rtp;

namespace Protocols.Tests.Rtp;

public sealed class RtpExtensionValueTests
{
    [TestCase(0x00, 0, false)]
    [TestCase(0x7F, 127, false)]
    [TestCase(0x80, 0, true)]
    [TestCase(0xB2, 50, true)]
    public void An_audio_level_is_a_voice_bit_and_seven_bits(int wire, int level, bool voice)
    {
        Assert.That(AudioLevel.TryRead([(byte)wire], out var read));
        Assert.That(read, Is.EqualTo(new AudioLevel((byte)level, voice)));
        Assert.That(Written(1, read.Write), Is.EqualTo(new[] { (byte)wire }));
    }

    [Test]
    public void An_audio_level_is_read_from_either_form_of_the_extension_block()
    {
        var map = new RtpExtensionMap(new RtpExtensionEntry(1, RtpExtensionKind.AudioLevel));
        foreach (var block in (string[])["BEDE0001" + "10B20000", "10000001" + "0101B200"])
        {
            Assert.That(RtpPacket.TryParse(Convert.FromHexString("906F00010000000200000003" + block + "FC"), out var packet));
            Assert.That(map.TryFind(packet, RtpExtensionKind.AudioLevel, out var value));
            Assert.That(AudioLevel.TryRead(value, out var level));
            Assert.That(level, Is.EqualTo(new AudioLevel(50, IsVoice: true)));
        }
    }

    [Test]
    public void A_level_quieter_than_silence_is_silence() =>
        Assert.That(Written(1, new AudioLevel(200, IsVoice: false).Write), Is.EqualTo(new byte[] { 127 }));

    [TestCase(0.0, "000000")]
    [TestCase(0.5, "020000")]
    [TestCase(1.0, "040000")]
    [TestCase(63.999_999, "FFFFFF")]
    [TestCase(64.0, "000000")]
    [TestCase(100_001.25, "850000")]
    public void The_absolute_send_time_is_six_bits_of_seconds_and_eighteen_of_fraction(double seconds, string wire) =>
        Assert.That(Convert.ToHexString(Written(3, AbsSendTime.From(At(seconds)).Write)), Is.EqualTo(wire));

    [TestCase(1.5, 1.0, 0.5)]
    [TestCase(64.25, 63.75, 0.5)]
    [TestCase(63.75, 64.25, -0.5)]
    [TestCase(31.0, 0.0, 31.0)]
    [TestCase(33.0, 0.0, -31.0)]
    public void Send_times_are_subtracted_the_short_way_round(double a, double b, double difference) =>
        Assert.That((AbsSendTime.From(At(a)) - AbsSendTime.From(At(b))).TotalSeconds, Is.EqualTo(difference).Within(1e-6));

    [Test]
    public void The_absolute_send_time_is_read_as_it_was_written()
    {
        Assert.That(AbsSendTime.TryRead([0xA1, 0xB2, 0xC3], out var time));
        Assert.That(time, Is.EqualTo(new AbsSendTime(0xA1B2C3)));
    }

    [Test]
    public void The_transport_sequence_is_two_bytes()
    {
        Assert.That(TransportSequence.TryRead([0xFF, 0xFE], out var sequence));
        Assert.That(sequence, Is.EqualTo(new SequenceNumber(65_534)));
        Assert.That(Written(2, value => TransportSequence.Write(value, new SequenceNumber(0x0102))), Is.EqualTo(new byte[] { 1, 2 }));
    }

    [Test]
    public void The_capture_time_has_a_short_and_a_long_form()
    {
        Assert.That(AbsCaptureTime.TryRead(Convert.FromHexString("EB1A2B3C80000000"), out var brief));
        Assert.That(brief, Is.EqualTo(new AbsCaptureTime(new NtpTime(0xEB1A_2B3C_8000_0000))));
        Assert.That(brief.Length, Is.EqualTo(8));

        Assert.That(AbsCaptureTime.TryRead(Convert.FromHexString("EB1A2B3C80000000" + "FFFFFFFF80000000"), out var full));
        Assert.That(full.ClockOffset, Is.EqualTo(TimeSpan.FromSeconds(-0.5)));
        Assert.That(Convert.ToHexString(Written(full.Length, full.Write)), Is.EqualTo("EB1A2B3C80000000" + "FFFFFFFF80000000"));
    }

    [TestCase(0x00, 0, false, false)]
    [TestCase(0x01, 90, false, false)]
    [TestCase(0x02, 180, false, false)]
    [TestCase(0x0F, 270, true, true)]
    public void The_orientation_is_camera_flip_and_quarter_turns(int wire, int rotation, bool flipped, bool back)
    {
        Assert.That(VideoOrientation.TryRead([(byte)wire], out var orientation));
        Assert.That(orientation, Is.EqualTo(new VideoOrientation(rotation, flipped, back)));
        Assert.That(Written(1, orientation.Write), Is.EqualTo(new[] { (byte)wire }));
    }

    [TestCase(0, 0, "000000")]
    [TestCase(400, 600, "02803C")]
    [TestCase(40_950, 40_950, "FFFFFF")]
    [TestCase(90_000, 90_000, "FFFFFF")]
    [TestCase(-10, 14, "000001")]
    public void The_playout_delay_is_two_times_twelve_bits_of_ten_milliseconds(int least, int most, string wire)
    {
        var delay = new PlayoutDelay(TimeSpan.FromMilliseconds(least), TimeSpan.FromMilliseconds(most));

        Assert.That(Convert.ToHexString(Written(3, delay.Write)), Is.EqualTo(wire));
    }

    [Test]
    public void The_playout_delay_is_read_as_it_was_written()
    {
        Assert.That(PlayoutDelay.TryRead([0x02, 0x80, 0x3C], out var delay));
        Assert.That(delay, Is.EqualTo(new PlayoutDelay(TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(600))));
    }

    [TestCase("0", true)]
    [TestCase("sdparta_0", true)]
    [TestCase("{5cf2}", true)]
    [TestCase("abcdefghijklmnopqrstuvwxyz012345", true)]
    [TestCase("abcdefghijklmnopqrstuvwxyz0123456", false)]
    [TestCase("", false)]
    [TestCase("a b", false)]
    [TestCase("a\"b", false)]
    [TestCase("a\u0000b", false)]
    [TestCase("é", false)]
    [TestCase("a/b", false)]
    public void A_stream_name_is_a_short_token(string name, bool accepted)
    {
        var value = new byte[64];

        Assert.That(SdesText.TryRead(System.Text.Encoding.Latin1.GetBytes(name), out var text), Is.EqualTo(accepted));
        Assert.That(SdesText.TryWrite(value, name, out var length), Is.EqualTo(accepted));
        if (accepted)
        {
            Assert.That(SdesText.Matches(text, name));
            Assert.That(SdesText.Matches(value.AsSpan(0, length), name));
            Assert.That(SdesText.Matches(text, name + "x"), Is.False);
            Assert.That(SdesText.TryWrite(value.AsSpan(0, name.Length - 1), name, out _), Is.False);
        }
    }

    [Test]
    public void Zeros_that_pad_a_stream_name_are_not_part_of_it()
    {
        Assert.That(SdesText.TryRead("0\0\0\0\0\0\0\0"u8, out var text));
        Assert.That(text.SequenceEqual("0"u8));
    }

    [Test]
    public void A_value_of_another_length_is_refused([Range(0, 20)] int length)
    {
        var value = new byte[length];

        Assert.That(AudioLevel.TryRead(value, out _), Is.EqualTo(length == 1));
        Assert.That(VideoOrientation.TryRead(value, out _), Is.EqualTo(length == 1));
        Assert.That(TransportSequence.TryRead(value, out _), Is.EqualTo(length == 2));
        Assert.That(AbsSendTime.TryRead(value, out _), Is.EqualTo(length == 3));
        Assert.That(PlayoutDelay.TryRead(value, out _), Is.EqualTo(length == 3));
        Assert.That(AbsCaptureTime.TryRead(value, out _), Is.EqualTo(length is 8 or 16));
    }

    private static Instant At(double seconds) => new((long)(seconds * TimeSpan.TicksPerSecond));

    private delegate void Writing(Span<byte> value);

    private static byte[] Written(int length, Writing write)
    {
        var value = new byte[length];
        write(value);
        return value;
    }
}
