using Load.Streams;

namespace Bench.Tests;

public sealed class PacketizerTests
{
    [TestCase(1, 1)]
    [TestCase(1_160, 1)]
    [TestCase(1_161, 2)]
    [TestCase(2_321, 3)]
    public void Pieces_of_a_frame_differ_by_a_byte_at_most_and_make_it_up(int length, int pieces)
    {
        var split = PayloadSplit.Split(length, PayloadSplit.LongestPayload).ToList();

        Assert.That(split, Has.Count.EqualTo(pieces));
        Assert.That(split.Sum(piece => piece.Length), Is.EqualTo(length));
        Assert.That(split.Max(piece => piece.Length) - split.Min(piece => piece.Length), Is.LessThanOrEqualTo(1));
        Assert.That(split.Max(piece => piece.Length), Is.LessThanOrEqualTo(PayloadSplit.LongestPayload));
    }

    [Test]
    public void A_vp8_frame_begins_in_its_first_packet_only_and_every_packet_carries_its_picture()
    {
        var frame = new byte[3_000];
        var payloads = Vp8Packetizer.Packetize(frame).ToList();
        foreach (var payload in payloads)
            Vp8Packetizer.WritePictureId(payload, 0x1234);

        Assert.That(payloads.Select(payload => (payload[0] & 0x10) != 0), Is.EqualTo(new[] { true, false, false }));
        Assert.That(payloads.Select(payload => (payload[2], payload[3])), Has.All.EqualTo(((byte)(0x80 | 0x12), (byte)0x34)));
        Assert.That(payloads.Sum(payload => payload.Length - 4), Is.EqualTo(frame.Length));
    }

    [TestCase(0x10, true)]
    [TestCase(0x11, false)]
    public void A_vp8_key_frame_is_told_by_its_lowest_bit(byte first, bool isKeyFrame) =>
        Assert.That(Vp8Packetizer.IsKeyFrame([first]), Is.EqualTo(isKeyFrame));

    [Test]
    public void A_synthetic_clip_has_bursts_of_one_size_and_a_key_frame_at_its_start()
    {
        var clip = ClipLibrary.Synthetic(1_160, 4, 100);

        Assert.That(clip.Frames, Has.All.Matches<ClipFrame>(frame => frame.Payloads == 4));
        Assert.That(clip.Frames.Select(frame => frame.IsKeyFrame).Take(3), Is.EqualTo(new[] { true, false, false }));
        Assert.That(clip.Payload(7), Has.Length.EqualTo(1_160));
        Assert.That(clip.PacketsPerSecond, Is.EqualTo(400).Within(0.1));
    }
}
