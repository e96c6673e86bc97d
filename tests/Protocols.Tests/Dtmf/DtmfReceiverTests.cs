using Protocols.Dtmf;
using Protocols.Rtp;

namespace Protocols.Tests.Dtmf;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DtmfReceiverTests
{
    private readonly DtmfReceiver _receiver = new();
    private Instant _now = Instant.Zero;

    [Test]
    public void One_press_is_one_digit_however_often_it_is_repeated()
    {
        var heard = Press('5', at: 1_000, packets: 6) + Press('5', at: 3_000, packets: 3) + Press('#', at: 5_000, packets: 1);

        Assert.That(heard, Is.EqualTo("55#"));
    }

    [Test]
    public void The_example_of_RFC_4733_is_911()
    {
        // Section 5, table 7: "9" of 200 ms, "1" of 180 ms, "1" begun; durations in ticks of 125 µs.
        string heard = Packet(9, 0, 400) + Packet(9, 0, 800) + Packet(9, 0, 1_200) + Packet(9, 0, 1_600, end: true) + Packet(9, 0, 1_600, end: true) + Packet(9, 0, 1_600, end: true)
            + Packet(1, 7_040, 400) + Packet(1, 7_040, 800) + Packet(1, 7_040, 1_200) + Packet(1, 7_040, 1_440, end: true) + Packet(1, 11_520, 400) + Packet(1, 11_520, 800);

        Assert.That(heard, Is.EqualTo("911"));
    }

    [Test]
    public void Only_the_end_of_a_press_need_come() => Assert.That(Packet(7, 100, 800, end: true) + Packet(7, 100, 800, end: true), Is.EqualTo("7"));

    [Test]
    public void A_straggler_of_the_press_before_is_no_digit() =>
        Assert.That(Packet(1, 1_000, 160) + Packet(2, 9_000, 160) + Packet(1, 1_000, 800, end: true), Is.EqualTo("12"));

    // SIPp replays each key as it was captured once: "0" bears an older timestamp than "9", and every "1" the same one.
    [Test]
    public void Keys_that_each_have_a_clock_of_their_own_are_told_apart_when_a_second_lies_between_them()
    {
        string heard = Packet(9, 67_840, 2_240, end: true);
        _now += TimeSpan.FromSeconds(1.1);
        heard += Packet(0, 17_632, 2_240, end: true);
        _now += TimeSpan.FromSeconds(1.1);
        heard += Packet(0, 17_632, 2_240, end: true);

        Assert.That(heard, Is.EqualTo("900"));
    }

    [Test]
    public void A_key_whose_end_was_lost_is_released_after_a_quarter_of_a_second()
    {
        Packet(3, 0, 160);
        var (before, after) = (_receiver.IsDownAt(_now + TimeSpan.FromMilliseconds(249)), _receiver.IsDownAt(_now + TimeSpan.FromMilliseconds(250)));
        _now += TimeSpan.FromSeconds(1);
        _receiver.Advance(_now);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((before, after), Is.EqualTo((true, false)));
            Assert.That(_receiver.NextDeadline, Is.EqualTo(Instant.Never));
            Assert.That(Packet(3, 8_000, 160), Is.EqualTo("3"));
        }
    }

    [Test]
    public void A_press_of_ten_seconds_is_one_digit()
    {
        var heard = string.Empty;
        for (var tick = 160; tick <= 80_000; tick += 160)
        {
            // RFC 4733 §2.5.1.3: the next segment begins where the counter was full.
            var segment = (tick - 1) / 65_535;
            heard += Packet(4, (uint)(segment * 65_535), (ushort)(tick - (segment * 65_535)));
            if (tick / 160 % 409 == 0)
                heard += Packet(4, (uint)(segment * 65_535), 65_535);
        }

        Assert.That(heard, Is.EqualTo("4"));
    }

    [Test]
    public void A_gateway_that_moves_the_timestamp_with_every_packet_presses_once()
    {
        var heard = string.Empty;
        for (ushort packet = 1; packet <= 8; packet++)
            heard += Packet(6, packet * 160u, (ushort)(packet * 160), end: packet == 8);

        Assert.That(heard, Is.EqualTo("6"));
    }

    [Test]
    public void Timestamps_may_wrap_and_the_clock_may_be_48_000() =>
        Assert.That(Packet(1, 4_294_967_000, 960) + Packet(1, 4_294_967_000, 1_920, end: true) + Packet(1, 48_000, 960), Is.EqualTo("11"));

    [Test]
    public void What_is_no_key_is_no_digit()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Packet(16, 0, 160), Is.Empty);
            for (var length = 0; length < TelephoneEvent.Length; length++)
                Assert.That(_receiver.TryReceive(new byte[length], new RtpTimestamp(0), _now, out _), Is.False);
        }
    }

    [Test]
    public void What_is_dialled_is_received([Values(8_000, 48_000)] int clock)
    {
        var line = new Dialled(_receiver);
        var sender = new DtmfSender(clock, new DtmfSenderOptions());
        sender.TryDial("12-3,,*0#AA", _now);
        var began = _now;
        while (!sender.IsIdle)
        {
            _now = sender.NextDeadline;
            line.Now = _now;
            sender.Advance(new RtpTimestamp((uint)((_now - began).TotalSeconds * clock)), _now, line);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(line.Digits, Is.EqualTo("123*0#AA"));
            Assert.That(line.Markers, Is.EqualTo(8));
            Assert.That(line.Ends, Is.EqualTo(24));
            Assert.That(_now - began, Is.EqualTo(TimeSpan.FromMilliseconds((8 * 220) + 2_000)));
        }
    }

    [Test]
    public void Nobody_dials_a_novel() => Assert.That(new DtmfSender(8_000, new DtmfSenderOptions()).TryDial(new string('1', 65), _now), Is.False);

    private string Press(char symbol, uint at, int packets)
    {
        DtmfDigit.TryFromSymbol(symbol, out var digit);
        var heard = string.Empty;
        for (var packet = 1; packet <= packets + 3; packet++)
            heard += Packet(digit.Event, at, (ushort)(Math.Min(packet, packets) * 160), end: packet > packets);

        return heard;
    }

    private string Packet(int code, uint timestamp, ushort duration, bool end = false)
    {
        _now += TimeSpan.FromMilliseconds(20);
        var payload = new byte[TelephoneEvent.Length];
        new TelephoneEvent((byte)code, end, 10, duration).Write(payload);
        return _receiver.TryReceive(payload, new RtpTimestamp(timestamp), _now, out var digit) ? $"{digit}" : string.Empty;
    }

    private sealed class Dialled(DtmfReceiver receiver) : IDtmfOutput
    {
        public Instant Now { get; set; }

        public string Digits { get; private set; } = string.Empty;

        public int Markers { get; private set; }

        public int Ends { get; private set; }

        public void SendEvent(ReadOnlySpan<byte> payload, RtpTimestamp timestamp, bool marker)
        {
            Markers += marker ? 1 : 0;
            Ends += TelephoneEvent.TryParse(payload, out var sent) && sent.IsEnd ? 1 : 0;
            if (receiver.TryReceive(payload, timestamp, Now, out var digit))
                Digits += digit;
        }
    }
}
