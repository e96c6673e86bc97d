using Mixer.Video.Composing;
using Mixer.Video.Drawing;

namespace Mixer.Tests.Video.Composing;

public sealed class FittingTests
{
    private static readonly PixelArea Pane = new(640, 360, 640, 360);

    [TestCase(1280, 720)]
    [TestCase(640, 360)]
    [TestCase(1920, 1088)]
    [TestCase(320, 180)]
    public void A_picture_of_the_same_shape_fills_the_pane(int width, int height)
    {
        foreach (var fit in Enum.GetValues<PaneFit>())
            Assert.That(Fitting.Of(width, height, Pane, 1, fit), Is.EqualTo(new Fitting(new(0, 0, width, height), Pane)));
    }

    [Test]
    public void A_third_of_720p_takes_a_wide_picture_without_bars()
    {
        Assert.That(Fitting.Of(1280, 720, new(0, 0, 426, 240), 1, PaneFit.Whole).To.Width, Is.EqualTo(426));
        Assert.That(Fitting.Of(1280, 720, new(0, 0, 428, 240), 1, PaneFit.Whole).To.Width, Is.EqualTo(428));
    }

    [Test]
    public void A_telephone_held_upright_is_shown_whole_between_two_bars() =>
        Assert.That(Fitting.Of(720, 1280, Pane, 1, PaneFit.Whole), Is.EqualTo(new Fitting(new(0, 0, 720, 1280), new(858, 360, 202, 360))));

    [Test]
    public void Or_fills_the_pane_with_its_middle() =>
        Assert.That(Fitting.Of(720, 1280, Pane, 1, PaneFit.Filled), Is.EqualTo(new Fitting(new(0, 438, 720, 404), Pane)));

    [Test]
    public void A_picture_with_oblong_pixels_keeps_its_shape()
    {
        // 4CIF is 4:3 on a screen: in a wide pane its width is four thirds of its height.
        Assert.That(Fitting.Of(704, 576, Pane, 1, PaneFit.Whole).To, Is.EqualTo(new PixelArea(720, 360, 480, 360)));

        // And a wide picture on a 4CIF canvas takes 704 x 432.
        Assert.That(Fitting.Of(1280, 720, new(0, 0, 704, 576), 12.0 / 11, PaneFit.Whole).To, Is.EqualTo(new PixelArea(0, 72, 704, 432)));
    }

    [Test]
    public void Whatever_the_shapes_are_the_parts_are_even_and_within([Values(1, 2, 3, 90, 176, 719, 4096)] int width, [Values(1, 2, 144, 1081, 4096)] int height)
    {
        foreach (var fit in Enum.GetValues<PaneFit>())
        {
            var (from, to) = Fitting.Of(width, height, Pane, 1, fit);

            Assert.That(from.Common(new(0, 0, width, height)), Is.EqualTo(from));
            Assert.That(to.Common(Pane), Is.EqualTo(to));
            Assert.That((from.X | from.Y | to.X | to.Y | to.Width | to.Height) & 1, Is.Zero);
            Assert.That(from.IsEmpty || to.IsEmpty, Is.False);
        }
    }
}
