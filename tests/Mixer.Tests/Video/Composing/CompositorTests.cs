using Mixer.Tests.Video.World;
using Mixer.Video.Composing;
using Mixer.Video.Drawing;

namespace Mixer.Tests.Video.Composing;

public sealed class CompositorTests
{
    private static readonly PaneGrid Whole = new(1, 1, [new(0, 0, 1, 1)]);
    private static readonly Rgb Canvas = Palette.Canvas;

    private Studio _studio = null!;

    [SetUp]
    public void Open() => _studio = new Studio(CanvasSize.Hd);

    [TearDown]
    public void Close() => _studio.Dispose();

    [Test]
    public void Each_pane_shows_its_own_source()
    {
        _studio.Show(_studio.Even(3));
        var image = _studio.Image();

        for (var at = 0; at < 9; at++)
            Assert.That(image[(at % 3 * 427) + 40, (at / 3 * 240) + 40].IsLike(NumberedSources.ColourOf(at + 1)), $"pane {at + 1}");
    }

    [Test]
    public void Nothing_new_is_said_so()
    {
        Assert.That(_studio.Show(_studio.Even(2)), Is.True);
        Assert.That(_studio.Compose(), Is.False);
    }

    [Test]
    public void Only_the_pane_with_a_new_picture_is_drawn_again()
    {
        _studio.Show(_studio.Even(3));
        _studio.Sources.Open(5);

        Assert.That(_studio.Compose(), Is.True);
        Assert.That(_studio.Compositor.PanesDrawn, Is.EqualTo(1));
    }

    [Test]
    public void Only_the_pane_of_who_begins_to_speak_is_drawn_again()
    {
        var scene = _studio.Even(2);
        _studio.Show(scene);

        Assert.That(_studio.Show(scene with { Panes = scene.Panes.SetItem(2, scene.Panes[2] with { IsSpeaking = true }) }), Is.True);
        Assert.That(_studio.Compositor.PanesDrawn, Is.EqualTo(1));
        var image = _studio.Image();
        Assert.That(image[1, 540].IsLike(Palette.Speaking), "left side of the frame");
        Assert.That(image[320, 361].IsLike(Palette.Speaking), "top");
        Assert.That(image[638, 540].IsLike(Palette.Speaking), "right");
        Assert.That(image[320, 718].IsLike(Palette.Speaking), "bottom");
        Assert.That(image[642, 540].IsLike(Palette.Speaking), Is.False, "the neighbour has none");

        _studio.Show(scene);
        Assert.That(_studio.Image()[1, 540].IsLike(NumberedSources.ColourOf(3)), "and it goes when he is silent");
    }

    [Test]
    public void Between_panes_is_a_gap_and_at_the_edge_of_the_canvas_none()
    {
        _studio.Show(_studio.Even(2));
        var image = _studio.Image();

        Assert.That(Enumerable.Range(638, 4).All(x => image[x, 100].IsLike(Canvas)), Is.True);
        Assert.That(image[637, 100].IsLike(NumberedSources.ColourOf(1)) && image[642, 100].IsLike(NumberedSources.ColourOf(2)), Is.True);
        Assert.That(image[0, 0].IsLike(NumberedSources.ColourOf(1)), Is.True);
        Assert.That(image[1279, 719].IsLike(NumberedSources.ColourOf(4)), Is.True);
    }

    [Test]
    public void A_change_of_layout_leaves_nothing_of_the_old_one()
    {
        _studio.Show(_studio.Even(3));
        _studio.Show(Studio.SceneOf(new PaneGrid(4, 4, [new(0, 1, 2, 2), new(2, 1, 2, 2)]), [.. _studio.Cameras(2)]));
        var image = _studio.Image();

        Assert.That(image[100, 100].IsLike(Canvas) && image[1200, 700].IsLike(Canvas), Is.True);
        Assert.That(image[30, 300].IsLike(NumberedSources.ColourOf(1)) && image[1250, 300].IsLike(NumberedSources.ColourOf(2)), Is.True);
    }

    [Test]
    public void A_narrow_picture_has_bars_unless_the_pane_is_to_be_filled()
    {
        var source = _studio.Sources.Open(1, 720, 1280);
        _studio.Show(Studio.SceneOf(Whole, new PaneScene { Source = source }));
        Assert.That(_studio.Image()[100, 360].IsLike(Canvas), Is.True);

        _studio.Show(Studio.SceneOf(Whole, new PaneScene { Source = source, Fit = PaneFit.Filled }));
        Assert.That(_studio.Image()[100, 360].IsLike(NumberedSources.ColourOf(1)), Is.True);
    }

