using Mixer.Video;
using Mixer.Video.Scaling;

namespace Mixer.Tests.Video.Scaling;

public sealed class PictureScalerTests
{
    private readonly PicturePool _pool = new(new PicturePoolOptions());
    private readonly PictureScaler _scaler = new();

    [OneTimeTearDown]
    public void Every_picture_came_back()
    {
        Assert.That(_pool.Outstanding, Is.Zero);
        _pool.Dispose();
    }

    [TestCase(1280, 720, 2)]
    [TestCase(1920, 1080, 2)]
    [TestCase(76, 40, 2)]
    [TestCase(1280, 720, 4)]
    [TestCase(328, 16, 4)]
    public void A_picture_made_exactly_half_or_a_quarter_is_the_mean_of_every_box(int width, int height, int factor)
    {
        var (from, to) = (Noise(width, height, seed: 1), Rent(width / factor, height / factor));

        _scaler.Scale(from.View, to.View);

        foreach (var (source, target) in Planes(from, to))
        {
            for (var y = 0; y < target.Height; y++)
            {
                for (var x = 0; x < target.Width; x++)
                {
                    var sum = factor * factor / 2;
                    for (var line = 0; line < factor; line++)
                    {
                        foreach (var sample in source.Row((y * factor) + line).Slice(x * factor, factor))
                            sum += sample;
                    }

                    if (target.Row(y)[x] != sum / (factor * factor))
                        Assert.Fail($"At {x},{y} there is {target.Row(y)[x]}, the mean is {sum / (factor * factor)}.");
                }
            }
        }

        from.Return();
        to.Return();
    }

    // Bilinear scaling keeps a slope a slope, at any ratio; what is off is rounding, and the ends, where there is no neighbour.
    [TestCase(1280, 720, 426, 240)]
    [TestCase(1280, 720, 850, 478)]
    [TestCase(1920, 1080, 1280, 720)]
    [TestCase(640, 360, 1280, 720)]
    [TestCase(320, 180, 480, 270)]
    [TestCase(640, 480, 356, 268)]
    [TestCase(853, 479, 640, 360)]
    [TestCase(176, 144, 1920, 1080)]
    [TestCase(1920, 1080, 64, 36)]
    [TestCase(640, 360, 640, 200)]
    public void A_slope_stays_a_slope(int fromWidth, int fromHeight, int width, int height)
    {
        var (from, to) = (Rent(fromWidth, fromHeight), Rent(width, height));
        from.View.Fill(0, 128, 128);
        for (var y = 0; y < fromHeight; y++)
        {
            for (var x = 0; x < fromWidth; x++)
                from.View.Luma.Row(y)[x] = (byte)Slope(x, fromWidth, y, fromHeight);
        }

        _scaler.Scale(from.View, to.View);

        var worst = 0.0;
        for (var y = 2; y < height - 2; y++)
        {
            for (var x = 2; x < width - 2; x++)
                worst = Math.Max(worst, Math.Abs(to.View.Luma.Row(y)[x] - Slope(x, width, y, height)));
        }

        // A line that is cut off when an odd size is halved moves the slope by half a sample of the target at most.
        Assert.That(worst, Is.LessThan(2.5 + (100.0 / Math.Min(width, height))));
        from.Return();
        to.Return();
    }

    [Test]
    public void Vectors_and_single_samples_make_the_same_picture()
    {
        // The left part ends inside a step of the vectors, so its last columns are made one by one; in the wide picture they are not.
        var (from, wide, narrow) = (Noise(1200, 66, seed: 2), Rent(800, 44), Rent(22, 44));
        _scaler.Scale(from.View, wide.View);
        _scaler.Scale(from.View.Part(0, 0, 33, 66), narrow.View);

        for (var y = 0; y < 44; y++)
            Assert.That(narrow.View.Luma.Row(y)[..20].SequenceEqual(wide.View.Luma.Row(y)[..20]), $"line {y}");

        from.Return();
        wide.Return();
        narrow.Return();
    }

    [Test]
    public void A_part_of_a_picture_is_filled_and_nothing_beside_it()
    {
        var (from, to) = (Noise(640, 360, seed: 3), Rent(640, 360));
        to.View.Fill(1, 2, 3);

        _scaler.Scale(from.View, to.View.Part(100, 50, 214, 120));

        Assert.That(to.View.Luma.Row(49).ToArray(), Is.All.EqualTo(1));
        Assert.That(to.View.Luma.Row(170).ToArray(), Is.All.EqualTo(1));
        Assert.That(to.View.Luma.Row(60)[..100].ToArray(), Is.All.EqualTo(1));
        Assert.That(to.View.Luma.Row(60)[314..].ToArray(), Is.All.EqualTo(1));
        Assert.That(to.View.Blue.Row(40)[157..].ToArray(), Is.All.EqualTo(2));
        Assert.That(to.View.Luma.Row(60)[100..314].ToArray().Distinct().Count(), Is.GreaterThan(20));
        from.Return();
        to.Return();
    }

    [TestCase(640, 360)]
    [TestCase(426, 240)]
    public void Scaling_allocates_nothing_once_the_sizes_are_known(int width, int height)
    {
        var (from, to) = (Noise(1280, 720, seed: 4), Rent(width, height));
        _scaler.Scale(from.View, to.View);

        Assert.That(Allocations.Least(() => _scaler.Scale(from.View, to.View), times: 20), Is.Zero);
        from.Return();
        to.Return();
    }

    // Seen from the middle of each sample, so that it does not depend on the size.
    private static double Slope(int x, int width, int y, int height) => 20 + (140 * (x + 0.5) / width) + (70 * (y + 0.5) / height);

    private static unsafe List<(Plane Source, Plane Target)> Planes(Picture from, Picture to) =>
        [(from.View.Luma, to.View.Luma), (from.View.Blue, to.View.Blue), (from.View.Red, to.View.Red)];

    private Picture Noise(int width, int height, int seed)
    {
        var (picture, random) = (Rent(width, height), new Random(seed));
        foreach (var (plane, _) in Planes(picture, picture))
        {
            for (var y = 0; y < plane.Height; y++)
                random.NextBytes(plane.Row(y));
        }

        return picture;
    }

    private Picture Rent(int width, int height) => _pool.TryRent(width, height, out var picture) ? picture : throw new InvalidOperationException("The pool is empty.");
}
