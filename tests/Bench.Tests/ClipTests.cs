using Load.Streams;

namespace Bench.Tests;

public sealed class ClipTests
{
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
