using Protocols.Codecs;
using Protocols.Codecs.Packetizing;

namespace Protocols.Tests.Codecs.Packetizing;

public sealed class PacketizerTests
{
    [TestCase(1, 1)]
    [TestCase(1_160, 1)]
    [TestCase(1_161, 2)]
    [TestCase(2_321, 3)]
    public void Pieces_of_a_frame_differ_by_a_byte_at_most_and_make_it_up(int length, int pieces)
    {
        var split = new PayloadSplit(length, 1_160);
        var lengths = Enumerable.Range(0, split.Count).Select(split.Length).ToList();

        Assert.That(lengths, Has.Count.EqualTo(pieces));
        Assert.That(lengths.Sum(), Is.EqualTo(length));
        Assert.That(lengths.Max() - lengths.Min(), Is.LessThanOrEqualTo(1));
        Assert.That(lengths.Max(), Is.LessThanOrEqualTo(1_160));
        Assert.That(Enumerable.Range(0, split.Count).Select(split.Start), Is.EqualTo(lengths.Select((_, i) => lengths.Take(i).Sum())));
    }

    [Test]
    public void A_unit_that_fits_is_its_own_payload_in_both_modes()
    {
        byte[] unit = [0x65, 1, 2, 3];
        var packetizer = new H264Packetizer(unit, 4);
        var payload = new byte[10];

        Assert.That(packetizer.IsWhole);
        Assert.That(packetizer.TryNext(payload, out var length));
        Assert.That(payload[..length], Is.EqualTo(unit));
        Assert.That(packetizer.TryNext(payload, out _), Is.False);
    }

    // RFC 6184 §5.8: the indicator has the importance of the unit, the header its type; S on the first, E on the last.
    [Test]
    public void A_longer_unit_becomes_fragments_of_which_none_is_too_long()
    {
        var unit = Enumerable.Range(0, 100).Select(i => (byte)i).ToArray();
        unit[0] = 0x65;
        var packetizer = new H264Packetizer(unit, 40);
        var (payload, lengths, heads, body) = (new byte[40], new List<int>(), new List<(byte, byte)>(), new List<byte>());
        while (packetizer.TryNext(payload, out var length))
        {
            lengths.Add(length);
            heads.Add((payload[0], payload[1]));
            body.AddRange(payload[2..length]);
        }

        Assert.That(packetizer.IsWhole, Is.False);
        Assert.That(lengths, Is.EqualTo(new[] { 35, 35, 35 }));
        Assert.That(heads, Is.EqualTo(new (byte, byte)[] { (0x7C, 0x85), (0x7C, 0x05), (0x7C, 0x45) }));
        Assert.That(body, Is.EqualTo(unit[1..]));
    }

    [Test]
    public void Parameter_sets_go_together_as_long_as_they_fit()
    {
        var payload = new byte[12];
        var length = 0;

        Assert.That(H264Packetizer.TryAggregate([0x27, 1, 2], payload, ref length));
        Assert.That(H264Packetizer.TryAggregate([0x68, 3], payload, ref length));
        Assert.That(H264Packetizer.TryAggregate([0x06, 4], payload, ref length), Is.False);
        Assert.That(payload[..length], Is.EqualTo(new byte[] { 0x78, 0, 3, 0x27, 1, 2, 0, 2, 0x68, 3 }));
        Assert.That(H264Nal.TryParse(payload.AsSpan(0, length), out var nal) && nal.ContainsSps && nal.ContainsPps);
    }

    [Test]
    public void A_vp8_frame_begins_in_its_first_packet_only_and_every_packet_carries_its_picture()
    {
        var packetizer = new Vp8Packetizer(new byte[3_000], 1_160, 0x1234);
        var (payload, starts, bytes) = (new byte[1_160], new List<bool>(), 0);
        while (packetizer.TryNext(payload, out var length))
        {
            Assert.That(Vp8Descriptor.TryParse(payload.AsSpan(0, length), out var descriptor));
            Assert.That((descriptor.PictureId, descriptor.PictureIdBits), Is.EqualTo((0x1234, 15)));
            starts.Add(descriptor.StartsFrame);
            bytes += length - descriptor.Length;
        }

        Assert.That(starts, Is.EqualTo(new[] { true, false, false }));
        Assert.That(bytes, Is.EqualTo(3_000));
    }

    [TestCase(0x10, true)]
    [TestCase(0x11, false)]
    public void A_vp8_key_frame_is_told_by_its_lowest_bit(byte first, bool isKeyFrame) =>
        Assert.That(Vp8Packetizer.IsKeyFrame([first]), Is.EqualTo(isKeyFrame));
}