    [Test]
    public void A_source_that_turns_upright_leaves_no_old_picture_beside_it()
    {
        _studio.Show(Studio.SceneOf(Whole, new PaneScene { Source = _studio.Sources.Open(1) }));
        _studio.Sources.Open(1, 720, 1280);
        _studio.Compose();

        Assert.That(_studio.Image()[100, 360].IsLike(Canvas), Is.True);
    }

    [Test]
    public void Who_has_no_picture_has_an_avatar_until_one_comes()
    {
        var source = new SourceId(7);
        _studio.Show(Studio.SceneOf(Whole, new PaneScene { Source = source, Name = "王小明" }));
        var image = _studio.Image();
        Assert.That(image[640, 215].IsLike(Palette.Of("王小明")), Is.True, "the disc in the colour of the name");
        Assert.That(image[100, 100].IsLike(Palette.EmptyPane), Is.True);

        _studio.Sources.Open(7);
        Assert.That(_studio.Compose(), Is.True);
        Assert.That(_studio.Image()[100, 100].IsLike(NumberedSources.ColourOf(7)), Is.True);

        _studio.Sources.Close(source);
        Assert.That(_studio.Compose(), Is.True);
        Assert.That(_studio.Image()[640, 215].IsLike(Palette.Of("王小明")), Is.True);
    }

    [Test]
    public void A_name_stands_at_the_lower_left_and_is_not_darker_with_each_picture()
    {
        var source = _studio.Sources.Open(1, 720, 1280);
        _studio.Show(Studio.SceneOf(Whole, new PaneScene { Source = source, Name = "李 Lee", IsMuted = true }));
        var first = _studio.Image();
        for (var i = 0; i < 10; i++)
        {
            _studio.Sources.Repeat(source);
            Assert.That(_studio.Compose(), Is.True);
        }

        Assert.That(_studio.Image().Bytes, Is.EqualTo(first.Bytes));
        Assert.That(Pixels(first, new(10, 650, 200, 60), pixel => pixel.IsLike(Palette.Text, 40)), Is.GreaterThan(100), "white letters");
        Assert.That(Pixels(first, new(10, 650, 60, 60), pixel => pixel.IsLike(Palette.Muted, 40)), Is.GreaterThan(40), "a red microphone");
    }

    [Test]
    public void A_small_pane_on_a_large_one_stays_on_top()
    {
        var grid = new PaneGrid(8, 8, [new(0, 0, 8, 8), new(6, 6, 2, 2)]);
        var content = _studio.Sources.Open(1);
        _studio.Show(Studio.SceneOf(grid, new PaneScene { Source = content }, new PaneScene { Source = _studio.Sources.Open(2) }));
        _studio.Sources.Repeat(content);

        Assert.That(_studio.Compose(), Is.True);
        Assert.That(_studio.Compositor.PanesDrawn, Is.EqualTo(2));
        Assert.That(_studio.Image()[1000, 580].IsLike(NumberedSources.ColourOf(2)), Is.True);
    }

    [Test]
    public void It_is_known_how_large_each_source_is_shown()
    {
        _studio.Show(Studio.SceneOf(new PaneGrid(3, 3, [new(0, 0, 2, 2), new(2, 0, 1, 1), new(2, 1, 1, 1)]), [.. _studio.Cameras(2), new() { Source = new SourceId(1) }]));

        Assert.That(_studio.Compositor.ShownHeight(new(1)), Is.EqualTo(480));
        Assert.That(_studio.Compositor.ShownHeight(new(2)), Is.EqualTo(240));
        Assert.That(_studio.Compositor.ShownHeight(new(3)), Is.Zero);
    }

    [Test]
    public void A_wide_picture_on_a_4CIF_canvas_keeps_its_shape_on_oblong_pixels()
    {
        using var studio = new Studio(CanvasSize.FourCif);
        studio.Show(Studio.SceneOf(Whole, new PaneScene { Source = studio.Sources.Open(1) }));
        var image = studio.Image();

        Assert.That(image[10, 68].IsLike(Canvas) && image[10, 508].IsLike(Canvas), Is.True);
        Assert.That(image[10, 76].IsLike(NumberedSources.ColourOf(1)) && image[10, 500].IsLike(NumberedSources.ColourOf(1)), Is.True);
    }

