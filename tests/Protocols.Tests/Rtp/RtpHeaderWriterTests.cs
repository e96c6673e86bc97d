using Protocols.Rtp;

namespace Protocols.Tests.Rtp;

public sealed class RtpHeaderWriterTests
{
    private readonly byte[] _bytes = new byte[1_500];

    [Test]
    public void A_header_without_extras_is_the_twelve_bytes_of_the_RFC()
    {
        var writer = new RtpHeaderWriter(_bytes);

        Assert.That(writer.TryStart(true, new PayloadType(96), new SequenceNumber(0x1234), new RtpTimestamp(0xDEAD_BEEF), new Ssrc(0xCAFE_F00D)));
        Assert.That(writer.TryFinish(out var length));
        Assert.That(Convert.ToHexString(_bytes, 0, length), Is.EqualTo("80E01234DEADBEEFCAFEF00D"));
    }

    [Test]
    public void Contributors_follow_the_fixed_header_and_are_counted()
    {
        var writer = Started(_bytes);

        for (var i = 0; i < 15; i++)
            Assert.That(writer.TryAddCsrc(new Ssrc((uint)i)));

        Assert.That(writer.TryAddCsrc(new Ssrc(99)), Is.False, "a sixteenth has no place in four bits");
        Assert.That(writer.TryFinish(out var length));
        Assert.That(RtpPacket.TryParse(_bytes.AsSpan(0, length), out var packet));
        Assert.That(packet.CsrcCount, Is.EqualTo(15));
        Assert.That(packet.Csrc(14), Is.EqualTo(new Ssrc(14)));
    }

    // The figure of RFC 8285 §4.2: lengths 1, 2 and 4, padded by zeros to the word.
    [Test]
    public void The_one_byte_form_is_laid_out_as_in_the_figure_of_the_RFC()
    {
        var writer = Started(_bytes);

        Assert.That(writer.TryAdd(1, [0xAA]));
        Assert.That(writer.TryAdd(2, [0xBB, 0xBC]));
        Assert.That(writer.TryAdd(3, [0xC0, 0xC1, 0xC2, 0xC3]));
        Assert.That(writer.TryFinish(out var length));

        Assert.That(Convert.ToHexString(_bytes, 12, length - 12), Is.EqualTo("BEDE0003" + "10AA" + "21BBBC" + "33C0C1C2C3" + "0000"));
        Assert.That(_bytes[0], Is.EqualTo(0x90));
    }

    [TestCase(15, 1)]
    [TestCase(255, 4)]
    [TestCase(3, 17)]
    [TestCase(3, 0)]
    public void An_element_that_needs_the_two_byte_form_gets_it_when_announced(byte id, int size)
    {
        var value = Enumerable.Range(1, size).Select(i => (byte)i).ToArray();
        var writer = Started(_bytes);

        writer.Announce(1, 1);
        writer.Announce(id, size);
        Assert.That(writer.TryAdd(1, [0xAA]));
        Assert.That(writer.TryAdd(id, value));
        Assert.That(writer.TryFinish(out var length));

        Assert.That(_bytes.AsSpan(12, 2).ToArray(), Is.EqualTo(new byte[] { 0x10, 0x00 }));
        Assert.That(RtpPacket.TryParse(_bytes.AsSpan(0, length), out var packet));
        Assert.That(packet.Extensions.TryFind(1, out var first));
        Assert.That(first.ToArray(), Is.EqualTo(new byte[] { 0xAA }));
        Assert.That(packet.Extensions.TryFind(id, out var second));
        Assert.That(second.ToArray(), Is.EqualTo(value));
    }

    [TestCase(15, 1)]
    [TestCase(3, 17)]
    [TestCase(3, 0)]
    public void An_element_that_was_not_announced_is_refused_by_the_one_byte_form(byte id, int size)
    {
        var writer = Started(_bytes);

        Assert.That(writer.TryAdd(id, new byte[size]), Is.False);
        Assert.That(writer.TryFinish(out var length));
        Assert.That(length, Is.EqualTo(12));
        Assert.That(_bytes[0], Is.EqualTo(0x80));
    }

    [Test]
    public void Sixteen_bytes_are_the_most_that_the_one_byte_form_carries()
    {
        var writer = Started(_bytes);

        Assert.That(writer.TryAdd(14, new byte[16]));
        Assert.That(writer.TryFinish(out var length));
        Assert.That(length, Is.EqualTo(12 + 4 + 20));
        Assert.That(_bytes[16], Is.EqualTo(0xEF));
    }

