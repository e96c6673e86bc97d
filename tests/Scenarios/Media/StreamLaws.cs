using Protocols.Sdp;

namespace Scenarios.Media;

/// <summary>What is true of every picture stream, however often its source and layers change behind the receiver's back.</summary>
public static class StreamLaws
{
    public static void AssertContinuous(PictureWatch watch, CodecName codec)
    {
        var showing = watch.Play();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(showing.Shown, Is.Not.Empty);
            Assert.That(showing.Broken.Count, Is.Zero, "frames without what they need");
            Assert.That(watch.Stream!.Lost, Is.Zero, "numbers that nobody sent");
            Assert.That(watch.PacketsTwice, Is.Zero, "packets under two numbers");
            AssertOrder(watch);
            AssertPictures(watch, codec);
        }
    }

    // Numbers and media time rise together, and frames lie one behind the other.
    private static void AssertOrder(PictureWatch watch)
    {
        var byNumber = watch.Frames.OrderBy(frame => frame.FirstNumber).ToList();
        for (var i = 1; i < byNumber.Count; i++)
        {
            var (before, after) = (byNumber[i - 1], byNumber[i]);
            if (after.FirstNumber > before.LastNumber && after.MediaTime >= before.MediaTime)
                continue;

            Assert.Fail($"frame {after.Frame} ({after.FirstNumber}…{after.LastNumber}, {after.MediaTime}) after {before.Frame} ({before.FirstNumber}…{before.LastNumber}, {before.MediaTime})");
            return;
        }
    }

    private static void AssertPictures(PictureWatch watch, CodecName codec)
    {
        var pictures = watch.Frames.GroupBy(frame => frame.MediaTime).OrderBy(picture => picture.Key).Select(picture => picture.OrderBy(frame => frame.FirstNumber).ToList()).ToList();
        var unmarked = pictures.Where(picture => picture[^1].IsWhole && picture[^1].MarkerAt != picture[^1].LastNumber).Select(picture => picture[^1].Frame).ToList();
        Assert.That(unmarked.Count, Is.Zero, $"pictures without a marker on their last packet, the first {unmarked.FirstOrDefault()}");
        if (codec is not (CodecName.Vp8 or CodecName.Vp9))
            return;

        for (var i = 1; i < pictures.Count; i++)
        {
            var (before, after) = (pictures[i - 1][0], pictures[i][0]);
            var picturesOn = (after.PictureId - before.PictureId) & 0x7FFF;
            var basesOn = (after.BaseIndex - before.BaseIndex) & 0xFF;
            // VP9's decoders count references back in picture ids, so those keep their distances when pictures are left out.
            var isNext = codec == CodecName.Vp9 ? picturesOn is > 0 and < 64 : picturesOn == 1;
            var expected = after.Frame.Temporal == 0 ? 1 : 0;
            if (isNext && basesOn == expected)
                continue;

            Assert.Fail($"picture {after.PictureId} (base {after.BaseIndex}) after {before.PictureId} (base {before.BaseIndex}): {before.Frame}, {after.Frame}");
            return;
        }
    }
}