    [Test]
    public void Who_is_alone_reads_that_he_waits()
    {
        var card = new WaitingCard("等待其他与会者加入", ["会议 ID: 982 315 667", "+86 755 0000 0000"]);

        Assert.That(_studio.Show(new Scene { Grid = Whole, Waiting = card }), Is.True);
        Assert.That(Pixels(_studio.Image(), new(200, 200, 880, 320), pixel => pixel.IsLike(Palette.Text, 30)), Is.GreaterThan(1_000));
        Assert.That(_studio.Show(new Scene { Grid = Whole, Waiting = card with { } }), Is.False, "the same card is nothing new");

        _studio.Show(_studio.Even(1));
        Assert.That(_studio.Image()[300, 100].IsLike(NumberedSources.ColourOf(1)), Is.True);
    }

    [Test]
    public void The_mark_of_a_recording_lies_on_whatever_is_beneath_and_leaves_no_trace()
    {
        var scene = _studio.Even(2);
        _studio.Show(scene);
        var without = _studio.Image();

        Assert.That(_studio.Show(scene with { IsRecorded = true }), Is.True);
        Assert.That(_studio.Compositor.PanesDrawn, Is.Zero);
        var with = _studio.Image();
        Assert.That(Pixels(with, new(1080, 0, 200, 80), pixel => pixel.IsLike(Palette.Recording, 20)), Is.GreaterThan(100));

        for (var i = 0; i < 5; i++)
        {
            _studio.Sources.Open(2);
            _studio.Compose();
        }

        Assert.That(_studio.Image().Bytes, Is.EqualTo(with.Bytes));
        _studio.Show(scene);
        Assert.That(_studio.Image().Bytes, Is.EqualTo(without.Bytes));
    }

    [Test]
    public void A_moving_banner_moves_over_panes_that_are_not_drawn_again()
    {
        var scene = _studio.Even(2);
        _studio.Show(scene);
        var without = _studio.Image();
        _studio.Show(scene with { Caption = new Caption("请各位与会者保持静音") { Moves = true } });
        var columns = new List<int>();
        for (var second = 1; second < 8; second++)
        {
            for (var i = 0; i < 30; i++)
                Assert.That(_studio.Compose(), Is.True);
            Assert.That(_studio.Compositor.PanesDrawn, Is.Zero);
            columns.Add(FirstBright(_studio.Image()));
        }

        Assert.That(columns.Zip(columns.Skip(1), (a, b) => a - b), Is.All.InRange(90, 125), "1280 pixels in 12 seconds");
        _studio.Show(scene);
        Assert.That(_studio.Image().Bytes, Is.EqualTo(without.Bytes));
    }

    [Test]
    public void A_banner_that_stands_still_lets_the_canvas_sleep_and_one_too_long_moves()
    {
        var scene = _studio.Even(2);
        _studio.Show(scene with { Caption = new Caption("Short") { Place = CaptionPlace.Bottom } });
        Assert.That(_studio.Compose(), Is.False);
        Assert.That(_studio.Compositor.IsMoving, Is.False);

        _studio.Show(scene with { Caption = new Caption(string.Concat(Enumerable.Repeat("long ", 100))) });
        Assert.That(_studio.Compositor.IsMoving, Is.True);
    }

    [TestCase(2)]
    [TestCase(3)]
    public void Composing_allocates_nothing(int side)
    {
        var scene = _studio.Even(side);
        _studio.Show(scene with
        {
            Panes = [.. scene.Panes.Select((pane, at) => pane with { Name = $"王 {at}", IsSpeaking = at == 0, IsMuted = at == 1 })],
            Caption = new Caption("Welcome") { Moves = true },
            IsRecorded = true,
        });
        var sources = scene.Panes.Select(pane => pane.Source!.Value).ToArray();
        Run(5);

        Assert.That(Allocations.Least(() => Run(50)), Is.Zero);

        void Run(int frames)
        {
            for (var i = 0; i < frames; i++)
            {
                foreach (var source in sources)
                    _studio.Sources.Repeat(source);
                _studio.Compose();
            }
        }
    }

    private static int Pixels(RgbImage image, PixelArea area, Func<Rgb, bool> matches)
    {
        var count = 0;
        for (var y = area.Y; y < area.Bottom; y++)
        {
            for (var x = area.X; x < area.Right; x++)
                count += matches(image[x, y]) ? 1 : 0;
        }

        return count;
    }

    private static int FirstBright(RgbImage image)
    {
        for (var x = 0; x < image.Width; x++)
        {
            if (Pixels(image, new(x, 0, 1, 40), pixel => pixel.IsLike(Palette.Text, 60)) > 0)
                return x;
        }

        return image.Width;
    }
}