    [Test]
    public void An_extension_that_was_not_agreed_is_left_out()
    {
        var writer = Started(_bytes);

        Assert.That(writer.TryAdd(RtpExtensionMap.Empty.IdOf(RtpExtensionKind.Mid), "0"u8));
        Assert.That(writer.TryFinish(out var length));
        Assert.That(length, Is.EqualTo(12));
    }

    [Test]
    public void Nothing_is_ever_written_behind_the_room_that_was_given([Range(0, 60)] int room)
    {
        Array.Fill(_bytes, (byte)0x5A);
        var writer = new RtpHeaderWriter(_bytes.AsSpan(0, room));
        var started = writer.TryStart(false, default, default, default, default);
        writer.TryAddCsrc(new Ssrc(1));
        writer.Announce(200, 9);
        writer.TryAdd(200, new byte[9]);
        writer.TryAdd(1, new byte[3]);
        writer.TryAdd(2, new byte[1]);

        Assert.That(writer.TryFinish(out var length), Is.EqualTo(started).And.EqualTo(room >= 12));
        Assert.That(length, Is.LessThanOrEqualTo(room));
        Assert.That(_bytes.AsSpan(room).IndexOfAnyExcept((byte)0x5A), Is.EqualTo(-1));
        if (started)
        {
            Assert.That(RtpPacket.TryParse(_bytes.AsSpan(0, length), out var packet));
            Assert.That(packet.HeaderLength, Is.EqualTo(length));
        }
    }

    [Test]
    public void The_parts_come_in_the_order_of_the_wire_or_not_at_all()
    {
        var unstarted = new RtpHeaderWriter(_bytes);
        Assert.That(unstarted.TryAddCsrc(default), Is.False);
        Assert.That(unstarted.TryAdd(1, [1]), Is.False);
        Assert.That(unstarted.TryFinish(out _), Is.False);

        var writer = Started(_bytes);
        Assert.That(writer.TryStart(false, default, default, default, default), Is.False);
        Assert.That(writer.TryAdd(1, [1]));
        Assert.That(writer.TryAddCsrc(default), Is.False);
    }

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(255)]
    public void Padding_is_zeros_that_end_in_their_count(int padding)
    {
        var writer = Started(_bytes);
        writer.TryFinish(out var length);
        _bytes[length++] = 0x77;

        Assert.That(RtpHeaderWriter.TryAppendPadding(_bytes, length, padding));
        Assert.That(RtpPacket.TryParse(_bytes.AsSpan(0, length + padding), out var packet));
        Assert.That(packet.PaddingLength, Is.EqualTo(padding));
        Assert.That(packet.Payload.ToArray(), Is.EqualTo(new byte[] { 0x77 }));
        Assert.That(RtpHeaderWriter.TryAppendPadding(_bytes, length + padding, 4), Is.False, "it is padded already");
    }

    [TestCase(12, 0)]
    [TestCase(12, 256)]
    [TestCase(11, 4)]
    [TestCase(1_498, 3)]
    public void Padding_that_cannot_be_is_refused(int length, int padding)
    {
        var writer = Started(_bytes);
        writer.TryFinish(out _);

        Assert.That(RtpHeaderWriter.TryAppendPadding(_bytes, length, padding), Is.False);
        Assert.That(_bytes[0], Is.EqualTo(0x80));
    }

    [Test]
    public void Writing_and_finding_extensions_allocates_nothing()
    {
        var map = new RtpExtensionMap(new(1, RtpExtensionKind.Mid), new(3, RtpExtensionKind.TransportSequence), new(20, RtpExtensionKind.DependencyDescriptor));
        Assert.That(WriteAndFind(map, _bytes), Is.EqualTo(1));
        Assert.That(Allocations.Least(() => WriteAndFind(map, _bytes), times: 1_000), Is.Zero);
    }

    private static int WriteAndFind(RtpExtensionMap map, Span<byte> bytes)
    {
        var writer = Started(bytes);
        writer.Announce(20, 40);
        writer.TryAdd(map.IdOf(RtpExtensionKind.Mid), "0"u8);
        writer.TryAdd(map.IdOf(RtpExtensionKind.TransportSequence), [1, 2]);
        writer.TryAdd(map.IdOf(RtpExtensionKind.DependencyDescriptor), stackalloc byte[40]);
        return writer.TryFinish(out var length)
            && RtpPacket.TryParse(bytes[..length], out var packet)
            && map.TryFind(packet, RtpExtensionKind.DependencyDescriptor, out var value)
            && value.Length == 40 ? 1 : 0;
    }

    private static RtpHeaderWriter Started(Span<byte> bytes)
    {
        var writer = new RtpHeaderWriter(bytes);
        writer.TryStart(false, new PayloadType(111), new SequenceNumber(7), new RtpTimestamp(960), new Ssrc(0x0102_0304));
        return writer;
    }
}
