using Mixer.Tests.Video.World;
using Mixer.Video.Composing;
using Mixer.Video.Drawing;

namespace Mixer.Tests.Video.Golden;

public sealed class LayoutPictureTests
{
    private Studio _studio = null!;

    [SetUp]
    public void Open() => _studio = new Studio(CanvasSize.Hd);

    [TearDown]
    public void Close() => _studio.Dispose();

    [TestCaseSource(typeof(Exhibits), nameof(Exhibits.Names))]
    public void It_looks_as_it_should(string name)
    {
        var scene = Exhibits.Scene(name, _studio.Sources);
        _studio.Show(scene);
        var image = _studio.Image();

        GoldenPictures.AssertAlike(image.Shrink(4), GoldenPictures.BesideTests(name));
        if (scene.Waiting is null)
            AssertPanes(name, scene, image);
    }

    /// <summary>
    /// In each pane the colour of its source where neither the number nor the name is, and the frame of who speaks.
    /// </summary>
    private static void AssertPanes(string name, Scene scene, RgbImage image)
    {
        for (var at = 0; at < scene.Panes.Length; at++)
        {
            if (scene.Panes[at] is not { Source.Value: < 100 and var source } pane)
                continue;

            var area = scene.Grid.Area(at, CanvasSize.Hd);
            var (x, y) = (area.X + (area.Width / 2), area.Y + (area.Height / 5));
            Assert.That(image[x, y].IsLike(NumberedSources.ColourOf(source)), $"{name}: pane {at + 1} at {x},{y} is {image[x, y]}");
            if (pane.IsSpeaking)
                Assert.That(image[area.X + 1, y].IsLike(Palette.Speaking), $"{name}: pane {at + 1} has no frame");
        }
    }
}
