using Mixer.Video.Composing;
using Mixer.Video.Drawing;

namespace Mixer.Tests.Video.Composing;

public sealed class PaneGridTests
{
    private static readonly CanvasSize[] Sizes = [CanvasSize.FullHd, CanvasSize.Hd, CanvasSize.FourCif, CanvasSize.Small];

    [TestCase(0, 0, 426)]
    [TestCase(1, 426, 428)]
    [TestCase(2, 854, 426)]
    public void A_third_of_720p_is_even_and_leaves_no_slit(int column, int x, int width)
    {
        var grid = new PaneGrid(3, 3, [new(column, 0, 1, 1)]);

        Assert.That(grid.Area(0, CanvasSize.Hd), Is.EqualTo(new PixelArea(x, 0, width, 240)));
    }

    [Test]
    public void Simple_fractions_are_exact_so_that_scaling_is_cheap()
    {
        Assert.That(new PaneGrid(2, 2, [new(1, 1, 1, 1)]).Area(0, CanvasSize.Hd), Is.EqualTo(new PixelArea(640, 360, 640, 360)));
        Assert.That(new PaneGrid(4, 4, [new(0, 0, 3, 3), new(3, 0, 1, 1)]).Area(1, CanvasSize.Hd), Is.EqualTo(new PixelArea(960, 0, 320, 180)));
        Assert.That(new PaneGrid(3, 3, [new(2, 2, 1, 1)]).Area(0, CanvasSize.FullHd), Is.EqualTo(new PixelArea(1280, 720, 640, 360)));
        Assert.That(new PaneGrid(2, 2, [new(0, 0, 1, 1)]).Area(0, CanvasSize.FullHd), Is.EqualTo(new PixelArea(0, 0, 960, 540)));
    }

    [Test]
    public void Every_grid_covers_every_canvas_with_even_rectangles_that_meet([ValueSource(nameof(Sizes))] CanvasSize size, [Range(1, 8)] int side)
    {
        var cells = Enumerable.Range(0, side * side).Select(at => new PaneCells(at % side, at / side, 1, 1)).ToArray();
        var grid = new PaneGrid(side, side, cells);
        var areas = Enumerable.Range(0, cells.Length).Select(pane => grid.Area(pane, size)).ToArray();

        Assert.That(areas.Sum(area => area.Width * area.Height), Is.EqualTo(size.Pixels));
        Assert.That(areas.SelectMany(area => new[] { area.X, area.Y, area.Width, area.Height }), Is.All.Matches<int>(pixels => pixels % 2 == 0));
        for (var pane = 0; pane < areas.Length; pane++)
            Assert.That(areas.Skip(pane + 1).Where(other => other.Overlaps(areas[pane])), Is.Empty);
    }

    [TestCase(0, 1, 1, 0, 0)]
    [TestCase(2, 2, 1, 1, 2)]
    [TestCase(2, 2, 0, 0, 0)]
    public void A_grid_that_makes_no_sense_is_refused(int columns, int rows, int width, int height, int left) =>
        Assert.That(() => new PaneGrid(columns, rows, [new(left, 0, width, height)]), Throws.ArgumentException);
}
